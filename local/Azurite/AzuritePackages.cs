using System.Reflection;
using ZuperConnect.Local.Files;

namespace ZuperConnect.Local.Azurite;

/// <summary>
/// The npm packages of Azurite. They are installed where they are needed for the first time, in the versions of <c>package-lock.json</c>,
/// and again when that has changed.
/// </summary>
internal static partial class AzuritePackages
{
    private static readonly NpmFolder Npm = new(typeof(AzuritePackages).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "AzuriteFolder").Value!);

    /// <summary>The source folder of the packages. They are a tool of the developer's machine and not published.</summary>
    public static string Folder => Npm.Path;

    /// <summary>Installs them if they are not there; waits for another process that does.</summary>
    /// <exception cref="AzuriteException">npm is missing, or fails.</exception>
    public static async Task InstallAsync(ILogger logger, CancellationToken cancellation)
    {
        if (!Npm.Exists)
        {
            throw new AzuriteException($"Azurite is run from the source code, which is not in {Folder} any more.");
        }

        if (Npm.IsInstalled)
        {
            return;
        }

        await using var turn = await Npm.LockAsync(cancellation);
        if (!Npm.IsInstalled)
        {
            LogInstalling(logger, Folder);
            await InstallAsync(cancellation);
        }
    }

    private static async Task InstallAsync(CancellationToken cancellation)
    {
        try
        {
            await Npm.InstallAsync(cancellation);
        }
        catch (NpmException missing) when (missing.IsMissing)
        {
            throw new AzuriteException(
                "Azurite needs Node.js 20 or newer with npm: install it, so that 'node' and 'npm' are on the path. "
                + "Without --storage azurite the inbox needs neither.",
                missing);
        }
        catch (NpmException failure)
        {
            throw new AzuriteException($"npm could not install Azurite in {Folder}:\n{failure.Error}{failure.Output}");
        }
    }

    [LoggerMessage(LogLevel.Information, "Installing Azurite in {Folder}, which takes a moment")]
    private static partial void LogInstalling(ILogger logger, string folder);
}
