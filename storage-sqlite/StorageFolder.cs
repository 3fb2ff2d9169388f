using Microsoft.Data.Sqlite;
using ZuperConnect.Storage;

namespace ZuperConnect.SqliteStorage;

/// <summary>The files of the storage, and what is checked of them when it is opened.</summary>
/// <param name="path">The folder.</param>
/// <param name="durable">Whether to wait for the disk.</param>
internal sealed class StorageFolder(string path, bool durable)
{
    /// <summary>The name of the database file.</summary>
    public const string DatabaseName = "inbox.db";

    /// <summary>The name of the folder of blobs' content.</summary>
    public const string BlobsName = "blobs";

    /// <summary>The longest database that is checked before it is opened, in bytes.</summary>
    public const long MaxCheckedAtStart = 256 * 1024 * 1024;

    /// <summary>The folder.</summary>
    public string Location => path;

    /// <summary>The database file.</summary>
    public string Database { get; } = Path.Combine(path, DatabaseName);

    /// <summary>The files of blobs.</summary>
    public BlobFiles Blobs { get; } = new(Path.Combine(path, BlobsName), durable);

    /// <summary>Opens a connection that writes.</summary>
    public Connection OpenWriter() =>
        Connection.Open(Database, $"PRAGMA synchronous = {(durable ? "FULL" : "OFF")}; PRAGMA cache_size = -16384;");

    /// <summary>Opens a connection that reads.</summary>
    public Connection OpenReader() => Connection.Open(Database, "PRAGMA query_only = ON; PRAGMA cache_size = -4096;");

    /// <summary>Says that the database is damaged.</summary>
    public DamagedStorageException Damaged(string what, Exception? cause = null) =>
        new($"{Database} is damaged ({what}). Restore a backup.", cause);

    /// <summary>Holds the folder for this process, until the file is closed: another would delete content that is being written.</summary>
    /// <exception cref="StorageUnavailableException">Another process holds it.</exception>
    public FileStream Hold()
    {
        try
        {
            return PrivateFiles.Hold($"{Database}.lock");
        }
        catch (IOException held)
        {
            throw new StorageUnavailableException($"Another process has the storage in {path} open.", held);
        }
    }

    /// <summary>Creates the database if there is none, and brings it to the newest schema.</summary>
    /// <param name="schema">The steps to the newest schema.</param>
    /// <param name="check">Whether to check the whole database.</param>
    public void Prepare(IReadOnlyList<string> schema, bool check = true)
    {
        if (!File.Exists(Database))
        {
            Create();
        }

        using var connection = OpenWriter();
        if (Schema.IsEmpty(connection))
        {
            connection.Run("PRAGMA page_size = 4096");
        }
        else
        {
            Schema.Check(connection, Database, schema.Count);
            if (check)
            {
                CheckDatabase(connection);
            }
        }

        connection.Run("PRAGMA journal_mode = WAL");
        Schema.Migrate(connection, schema);
    }

    /// <summary>Refuses a database that is damaged.</summary>
    /// <exception cref="DamagedStorageException">It is.</exception>
    public void CheckDatabase(Connection connection)
    {
        using var check = connection.Read("PRAGMA quick_check(1)");
        if (check.Read() && check.Text(0) is not "ok" and var fault)
        {
            throw Damaged(fault);
        }
    }

    /// <summary>Refuses a database that is damaged, unless it is stopped.</summary>
    /// <exception cref="DamagedStorageException">It is.</exception>
    public void CheckDatabase(CancellationToken cancellation)
    {
        using var connection = OpenReader();
        using var stops = cancellation.Register(connection.Interrupt);
        try
        {
            cancellation.ThrowIfCancellationRequested();
            CheckDatabase(connection);
        }
        catch (SqliteException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (SqliteException failure) when (SqliteFailures.IsDamage(failure))
        {
            throw Damaged(failure.Message, failure);
        }
    }

    /// <summary>Creates the folders that are not there, for this user alone.</summary>
    public void CreateFolders()
    {
        PrivateFiles.CreateFolder(path);
        Blobs.CreateFolder();
    }

    /// <summary>Compares the rows of blobs with the files.</summary>
    /// <returns>The blobs whose content is missing or cut short, and the files of no blob, as a crash leaves them behind.</returns>
    public (List<string> Lost, List<string> LeftBehind) FindBlobs()
    {
        using var connection = OpenReader();
        var files = Blobs.List();
        List<string> lost = [];
        foreach (var (blob, file, length) in BlobTable.Files(connection))
        {
            if (!files.Remove(file, out var found) || found != length)
            {
                lost.Add(blob);
            }
        }

        return (lost, [.. files.Keys]);
    }

    private void Create()
    {
        if (Blobs.List().Count > 0)
        {
            throw new DamagedStorageException(
                $"{Database} is missing, though the content of its blobs is there. Restore a backup into an empty folder.");
        }

        PrivateFiles.Create(Database).Dispose();
        PrivateFiles.FlushFolder(path);
        PrivateFiles.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path)) ?? path);
    }
}
