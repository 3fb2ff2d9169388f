using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using ZuperConnect.Local.Files;

namespace ZuperConnect.Local.Page;

/// <summary>Builds the page if it is missing or older than its sources. Only this needs Node.js.</summary>
internal static class PageBuild
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);
    private static readonly string[] NotSources = ["node_modules", "dist"];

    /// <summary>The source folder of the page.</summary>
    public static string Folder { get; } = Path.GetFullPath(typeof(PageBuild).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "PageFolder").Value!);

    private static string Built => Path.Combine(Folder, "dist");

    private static string Index => Path.Combine(Built, "index.html");

    // The last file of the build.
    private static string Phones => Path.Combine(Built, "phone.html");

    // The build generates this file each time.
    private static string Types => Path.Combine(Folder, "src", "api", "schema.d.ts");

    private static string Pinned => Path.Combine(Folder, "package-lock.json");

    // The last file that npm writes.
    private static string Installed => Path.Combine(Folder, "node_modules", ".package-lock.json");

    /// <summary>Builds the page if necessary, and prints a line if that fails or takes a while.</summary>
    /// <returns>The folder of the built page; null if there is none, so that only the API is served.</returns>
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
                // Fails immediately without npm.
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

    /// <summary>The files that the page is built from, including the OpenAPI document.</summary>
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

    // Concurrent builds would delete each other's files.
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

/// <summary>The page could not be built. The message contains the reason.</summary>
internal sealed class PageBuildException(string message, Exception? cause = null) : Exception(message, cause);
