using Microsoft.Data.Sqlite;

namespace ZuperConnect.SqliteStorage;

/// <summary>The progress of a backup or a restore. A backup counts its bytes twice: when it is written and when it is verified.</summary>
/// <param name="Bytes">The bytes that were copied.</param>
/// <param name="OfBytes">The total, as far as it is known.</param>
public readonly record struct BackupProgress(long Bytes, long OfBytes);

/// <summary>A backup or a restore failed. Nothing was changed.</summary>
/// <param name="message">The reason, for the user.</param>
/// <param name="cause">The cause.</param>
public sealed class BackupException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>
/// Backups of a <see cref="SqliteStore"/>. A backup is a ZIP file of the database, the content of blobs, and their checksums
/// (<c>SHA256SUMS</c>, in the format of <c>sha256sum --check</c>).
/// </summary>
public static class SqliteBackup
{
    private const string Staging = "restore.part";

    /// <summary>
    /// Creates a consistent backup, also while another process uses the storage. The file gets its final name after it is verified.
    /// </summary>
    /// <returns>The blobs, as <c>container/name</c>, whose content is lost in the storage itself. They are not in the backup.</returns>
    /// <exception cref="BackupException">The folder has no storage, the file exists already, or the backup is incomplete.</exception>
    /// <exception cref="IncompatibleStorageException">The database belongs to another program, or to a newer version of this
    /// one.</exception>
    /// <exception cref="DamagedStorageException">The database is damaged.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static Task<IReadOnlyList<string>> CreateAsync(
        string folder, string file, IProgress<BackupProgress> progress, CancellationToken cancellation)
    {
        var source = new StorageFolder(folder, durable: true);
        if (!File.Exists(source.Database))
        {
            throw new BackupException($"There is no {StorageFolder.DatabaseName} in {folder}.");
        }

        if (File.Exists(file))
        {
            throw new BackupException($"{file} is there already.");
        }

        var (part, snapshot) = ($"{file}.part", $"{file}.db.part");
        return TranslateAsync(source, async () =>
        {
            try
            {
                File.Delete(part);
                IReadOnlyList<string> lost;
                await using (var stream = PrivateFiles.Create(part))
                {
                    var writer = new BackupWriter(source, snapshot, progress);
                    lost = await writer.WriteAsync(stream, cancellation);
                    stream.Flush(flushToDisk: true);
                }

                await using (var archive = await BackupArchive.OpenAsync(part, cancellation))
                {
                    await archive.CopyAsync(_ => Stream.Null, progress, cancellation);
                }

                File.Move(part, file);
                PrivateFiles.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(file))!);
                return lost;
            }
            finally
            {
                File.Delete(part);
                File.Delete(snapshot);
            }
        });
    }

    /// <summary>Restores a backup into a folder without storage. Everything is verified before it is moved to its place.</summary>
    /// <exception cref="BackupException">The folder has a storage already, or the file is incomplete or altered.</exception>
    /// <exception cref="IncompatibleStorageException">The backup is of a newer version of this program.</exception>
    /// <exception cref="DamagedStorageException">The database in it is damaged.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static async Task RestoreAsync(string file, string folder, IProgress<BackupProgress> progress, CancellationToken cancellation)
    {
        var target = new StorageFolder(folder, durable: true);
        if (File.Exists(target.Database) || Directory.Exists(target.Blobs.Folder))
        {
            throw new BackupException($"{folder} has data already. Restore into an empty folder.");
        }

        await using var archive = await BackupArchive.OpenAsync(file, cancellation);
        var isNew = !Directory.Exists(folder);
        PrivateFiles.CreateFolder(folder);
        var staging = new StorageFolder(Path.Combine(folder, Staging), durable: true);
        try
        {
            DeleteFolder(staging.Location);
            staging.CreateFolders();
            await TranslateAsync(staging, async () =>
            {
                await archive.CopyAsync(name => PrivateFiles.Create(Path.Combine(staging.Location, name)), progress, cancellation);
                using var connection = staging.OpenReader();
                Schema.Check(connection, file, Schema.Steps.Count);
                staging.CheckDatabase(connection);
                return true;
            });
            PrivateFiles.FlushFolder(staging.Blobs.Folder);
            PrivateFiles.FlushFolder(staging.Location);

            // The database is moved last: without it there is no storage.
            Directory.Move(staging.Blobs.Folder, target.Blobs.Folder);
            File.Move(staging.Database, target.Database);
            PrivateFiles.FlushFolder(folder);
            isNew = false;
        }
        finally
        {
            DeleteFolder(isNew ? folder : staging.Location);
        }
    }

    private static void DeleteFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<T> TranslateAsync<T>(StorageFolder folder, Func<Task<T>> use)
    {
        try
        {
            return await use();
        }
        catch (SqliteException failure) when (SqliteFailures.IsDamage(failure))
        {
            throw folder.Damaged(failure.Message, failure);
        }
        catch (SqliteException failure) when (SqliteFailures.IsUnavailable(failure, out var unavailable))
        {
            throw new IOException(unavailable.Message, failure);
        }
    }
}
