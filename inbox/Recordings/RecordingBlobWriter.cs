using ZuperConnect.Sounds;
using ZuperConnect.Storage;

namespace ZuperConnect.Recordings;

/// <summary>
/// Puts audio into one blob, a few megabytes at a time: nothing can be read there before all of it is committed.
/// </summary>
internal sealed class RecordingBlobWriter(IBlobWriter blob) : IAsyncDisposable
{
    private const int PartLength = 4 * 1024 * 1024;

    private readonly byte[] _part = new byte[PartLength];
    private byte[] _beginning = [];

    /// <summary>How many bytes were added.</summary>
    public long Length { get; private set; }

    /// <summary>What all of it is.</summary>
    public AudioFile Audio => AudioFile.Read(_beginning, Length);

    /// <summary>Adds some bytes.</summary>
    public async Task AddAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        await blob.AddAsync(bytes, cancellation);
        if (Length is 0)
        {
            _beginning = bytes[..Math.Min(bytes.Length, AudioFile.BeginningLength)].ToArray();
        }

        Length += bytes.Length;
    }

    /// <summary>Adds what can be read, but no more than so many bytes.</summary>
    /// <returns>How many bytes that were.</returns>
    /// <exception cref="ReadInterruptedException">It could not be read to its end.</exception>
    public async Task<long> AddAsync(Stream content, long most, CancellationToken cancellation)
    {
        var before = Length;
        while (await ReadAsync(content, (int)Math.Min(most - (Length - before), PartLength), cancellation) is > 0 and var count)
        {
            await AddAsync(_part.AsMemory(0, count), cancellation);
        }

        return Length - before;
    }

    /// <summary>Makes the blob of all that was added.</summary>
    /// <param name="contentType">What audio it is.</param>
    /// <param name="metadata">What is noted about it.</param>
    /// <param name="replaced">The blob that it replaces; null where there is none.</param>
    /// <param name="cancellation">Stops it.</param>
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
#pragma warning disable CA1031 // Whatever the sender's stream throws, it broke off.
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            throw new ReadInterruptedException(failure);
        }
    }
}

/// <summary>What was read could not be read to its end.</summary>
internal sealed class ReadInterruptedException(Exception cause) : IOException("What was read broke off.", cause);
