using System.Runtime.CompilerServices;
using ZuperConnect.Storage;

namespace ZuperConnect.SqliteStorage;

/// <summary>The blobs of one container.</summary>
internal sealed class SqliteBlobContainer(string container, ReadConnections reads, GroupCommit writes, BlobFiles files) : IBlobContainer
{
    private const int PageSize = 1_000;

    /// <inheritdoc/>
    public string Name => container;

    /// <summary>Does nothing: a container exists with its first blob.</summary>
    public Task CreateIfNotExistsAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<StoredBlob?> FindAsync(string name, CancellationToken cancellation) => (await FindRowAsync(name, cancellation))?.Blob;

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredBlob> ListAsync(string? prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (from, before) = (OrdinalText.Encode(prefix ?? ""), OrdinalText.EndOfPrefix(prefix ?? ""));
        List<StoredBlob> page;
        do
        {
            var start = from;
            page = await reads.ReadAsync(connection => BlobTable.List(connection, container, start, before, PageSize), cancellation);
            foreach (var blob in page)
            {
                yield return blob;
            }

            from = page.Count > 0 ? OrdinalText.After(page[^1].Name) : from;
        }
        while (page.Count is PageSize);
    }

    /// <inheritdoc/>
    public async Task<Stream?> OpenReadAsync(string name, long position, CancellationToken cancellation)
    {
        if (await OpenAsync(name, cancellation) is not (_, var stream))
        {
            return null;
        }

        stream.Position = position;
        return stream;
    }

    /// <inheritdoc/>
    public async Task<BlobContent?> DownloadAsync(string name, CancellationToken cancellation)
    {
        if (await OpenAsync(name, cancellation) is not (var blob, var stream))
        {
            return null;
        }

        await using (stream)
        {
            var content = new byte[blob.Length];
            await stream.ReadExactlyAsync(content, cancellation);
            return new(blob, content);
        }
    }

    /// <inheritdoc/>
    public async Task<ETag> UploadAsync(
        string name, ReadOnlyMemory<byte> content, BlobDetails details, BlobCondition condition, CancellationToken cancellation)
    {
        await using var writer = OpenWrite(name);
        await writer.AddAsync(content, cancellation);
        return await writer.CommitAsync(details, condition, cancellation);
    }

    /// <inheritdoc/>
    public IBlobWriter OpenWrite(string name) => new SqliteBlobWriter(container, name, writes, files);

    /// <inheritdoc/>
    public Task<ETag> SetMetadataAsync(
        string name, IReadOnlyDictionary<string, string> metadata, ETag ifMatch, CancellationToken cancellation)
    {
        BlobLimits.CheckMetadata(metadata);
        return writes.WriteAsync(
            (connection, version) =>
            {
                BlobTable.SetMetadata(connection, container, name, metadata, ifMatch, version);
                return StoredVersion.TagOfBlob(version);
            },
            cancellation);
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(string name, ETag ifMatch, CancellationToken cancellation)
    {
        var deleted = await writes.WriteAsync((connection, _) => BlobTable.Delete(connection, container, name, ifMatch), cancellation);
        if (deleted is not null)
        {
            files.Delete(deleted.File);
        }

        return deleted is not null;
    }

    private Task<BlobRow?> FindRowAsync(string name, CancellationToken cancellation) =>
        reads.ReadAsync(connection => BlobTable.Find(connection, container, name), cancellation);

    /// <summary>Opens the content of a blob. If the file is missing, the blob was replaced meanwhile, or its content is lost.</summary>
    private async Task<(StoredBlob Blob, Stream Content)?> OpenAsync(string name, CancellationToken cancellation)
    {
        for (string? gone = null; ;)
        {
            if (await FindRowAsync(name, cancellation) is not { } row)
            {
                return null;
            }

            try
            {
                var file = files.Open(row.File);
                if (file.Length == row.Blob.Length)
                {
                    return (row.Blob, new BlobReadStream(file, ReadFailure));
                }

                await file.DisposeAsync();
                throw new StorageUnavailableException("The content of a blob is cut short; a backup must be restored.");
            }
            catch (FileNotFoundException) when (row.File != gone)
            {
                gone = row.File;
            }
            catch (Exception failure) when (SqliteFailures.IsUnavailable(failure, out var unavailable))
            {
                throw unavailable;
            }
        }
    }

    private static StorageUnavailableException? ReadFailure(Exception failure, CancellationToken cancellation) =>
        SqliteFailures.IsUnavailable(failure, out var unavailable) ? unavailable : null;
}
