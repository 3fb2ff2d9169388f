using System.IO.Compression;

namespace ZuperConnect.SqliteStorage;

/// <summary>
/// Writes the ZIP file of a backup. Content of blobs is copied first, as it takes longest and never changes; then the database as of one
/// moment, and what this names besides. Content that is deleted before it was copied belongs to no later moment, so the database is taken
/// again.
/// </summary>
/// <param name="source">The storage.</param>
/// <param name="snapshot">A file for the copy of the database.</param>
/// <param name="progress">Told of the bytes.</param>
internal sealed class BackupWriter(StorageFolder source, string snapshot, IProgress<BackupProgress> progress)
{
    private readonly Dictionary<string, string> _sums = new(StringComparer.Ordinal);
    private long _done;
    private long _all;

    /// <summary>Writes it all.</summary>
    /// <returns>The blobs whose content the storage has lost.</returns>
    public async Task<IReadOnlyList<string>> WriteAsync(Stream stream, CancellationToken cancellation)
    {
        await using var zip = await ZipArchive.CreateAsync(
            stream, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellation);
        using var connection = Connection.Open(source.Database);
        Schema.Check(connection, source.Database, Schema.Steps.Count);
        var missing = await CopyBlobsAsync(zip, connection, cancellation);
        for (List<(string Blob, string File)> before; ;)
        {
            before = missing;
            TakeSnapshot(connection, cancellation);
            using (var copy = Connection.Open(snapshot))
            {
                source.CheckDatabase(copy);
                missing = await CopyBlobsAsync(zip, copy, cancellation);
            }

            // What was missing before and is named still was not replaced: it is lost.
            if (missing.All(before.Contains))
            {
                break;
            }
        }

        await using (var database = File.OpenRead(snapshot))
        {
            await AddAsync(zip, StorageFolder.DatabaseName, database, cancellation);
        }

        await using var sums = new StreamWriter(await zip.CreateEntry(BackupArchive.SumsName).OpenAsync(cancellation));
        foreach (var (name, sum) in _sums)
        {
            await sums.WriteAsync($"{sum}  {name}\n".AsMemory(), cancellation);
        }

        return [.. missing.Select(one => one.Blob)];
    }

    private void TakeSnapshot(Connection connection, CancellationToken cancellation)
    {
        File.Delete(snapshot);
        PrivateFiles.Create(snapshot).Dispose();
        using var stops = cancellation.Register(connection.Interrupt);
        try
        {
            connection.Execute("VACUUM INTO ?1", snapshot);
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
    }

    /// <summary>Copies the content of blobs that was not copied yet.</summary>
    /// <returns>What is not there, or not as long as it should be.</returns>
    private async Task<List<(string Blob, string File)>> CopyBlobsAsync(
        ZipArchive zip, Connection connection, CancellationToken cancellation)
    {
        var blobs = BlobTable.Files(connection).Where(blob => !_sums.ContainsKey(Entry(blob.File))).ToList();
        _all = _done + blobs.Sum(blob => blob.Length) + new FileInfo(source.Database).Length;
        var missing = new List<(string Blob, string File)>();
        foreach (var (blob, file, length) in blobs)
        {
            try
            {
                await using var content = source.Blobs.Open(file);
                if (content.Length == length)
                {
                    await AddAsync(zip, Entry(file), content, cancellation);
                    continue;
                }
            }
            catch (FileNotFoundException)
            {
                // It was deleted, or is lost.
            }

            missing.Add((blob, file));
        }

        return missing;
    }

    private async Task AddAsync(ZipArchive zip, string name, Stream content, CancellationToken cancellation)
    {
        await using var entry = await zip.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(cancellation);
        _sums[name] = await BackupArchive.HashedCopyAsync(
            content, entry, count => progress.Report(new(_done += count, Math.Max(_all, _done))), cancellation);
    }

    private static string Entry(string file) => $"{StorageFolder.BlobsName}/{file}";
}
