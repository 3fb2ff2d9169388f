using System.Reflection;
using ZuperConnect.Local.Files;

namespace ZuperConnect.Local.Page;

/// <summary>
/// Builds the page from its source folder where it is missing or older than its sources. That needs Node.js; serving it does not.
/// </summary>
internal static class PageBuild
{
    private static readonly string[] NotSources = ["node_modules", "dist"];

    private static readonly NpmFolder Npm = new(Path.GetFullPath(typeof(PageBuild).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "PageFolder").Value!));

    /// <summary>The source folder of the page.</summary>
    public static string Folder => Npm.Path;

    /// <summary>The folder of the page beside a published program; null if the program runs from its source code.</summary>
    public static string? Published =>
        Path.Combine(AppContext.BaseDirectory, "wwwroot") is var folder && File.Exists(Path.Combine(folder, "index.html")) ? folder : null;

    private static string Built => Path.Combine(Folder, "dist");

    private static string Index => Path.Combine(Built, "index.html");

    // The build writes it last.
    private static string Phones => Path.Combine(Built, "phone.html");

    // The build writes its types anew each time.
    private static string Types => Path.Combine(Folder, "src", "api", "schema.d.ts");

    /// <summary>Builds the page if necessary, and prints a line if that fails or takes a while.</summary>
    /// <returns>The folder of the built page; null if there is none, so that only the API is served.</returns>
    public static async Task<string?> EnsureAsync(TextWriter output, CancellationToken cancellation)
    {
        if (!Npm.Exists)
        {
            await output.WriteLineAsync($"The page's source code is not in {Folder} any more: the API is served alone.");
            return null;
        }

        try
        {
            await using var turn = await Npm.LockAsync(cancellation);
            if (!IsNewerThan(Phones, Sources()))
            {
                // Fails immediately without npm.
                await Npm.RunAsync(["--version"], cancellation);
                await output.WriteLineAsync("Building the page, which takes a moment …");
                if (!Npm.IsInstalled)
                {
                    await Npm.InstallAsync(cancellation);
                }

                await Npm.RunAsync(["run", "build"], cancellation);
            }

            return Built;
        }
        catch (NpmException failure)
        {
            var why = failure.IsMissing
                ? "The page needs Node.js 20.19 or newer with npm on the path to be built."
                : $"{failure.Output}{failure.Error}\nThe page could not be built: {failure.Message}";
            await output.WriteLineAsync(File.Exists(Index)
                ? $"{why} The page is served as it was built before."
                : $"{why} The API is served alone.");
            return File.Exists(Index) ? Built : null;
        }
    }

    private static bool IsNewerThan(string made, IEnumerable<string> sources) =>
        File.Exists(made) && File.GetLastWriteTimeUtc(made) is var time && sources.All(source => File.GetLastWriteTimeUtc(source) <= time);

    /// <summary>All that the page is made of: its own files, and the document that its types come from.</summary>
    private static IEnumerable<string> Sources() =>
        Directory.EnumerateFiles(Folder)
            .Concat(Directory.EnumerateDirectories(Folder)
                .Where(folder => !NotSources.Contains(Path.GetFileName(folder)))
                .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)))
            .Where(file => file != Types && !file.EndsWith(".lock", StringComparison.Ordinal))
            .Append(Path.Combine(Folder, "..", "inbox", "Http", "openapi.json"));
}
