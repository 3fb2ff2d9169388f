using Microsoft.Data.Sqlite;
using ZuperConnect.Storage;

namespace ZuperConnect.SqliteStorage;

/// <summary>
/// Tables and blobs in a local folder: the SQLite database <c>inbox.db</c>, and a file in <c>blobs</c> for the content of each blob.
/// Completed writes survive the end of the process and a power failure. Only one process at a time can open a folder, but backups can be
/// made meanwhile.
/// </summary>
public sealed class SqliteStore : IStorage, IAsyncDisposable
{
    /// <summary>The name of the database file, and the prefix of the files that belong to it.</summary>
    public const string DatabaseName = StorageFolder.DatabaseName;

    /// <summary>The name of the folder with the content of blobs.</summary>
    public const string BlobsName = StorageFolder.BlobsName;

    private readonly GroupCommit _writes;
    private readonly ReadConnections _reads;
    private readonly BlobFiles _files;
    private readonly FileStream _hold;
    private readonly CancellationTokenSource _stop = new();

    private SqliteStore(StorageFolder folder, FileStream hold, TimeProvider time, bool isChecked)
    {
        var (lost, leftBehind) = folder.FindBlobs();
        LastWriteAt = folder.ReadLastWrite();
        _writes = new(folder.OpenWriter, time);
        _reads = new(folder.OpenReader);
        _files = folder.Blobs;
        _hold = hold;
        LostBlobs = lost;
        var check = new Task(() =>
        {
            if (!isChecked)
            {
                folder.CheckDatabase(_stop.Token);
            }

            leftBehind.ForEach(_files.Delete);
        });
        Checked = check;
        if (isChecked)
        {
            check.RunSynchronously();
        }
        else
        {
            check.Start(TaskScheduler.Default);
        }
    }

    /// <summary>
    /// The blobs, as <c>container/name</c>, whose content was missing or too short when the storage was opened. Reading them fails.
    /// </summary>
    public IReadOnlyList<string> LostBlobs { get; }

    /// <summary>
    /// The time of the last write before the storage was opened, by its clock; the earliest time for none. Later writes are not before it.
    /// </summary>
    public DateTimeOffset LastWriteAt { get; }

    /// <summary>
    /// Completes when the whole database is checked. Fails with <see cref="DamagedStorageException"/>; then nothing more should be written.
    /// A database of up to 256 MiB is checked when it is opened, a larger one in the background.
    /// </summary>
    public Task Checked { get; }

    /// <summary>
    /// Opens the storage in a folder, or creates it. The database is checked (see <see cref="Checked"/>) and migrated to the newest schema.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="time">The clock of storage.</param>
    /// <param name="cancellation">Cancels opening.</param>
    /// <param name="durable">Whether each write waits for the disk. Without, a power failure can damage the database; for tests.</param>
    /// <exception cref="DamagedStorageException">The database is damaged, or missing although there are blobs.</exception>
    /// <exception cref="IncompatibleStorageException">The database belongs to another program, or to a newer version of this
    /// one.</exception>
    /// <exception cref="StorageUnavailableException">The folder cannot be read or written now, or another process has opened
    /// it.</exception>
    public static Task<SqliteStore> OpenAsync(string folder, TimeProvider time, CancellationToken cancellation, bool durable = true) =>
        OpenAsync(folder, time, Schema.Steps, durable, cancellation);

    /// <inheritdoc/>
    public ITable GetTable(string name) => new SqliteTable(name, _reads, _writes);

    /// <inheritdoc/>
    public IBlobContainer GetContainer(string name) => new SqliteBlobContainer(name, _reads, _writes, _files);

    /// <summary>Completes the waiting writes and closes the database.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Checked.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        await _writes.DisposeAsync();
        _reads.Dispose();
        await _hold.DisposeAsync();
    }

    /// <summary>Opens with another schema and another limit for checking at the start.</summary>
    internal static Task<SqliteStore> OpenAsync(
        string path,
        TimeProvider time,
        IReadOnlyList<string> schema,
        bool durable,
        CancellationToken cancellation,
        long checkedAtOnce = StorageFolder.MaxCheckedAtStart) => Task.Run(
        () =>
        {
            var folder = new StorageFolder(path, durable);
            try
            {
                folder.CreateFolders();
                var hold = folder.Hold();
                try
                {
                    var check = !File.Exists(folder.Database) || new FileInfo(folder.Database).Length <= checkedAtOnce;
                    folder.Prepare(schema, check);
                    return new SqliteStore(folder, hold, time, check);
                }
                catch
                {
                    hold.Dispose();
                    throw;
                }
            }
            catch (SqliteException failure) when (SqliteFailures.IsDamage(failure))
            {
                throw folder.Damaged(failure.Message, failure);
            }
            catch (Exception failure) when (SqliteFailures.IsUnavailable(failure, out var unavailable))
            {
                throw unavailable;
            }
        },
        cancellation);
}
