using System.Runtime.Versioning;
using ZuperConnect.Local.Azurite;
using ZuperConnect.Local.Files;
using ZuperConnect.Local.Hosting;
using ZuperConnect.Local.Options;
using ZuperConnect.SqliteStorage;

namespace ZuperConnect.Local.Data;

/// <summary>
/// The folder with all data of a local host. An instance has exclusive access until it is disposed or its process ends, in whatever way.
/// Other users of the machine cannot read the folder (on Windows, the permissions of the parent folder apply).
/// </summary>
public sealed class DataFolder : IDisposable
{
    /// <summary>The file that marks a copy in progress.</summary>
    public const string CopyName = "copy.json";

    /// <summary>The file that marks data whose clock may run ahead.</summary>
    public const string ClockName = "clock.note";

    /// <summary>The file that marks the folder of the demo.</summary>
    public const string DemoName = "demo.note";

    /// <summary>The file with the issuer that signs users in.</summary>
    public const string IssuerName = "sign-in.issuer";

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

    /// <summary>The absolute path without symbolic links.</summary>
    public string Path { get; }

    /// <summary>Whether it contains a database, or parts of one.</summary>
    public bool HasDatabase => File.Exists(In(SqliteStore.DatabaseName)) || Directory.Exists(In(SqliteStore.BlobsName));

    /// <summary>Whether it contains data of Azurite.</summary>
    public bool HasAzurite => Directory.Exists(In(AzuriteName));

    /// <summary>The path of a file or folder in it.</summary>
    public string In(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Opens the folder, or creates it.</summary>
    /// <param name="path">The path, absolute or relative to the current directory.</param>
    /// <param name="fresh">Whether to empty it. An Azurite that a killed host left there is stopped first.</param>
    /// <param name="cancellationToken">Cancels opening.</param>
    /// <exception cref="DataFolderException">Another process has opened it, or it is to be emptied and contains files that are not a
    /// host's.</exception>
    /// <exception cref="AzuriteException">It is to be emptied, and its Azurite does not stop.</exception>
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
    /// <exception cref="LocalStartException">The folder cannot be used.</exception>
    /// <exception cref="DataFolderException">Another process has opened it, or it contains files that are not a host's.</exception>
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

    /// <summary>Releases the folder. Stop its Azurite before.</summary>
    public void Dispose() => _lock.Dispose();

    /// <summary>Whether a file belongs to a host. Other files are left alone, in case somebody uses a folder with other content.</summary>
    private static bool IsOurs(string name) =>
        name is LockName or PhoneName or SqliteStore.BlobsName or CopyName or ClockName or DemoName or IssuerName
        || name.StartsWith(SqliteStore.DatabaseName, StringComparison.Ordinal) || name.StartsWith(AzuriteName, StringComparison.Ordinal)
        || System.IO.Path.GetExtension(name) is ".key" or ".pem" or ".new" or ".part";

    private static DirectoryInfo Make(string path) =>
        OperatingSystem.IsWindows() ? Directory.CreateDirectory(path) : Directory.CreateDirectory(path, OwnersFolder);

    /// <summary>
    /// Removes the permissions of other users, which earlier versions left in place. The blob files, which may be many, are created without
    /// them.
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
            // Deleted by an Azurite that was just stopped.
        }
    }

    /// <summary>Deletes the data in it.</summary>
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

    // A folder must have one name, otherwise an Azurite that was started under another name would not be recognized.
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
