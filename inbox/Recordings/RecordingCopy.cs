using System.Globalization;
using System.Text;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using ZuperConnect.Sounds;

namespace ZuperConnect.Recordings;

/// <summary>
/// Puts the parts of one recording into one blob, as blocks of a few megabytes: nothing can be read there before the last of them is
/// committed together with the others. Parts are put one behind the other, as MP3 allows; WAV gets one beginning for all.
/// </summary>
/// <param name="blob">The blob.</param>
/// <param name="parts">How many parts it gets.</param>
internal sealed class RecordingCopy(BlockBlobClient blob, int parts)
{
    private const int BlockLength = 4 * 1024 * 1024;

    // Of this copy alone: another that goes on at the same time shares no block with it.
    private readonly string _name = Guid.NewGuid().ToString("N");
    private readonly byte[] _block = new byte[BlockLength];
    private readonly List<string> _blocks = [];
    private string? _contentType;
    private WavBeginning? _joined;
    private int _added;
    private long _length;

    /// <summary>Adds the next part.</summary>
    /// <exception cref="InvalidDataException">It broke off, or does not fit the parts before it.</exception>
    public async Task AddAsync(RecordingPart part, CancellationToken cancellation)
    {
        var (read, sound) = (0L, (From: 0L, To: long.MaxValue));
        for (int count; (count = await part.Content.ReadAtLeastAsync(_block, BlockLength, throwOnEndOfStream: false, cancellation)) > 0; read += count)
        {
            if (read is 0)
            {
                _contentType ??= AudioTypes.Of(_block.AsSpan(0, count)) ?? part.ContentType;
                sound = Sound(_block.AsSpan(0, count));
            }

            var from = (int)Math.Clamp(sound.From - read, 0, count);
            var to = (int)Math.Clamp(sound.To - read, from, count);
            await StageAsync(_block.AsMemory(from, to - from), _blocks.Count, cancellation);
        }

        if (read != part.Length)
        {
            throw new InvalidDataException($"A part of a recording has {read} bytes in place of {part.Length}.");
        }

        _added++;
    }

    /// <summary>Makes the blob of all that was added.</summary>
    /// <param name="metadata">What is noted about it, given its length.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task CommitAsync(Func<long, IDictionary<string, string>> metadata, CancellationToken cancellation)
    {
        if (_joined is not null)
        {
            await StageAsync(_joined.For(_length), 0, cancellation);
        }

        await blob.CommitBlockListAsync(
            _blocks,
            new CommitBlockListOptions
            {
                HttpHeaders = new() { ContentType = _contentType ?? AudioTypes.Unknown },
                Metadata = metadata(_length),
                Conditions = new() { IfNoneMatch = ETag.All },
            },
            cancellation);
    }

    /// <summary>Where in a part that begins so the sound is that is copied: all of it, but for WAV files that are joined.</summary>
    private (long From, long To) Sound(ReadOnlySpan<byte> beginning)
    {
        if (parts is 1 || (_added > 0 && _joined is null) || WavBeginning.Read(beginning) is not { } wav)
        {
            return _joined is null ? (0, long.MaxValue) : throw new InvalidDataException("A part of a WAV recording is no WAV file.");
        }

        _joined ??= wav;
        return !wav.IsLike(_joined) ? throw new InvalidDataException("The parts of a WAV recording are written in different ways.")
            : (wav.Length, wav.SoundLength is 0 ? long.MaxValue : wav.Length + (long)wav.SoundLength);
    }

    private async Task StageAsync(ReadOnlyMemory<byte> bytes, int place, CancellationToken cancellation)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        // All names of a blob's blocks are of one length (the service's page on Put Block).
        var name = Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{_name}{_blocks.Count:D6}")));
        using var content = BinaryData.FromBytes(bytes).ToStream();
        await blob.StageBlockAsync(name, content, cancellationToken: cancellation);
        _blocks.Insert(place, name);
        _length += bytes.Length;
    }
}
