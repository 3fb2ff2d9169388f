using Microsoft.Data.Sqlite;

namespace ZuperConnect.SqliteStorage;

/// <summary>How far a backup or its restoring is. A backup is counted twice: while it is made, and while it is read back.</summary>
/// <param name="Bytes">The bytes of content that were copied.</param>
/// <param name="OfBytes">The bytes that are to be copied, as far as is known.</param>
public readonly record struct BackupProgress(long Bytes, long OfBytes);

/// <summary>A backup cannot be made, or not be restored; nothing was changed.</summary>
/// <param name="message">Why, in words for whoever asked for it.</param>
/// <param name="cause">What was said.</param>
public sealed class BackupException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>
/// Copies of a folder of <see cref="SqliteStore"/>, each a ZIP file of the database, the content of its blobs, and their sums
/// (<c>SHA256SUMS</c>, as <c>sha256sum --check</c> reads it).
/// </summary>
public static class SqliteBackup
{
    private const string Staging = "restore.part";

    /// <summary>
    /// Makes a copy as of one moment, also while another process has the storage open and writes. The file has its name when it is whole
    /// and was read back.
    /// </summary>
    /// <returns>The blobs, as <c>container/name</c>, whose content the storage itself has lost; they are not in the copy.</returns>
    /// <exception cref="BackupException">The folder has no storage, the file is there already, or the copy is not whole.</exception>
    /// <exception cref="IncompatibleStorageException">The database is of another program, or of a newer version of this one.</exception>
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

    /// <summary>Puts a copy into a folder that has no storage yet. It is checked before anything of it is put in its place.</summary>
    /// <exception cref="BackupException">The folder has a storage, or the file is not a whole and unaltered copy.</exception>
    /// <exception cref="IncompatibleStorageException">The copy is of a newer version of this program.</exception>
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

            // The database is last: before it is there, nothing is.
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
