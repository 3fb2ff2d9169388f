using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using ZuperConnect.Local.Files;

namespace ZuperConnect.Local.Page;

/// <summary>
/// Builds the page from its source folder where it is missing or older than its sources. That needs Node.js; serving it does not.
/// </summary>
internal static class PageBuild
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);
    private static readonly string[] NotSources = ["node_modules", "dist"];

    /// <summary>The source folder of the page.</summary>
    public static string Folder { get; } = Path.GetFullPath(typeof(PageBuild).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "PageFolder").Value!);

    private static string Built => Path.Combine(Folder, "dist");

    private static string Index => Path.Combine(Built, "index.html");

    // The build writes it last.
    private static string Phones => Path.Combine(Built, "phone.html");

    // The build writes its types anew each time.
    private static string Types => Path.Combine(Folder, "src", "api", "schema.d.ts");

    private static string Pinned => Path.Combine(Folder, "package-lock.json");

    // npm writes it last.
    private static string Installed => Path.Combine(Folder, "node_modules", ".package-lock.json");

    /// <summary>Makes sure that the page is built, and says in one line where that fails or takes a while.</summary>
    /// <returns>The folder of the built page; null where there is none, so that the API is served alone.</returns>
    public static async Task<string?> EnsureAsync(TextWriter output, CancellationToken cancellation)
    {
        if (!File.Exists(Pinned))
        {
            await output.WriteLineAsync($"The page's source code is not in {Folder} any more: the API is served alone.");
            return null;
        }

        try
        {
            await using var turn = await TurnAsync(cancellation);
            if (!IsNewerThan(Phones, Sources()))
            {
                // Without npm there is nothing to wait for.
                await NpmAsync(["--version"], cancellation);
                await output.WriteLineAsync("Building the page, which takes a moment …");
                if (!IsNewerThan(Installed, [Pinned]))
                {
                    await NpmAsync(["ci", "--no-audit", "--no-fund"], cancellation);
                    File.SetLastWriteTimeUtc(Installed, DateTime.UtcNow);
                }

                await NpmAsync(["run", "build"], cancellation);
            }

            return Built;
        }
        catch (PageBuildException failure)
        {
            await output.WriteLineAsync(File.Exists(Index)
                ? $"{failure.Message} The page is served as it was built before."
                : $"{failure.Message} The API is served alone.");
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

    private static async Task NpmAsync(string[] arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var npm = Process.Start(start)!;
            npm.StandardInput.Close();
            var (said, complaint) = (npm.StandardOutput.ReadToEndAsync(cancellation), npm.StandardError.ReadToEndAsync(cancellation));
            await npm.WaitForExitAsync(cancellation);
            if (npm.ExitCode is not 0)
            {
                throw new PageBuildException(
                    $"{await said}{await complaint}\nThe page could not be built: 'npm {string.Join(' ', arguments)}' failed in {Folder}.");
            }
        }
        catch (Win32Exception noNpm)
        {
            throw new PageBuildException("The page needs Node.js 20.19 or newer with npm on the path to be built.", noNpm);
        }
    }

    // Two at a time would take each other's files away.
    private static async Task<FileStream> TurnAsync(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return LockFile.Open(Path.Combine(Folder, "install.lock"));
            }
            catch (IOException failure) when (LockFile.IsTaken(failure))
            {
                await Task.Delay(PollInterval, cancellation);
            }
        }
    }
}

/// <summary>The page could not be built; the message says why.</summary>
internal sealed class PageBuildException(string message, Exception? cause = null) : Exception(message, cause);
