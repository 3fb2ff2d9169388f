using System.ComponentModel;
using System.Diagnostics;

namespace ZuperConnect.Local.Files;

/// <summary>A folder with a <c>package.json</c>, whose packages npm installs in the versions of <c>package-lock.json</c>.</summary>
internal sealed class NpmFolder(string path)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>The absolute path.</summary>
    public string Path => path;

    /// <summary>Whether the folder is there.</summary>
    public bool Exists => File.Exists(Pinned);

    /// <summary>Whether the packages are installed as they are pinned.</summary>
    public bool IsInstalled => File.Exists(Installed) && File.GetLastWriteTimeUtc(Installed) >= File.GetLastWriteTimeUtc(Pinned);

    private string Pinned => In("package-lock.json");

    // npm writes it last.
    private string Installed => In("node_modules", ".package-lock.json");

    /// <summary>The path of a file or folder in it.</summary>
    public string In(params ReadOnlySpan<string> names) => System.IO.Path.Combine([path, .. names]);

    /// <summary>Installs the packages.</summary>
    /// <exception cref="NpmException">npm is missing, or fails.</exception>
    public async Task InstallAsync(CancellationToken cancellation)
    {
        await RunAsync(["ci", "--no-audit", "--no-fund"], cancellation);
        File.SetLastWriteTimeUtc(Installed, DateTime.UtcNow);
    }

    /// <summary>Runs npm in the folder.</summary>
    /// <exception cref="NpmException">npm is missing, or fails.</exception>
    public async Task RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", arguments)
        {
            WorkingDirectory = path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var npm = Process.Start(start)!;
            npm.StandardInput.Close();
            var (output, error) = (npm.StandardOutput.ReadToEndAsync(cancellation), npm.StandardError.ReadToEndAsync(cancellation));
            await npm.WaitForExitAsync(cancellation);
            if (npm.ExitCode is not 0)
            {
                throw new NpmException($"'npm {string.Join(' ', arguments)}' failed in {path}.")
                {
                    Output = await output,
                    Error = await error,
                };
            }
        }
        catch (Win32Exception missing)
        {
            throw new NpmException("npm is not on the path.", missing);
        }
    }

    /// <summary>Keeps other processes from installing or building here, until it is disposed: two would take each other's files
    /// away.</summary>
    public async Task<FileStream> LockAsync(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return LockFile.Open(In("install.lock"));
            }
            catch (IOException failure) when (LockFile.IsTaken(failure))
            {
                await Task.Delay(PollInterval, cancellation);
            }
        }
    }
}

/// <summary>npm is missing, or failed.</summary>
internal sealed class NpmException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Whether there is no npm on the path.</summary>
    public bool IsMissing => InnerException is Win32Exception;

    /// <summary>What npm wrote.</summary>
    public string Output { get; init; } = "";

    /// <summary>What npm wrote as errors.</summary>
    public string Error { get; init; } = "";
}
