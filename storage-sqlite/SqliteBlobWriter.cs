using ZuperConnect.Storage;

namespace ZuperConnect.SqliteStorage;

/// <summary>Writes the content to a file, then a row that refers to it.</summary>
internal sealed class SqliteBlobWriter(string container, string name, GroupCommit writes, BlobFiles files) : IBlobWriter
{
    private FileStream? _file;

    /// <inheritdoc/>
    public Task AddAsync(ReadOnlyMemory<byte> part, CancellationToken cancellation) => OnFileAsync(async file =>
    {
        await file.WriteAsync(part, cancellation);
        return true;
    });

    /// <inheritdoc/>
    public async Task<ETag> CommitAsync(BlobDetails details, BlobCondition condition, CancellationToken cancellation)
    {
        BlobLimits.CheckName(name);
        BlobLimits.CheckMetadata(details.Metadata);
        var content = await OnFileAsync(async file =>
        {
            var length = file.Length;
            return (Name: await files.FinishAsync(file, cancellation), Length: length);
        });
        try
        {
            var (replaced, tag) = await writes.WriteAsync(
                (connection, version) =>
                {
                    var old = BlobTable.Put(connection, container, name, content, details, condition, version);
                    return (old, StoredVersion.TagOfBlob(version));
                },
                cancellation);
            if (replaced is not null)
            {
                files.Delete(replaced.File);
            }

            return tag;
        }
        catch (Exception refusal) when (refusal is ConflictException or OperationCanceledException)
        {
            // After any other failure a row may refer to the file. If none does, the file is deleted when the storage is opened the next
            // time.
            files.Delete(content.Name);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_file is null)
        {
            return;
        }

        await _file.DisposeAsync();
        files.Delete(Path.GetFileName(_file.Name));
    }

    private async Task<T> OnFileAsync<T>(Func<FileStream, Task<T>> use)
    {
        try
        {
            return await use(_file ??= files.Begin());
        }
        catch (Exception failure) when (SqliteFailures.IsUnavailable(failure, out var unavailable))
        {
            throw unavailable;
        }
    }
}
