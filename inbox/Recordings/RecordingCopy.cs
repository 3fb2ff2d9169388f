using System.Globalization;
using System.Text;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using ZuperConnect.Sounds;

namespace ZuperConnect.Recordings;

/// <summary>
/// Puts audio into one blob, as blocks of a few megabytes: nothing can be read there before the last of them is committed together with
/// the others.
/// </summary>
internal sealed class RecordingCopy(BlockBlobClient blob)
{
    private const int BlockLength = 4 * 1024 * 1024;

    // Of this copy alone: another that goes on at the same time shares no block with it.
    private readonly string _name = Guid.NewGuid().ToString("N");
    private readonly byte[] _block = new byte[BlockLength];
    private readonly List<string> _blocks = [];
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

        // All names of a blob's blocks are of one length (the service's page on Put Block).
        var name = Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{_name}{_blocks.Count:D6}")));
        using var content = BinaryData.FromBytes(bytes).ToStream();
        await blob.StageBlockAsync(name, content, cancellationToken: cancellation);
        if (_blocks.Count is 0)
        {
            _beginning = bytes[..Math.Min(bytes.Length, AudioFile.BeginningLength)].ToArray();
        }

        _blocks.Add(name);
        Length += bytes.Length;
    }

    /// <summary>Adds what can be read, but no more than so many bytes.</summary>
    /// <returns>How many bytes that were.</returns>
    /// <exception cref="BrokeOffException">It could not be read to its end.</exception>
    public async Task<long> AddAsync(Stream content, long most, CancellationToken cancellation)
    {
        var before = Length;
        while (await ReadAsync(content, (int)Math.Min(most - (Length - before), BlockLength), cancellation) is > 0 and var count)
        {
            await AddAsync(_block.AsMemory(0, count), cancellation);
        }

        return Length - before;
    }

    /// <summary>Makes the blob of all that was added.</summary>
    /// <param name="contentType">What audio it is.</param>
    /// <param name="metadata">What is noted about it.</param>
    /// <param name="replaced">The blob that it replaces; null where there is none.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task CommitAsync(string contentType, IDictionary<string, string> metadata, ETag? replaced, CancellationToken cancellation) => blob.CommitBlockListAsync(
        _blocks,
        new CommitBlockListOptions
        {
            HttpHeaders = new() { ContentType = contentType },
            Metadata = metadata,
            Conditions = replaced is null ? new() { IfNoneMatch = ETag.All } : new() { IfMatch = replaced },
        },
        cancellation);

    private async Task<int> ReadAsync(Stream content, int most, CancellationToken cancellation)
    {
        try
        {
            return most is 0 ? 0 : await content.ReadAtLeastAsync(_block.AsMemory(0, most), most, throwOnEndOfStream: false, cancellation);
        }
#pragma warning disable CA1031 // Whatever the sender's stream throws, it broke off.
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            throw new BrokeOffException(failure);
        }
    }
}

/// <summary>What was read could not be read to its end.</summary>
internal sealed class BrokeOffException(Exception cause) : IOException("What was read broke off.", cause);
