using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using ZuperConnect.Local.Files;

namespace ZuperConnect.Local.Azurite;

/// <summary>
/// The npm packages of Azurite. They are installed at the first use, in the versions of <c>package-lock.json</c>, and again when that file
/// changes.
/// </summary>
internal static partial class AzuritePackages
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>The source folder of the packages. They are a tool of the developer's machine and not published.</summary>
    public static string Folder { get; } = typeof(AzuritePackages).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "AzuriteFolder").Value!;

    private static string Pinned => Path.Combine(Folder, "package-lock.json");

    // The last file that npm writes.
    private static string Installed => Path.Combine(Folder, "node_modules", ".package-lock.json");

    private static bool AreInstalled => File.Exists(Installed) && File.GetLastWriteTimeUtc(Installed) >= File.GetLastWriteTimeUtc(Pinned);

    /// <summary>Installs the packages if necessary. Waits for another process that is installing them.</summary>
    /// <exception cref="AzuriteException">npm is missing or fails.</exception>
    public static async Task InstallAsync(ILogger logger, CancellationToken cancellation)
    {
        if (!File.Exists(Pinned))
        {
            throw new AzuriteException($"Azurite is run from the source code, which is not in {Folder} any more.");
        }

        if (AreInstalled)
        {
            return;
        }

        await using var turn = await TurnAsync(cancellation);
        if (!AreInstalled)
        {
            LogInstalling(logger, Folder);
            await InstallAsync(cancellation);
            File.SetLastWriteTimeUtc(Installed, DateTime.UtcNow);
        }
    }

    private static async Task InstallAsync(CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--no-audit", "--no-fund"])
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
                throw new AzuriteException($"npm could not install Azurite in {Folder}:\n{await complaint}{await said}");
            }
        }
        catch (Win32Exception noNpm)
        {
            throw new AzuriteException(
                "Azurite needs Node.js 20 or newer with npm: install it, so that 'node' and 'npm' are on the path. "
                + "Without --storage azurite the inbox needs neither.",
                noNpm);
        }
    }

    // Concurrent installations would delete each other's files.
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

    [LoggerMessage(LogLevel.Information, "Installing Azurite in {Folder}, which takes a moment")]
    private static partial void LogInstalling(ILogger logger, string folder);
}
