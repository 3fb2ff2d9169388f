using System.Runtime.Versioning;
using ZuperConnect.Local.Azurite;
using ZuperConnect.Local.Files;
using ZuperConnect.Local.Hosting;
using ZuperConnect.Local.Options;
using ZuperConnect.SqliteStorage;

namespace ZuperConnect.Local.Data;

/// <summary>
/// The folder that holds everything a local host keeps. Whoever has it open owns it: no other process, nor a second
/// opening in this one, gets it until it is disposed or the process ends, however it ends. No other user of the machine can read it; on
/// Windows that is what the folder above it says.
/// </summary>
public sealed class DataFolder : IDisposable
{
    /// <summary>The file that says which copying is under way.</summary>
    public const string CopyName = "copy.json";

    /// <summary>The file that says that the folder is the demo's.</summary>
    public const string DemoName = "demo.note";

    private const string LockName = "zuperconnect.lock";
    private const string AzuriteName = "azurite";
    private const string PhoneName = "phone";
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnersFile | UnixFileMode.UserExecute;

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream @lock)
    {
        Path = path;
        _lock = @lock;
    }

    /// <summary>The absolute path, free of symbolic links.</summary>
    public string Path { get; }

    /// <summary>Whether it has a database, or what is left of one.</summary>
    public bool HasDatabase => File.Exists(In(SqliteStore.DatabaseName)) || Directory.Exists(In(SqliteStore.BlobsName));

    /// <summary>Whether an Azurite has kept data in it.</summary>
    public bool HasAzurite => Directory.Exists(In(AzuriteName));

    /// <summary>The path of a file or folder in it.</summary>
    public string In(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Opens the folder, which is made if it does not exist.</summary>
    /// <param name="path">The folder; relative to the current directory if not absolute.</param>
    /// <param name="fresh">Whether to empty it. An Azurite that a killed host left behind in it is stopped first.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DataFolderException">
    /// Another process has it open, or it is to be emptied and holds what was never put there by a host.
    /// </exception>
    /// <exception cref="AzuriteException">It is to be emptied and an Azurite in it does not stop.</exception>
    public static async Task<DataFolder> OpenAsync(string path, bool fresh, CancellationToken cancellationToken)
    {
        path = WithoutLinks(System.IO.Path.TrimEndingDirectorySeparator(Make(path).FullName));
        if (fresh && Directory.EnumerateFileSystemEntries(path).Any() && !File.Exists(System.IO.Path.Combine(path, LockName)))
        {
            throw DataFolderException.NotOurs(path);
        }

        var folder = new DataFolder(path, Lock(path));
        try
        {
            if (fresh)
            {
                await folder.EmptyAsync(cancellationToken).ConfigureAwait(false);
            }

            folder.Tighten();
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Opens the folder of a host.</summary>
    /// <exception cref="LocalStartException">Nothing can be kept there.</exception>
    /// <exception cref="DataFolderException">See above.</exception>
    public static async Task<DataFolder> OpenAsync(LocalOptions options, CancellationToken cancellation)
    {
        try
        {
            return await OpenAsync(options.Data, options.Fresh, cancellation);
        }
        catch (Exception cannot) when (cannot is UnauthorizedAccessException or IOException and not DataFolderException)
        {
            throw new LocalStartException(
                $"The data cannot be kept in {options.Data}: {cannot.Message} Choose another folder with --data.", cannot);
        }
    }

    /// <summary>Lets others open the folder. An Azurite in it should have been stopped before.</summary>
    public void Dispose() => _lock.Dispose();

    /// <summary>What hosts put there: anything else is left as it is, should somebody keep the data among files of their own.</summary>
    private static bool IsOurs(string name) =>
        name is LockName or PhoneName or SqliteStore.BlobsName or CopyName or DemoName
        || name.StartsWith(SqliteStore.DatabaseName, StringComparison.Ordinal) || name.StartsWith(AzuriteName, StringComparison.Ordinal)
        || System.IO.Path.GetExtension(name) is ".key" or ".pem" or ".new" or ".part";

    private static DirectoryInfo Make(string path) =>
        OperatingSystem.IsWindows() ? Directory.CreateDirectory(path) : Directory.CreateDirectory(path, OwnersFolder);

    /// <summary>
    /// Takes from all others what they may do with it: hosts of before did not. Blobs' files, which may be many, are made so.
    /// </summary>
    private void Tighten()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var folder = new DirectoryInfo(Path);
        var entries = folder.GetFileSystemInfos();
        if (entries.All(entry => IsOurs(entry.Name)))
        {
            folder.UnixFileMode = OwnersFolder;
        }

        foreach (var entry in entries.Where(entry => IsOurs(entry.Name)))
        {
            Tighten(entry, within: entry.Name is not SqliteStore.BlobsName);
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static void Tighten(FileSystemInfo entry, bool within = true)
    {
        if (entry.LinkTarget is not null)
        {
            return;
        }

        try
        {
            entry.UnixFileMode = entry is DirectoryInfo ? OwnersFolder : OwnersFile;
            foreach (var inside in within && entry is DirectoryInfo folder ? folder.GetFileSystemInfos() : [])
            {
                Tighten(inside);
            }
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            // An Azurite that was left behind has just deleted it.
        }
    }

    /// <summary>Empties it.</summary>
    internal async Task EmptyAsync(CancellationToken cancellationToken)
    {
        if (AzuriteProcessFile.Read(Path) is { IsRunning: true } leftBehind)
        {
            await leftBehind.StopAsync(cancellationToken).ConfigureAwait(false);
        }

        foreach (var directory in Directory.EnumerateDirectories(Path))
        {
            Directory.Delete(directory, recursive: true);
        }

        foreach (var file in Directory.EnumerateFiles(Path).Where(file => file != _lock.Name))
        {
            File.Delete(file);
        }
    }

    private static FileStream Lock(string path)
    {
        try
        {
            return LockFile.Open(System.IO.Path.Combine(path, LockName));
        }
        catch (IOException cause) when (LockFile.IsTaken(cause))
        {
            throw DataFolderException.InUse(path, cause);
        }
    }

    // One folder has one name, else an Azurite that was started under another one would not be recognised.
    private static string WithoutLinks(string path)
    {
        if (System.IO.Path.GetDirectoryName(path) is not { } parent)
        {
            return path;
        }

        var here = System.IO.Path.Combine(WithoutLinks(parent), System.IO.Path.GetFileName(path));
        return Directory.ResolveLinkTarget(here, returnFinalTarget: true) is { } target ? WithoutLinks(target.FullName) : here;
    }
}
