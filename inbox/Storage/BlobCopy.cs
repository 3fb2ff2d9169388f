namespace ZuperConnect.Storage;

/// <summary>Writes a blob in parts of a few megabytes, and remembers its first bytes. Nothing is visible before the commit.</summary>
internal sealed class BlobCopy(IBlobWriter blob) : IAsyncDisposable
{
    private const int PartLength = 4 * 1024 * 1024;

    private readonly byte[] _part = new byte[PartLength];

    /// <summary>The number of first bytes that are remembered.</summary>
    public const int BeginningLength = 64 * 1024;

    /// <summary>The number of bytes so far.</summary>
    public long Length { get; private set; }

    /// <summary>The first bytes.</summary>
    public ReadOnlyMemory<byte> Beginning { get; private set; }

    /// <summary>Adds bytes.</summary>
    public async Task AddAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        await blob.AddAsync(bytes, cancellation);
        if (Length is 0)
        {
            Beginning = bytes[..Math.Min(bytes.Length, BeginningLength)].ToArray();
        }

        Length += bytes.Length;
    }

    /// <summary>Adds the content of a stream, up to a number of bytes.</summary>
    /// <returns>The number of added bytes.</returns>
    /// <exception cref="ReadInterruptedException">The stream failed before its end.</exception>
    public async Task<long> AddAsync(Stream content, long most, CancellationToken cancellation)
    {
        var before = Length;
        while (await ReadAsync(content, (int)Math.Min(most - (Length - before), PartLength), cancellation) is > 0 and var count)
        {
            await AddAsync(_part.AsMemory(0, count), cancellation);
        }

        return Length - before;
    }

    /// <summary>Creates the blob.</summary>
    /// <param name="contentType">The media type.</param>
    /// <param name="metadata">The metadata.</param>
    /// <param name="replaced">The ETag of the blob to replace; null if there is none.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public Task CommitAsync(string contentType, IReadOnlyDictionary<string, string> metadata,
        ETag? replaced, CancellationToken cancellation) => blob.CommitAsync(
        new() { ContentType = contentType, Metadata = metadata },
        replaced is { } tag ? BlobCondition.Unchanged(tag) : BlobCondition.Missing,
        cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => blob.DisposeAsync();

    private async Task<int> ReadAsync(Stream content, int most, CancellationToken cancellation)
    {
        try
        {
            return most is 0 ? 0 : await content.ReadAtLeastAsync(_part.AsMemory(0, most), most, throwOnEndOfStream: false, cancellation);
        }
#pragma warning disable CA1031 // Any exception of the source stream means that it was interrupted.
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            throw new ReadInterruptedException(failure);
        }
    }
}

/// <summary>A source stream failed before its end.</summary>
internal sealed class ReadInterruptedException(Exception cause) : IOException("What was read broke off.", cause);
