using Microsoft.Data.Sqlite;
using ZuperConnect.Storage;

namespace ZuperConnect.SqliteStorage;

/// <summary>The files of the storage and their checks.</summary>
/// <param name="path">The folder.</param>
/// <param name="durable">Whether writes wait for the disk.</param>
internal sealed class StorageFolder(string path, bool durable)
{
    /// <summary>The name of the database file.</summary>
    public const string DatabaseName = "inbox.db";

    /// <summary>The name of the folder with the content of blobs.</summary>
    public const string BlobsName = "blobs";

    /// <summary>The maximum length of a database that is checked before it is opened, in bytes.</summary>
    public const long MaxCheckedAtStart = 256 * 1024 * 1024;

    /// <summary>The folder.</summary>
    public string Location => path;

    /// <summary>The path of the database file.</summary>
    public string Database { get; } = Path.Combine(path, DatabaseName);

    /// <summary>The files with the content of blobs.</summary>
    public BlobFiles Blobs { get; } = new(Path.Combine(path, BlobsName), durable);

    /// <summary>Opens a connection for writing.</summary>
    public Connection OpenWriter() =>
        Connection.Open(Database, $"PRAGMA synchronous = {(durable ? "FULL" : "OFF")}; PRAGMA cache_size = -16384;");

    /// <summary>Opens a connection for reading.</summary>
    public Connection OpenReader() => Connection.Open(Database, "PRAGMA query_only = ON; PRAGMA cache_size = -4096;");

    /// <summary>The time of the last write by the clock of storage; the earliest time for none.</summary>
    public DateTimeOffset ReadLastWrite()
    {
        using var connection = OpenReader();
        return new(connection.ReadNumber("SELECT version FROM last_version") ?? 0, TimeSpan.Zero);
    }

    /// <summary>The exception for a damaged database.</summary>
    public DamagedStorageException Damaged(string what, Exception? cause = null) =>
        new($"{Database} is damaged ({what}). Restore a backup.", cause);

    /// <summary>
    /// Locks the folder for this process until the file is closed. Another process would delete content that is being written.
    /// </summary>
    /// <exception cref="StorageUnavailableException">Another process has locked it.</exception>
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

    /// <summary>Creates the database if it does not exist, and migrates it.</summary>
    /// <param name="schema">The migrations.</param>
    /// <param name="check">Whether the whole database is checked.</param>
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

    /// <summary>Checks a database.</summary>
    /// <exception cref="DamagedStorageException">It is damaged.</exception>
    public void CheckDatabase(Connection connection)
    {
        using var check = connection.Read("PRAGMA quick_check(1)");
        if (check.Read() && check.Text(0) is not "ok" and var fault)
        {
            throw Damaged(fault);
        }
    }

    /// <summary>Checks the database. Can be cancelled.</summary>
    /// <exception cref="DamagedStorageException">It is damaged.</exception>
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

    /// <summary>Creates the missing folders, for the current user only.</summary>
    public void CreateFolders()
    {
        PrivateFiles.CreateFolder(path);
        Blobs.CreateFolder();
    }

    /// <summary>Compares the table of blobs with the files.</summary>
    /// <returns>The blobs whose content is missing or too short, and the files without a blob, which a crash leaves behind.</returns>
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
