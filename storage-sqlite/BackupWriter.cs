using System.IO.Compression;

namespace ZuperConnect.SqliteStorage;

/// <summary>
/// Writes the ZIP file of a backup. It copies the content of blobs first, because this takes longest and content never changes. Then it
/// takes a snapshot of the database and copies the content that only the snapshot refers to. If some of that was deleted meanwhile, it
/// takes a new snapshot.
/// </summary>
/// <param name="source">The storage.</param>
/// <param name="snapshot">The file for the snapshot of the database.</param>
/// <param name="progress">Reports the copied bytes.</param>
internal sealed class BackupWriter(StorageFolder source, string snapshot, IProgress<BackupProgress> progress)
{
    private readonly Dictionary<string, string> _sums = new(StringComparer.Ordinal);
    private long _done;
    private long _all;

    /// <summary>Writes the backup.</summary>
    /// <returns>The blobs whose content is lost.</returns>
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

            // Content that was already missing and is still referred to is lost.
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
    /// <returns>The blobs whose content is missing or too short.</returns>
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
                // Deleted or lost.
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
