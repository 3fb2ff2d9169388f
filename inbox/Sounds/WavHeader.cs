using System.Buffers.Binary;

namespace ZuperConnect.Sounds;

/// <summary>
/// What a WAV file says of itself, as writers really write it: the length of the sound may be left open, where the file was streamed; the
/// format may come after the sound; and a long file (RF64, EBU Tech 3306) keeps the length elsewhere.
/// </summary>
public sealed class WavHeader
{
    private const int RiffHeader = 12;
    private const int ChunkHeader = 8;

    /// <summary>
    /// Lengths from here on are what streaming writers put where they cannot know: 0x7FFFFFFF, 0x7FFFF000, 0x80000000, 0xFFFFFFFF, or
    /// such a number less the header. So does 0.
    /// </summary>
    private const uint OpenFrom = 0x7FFF_0000;

    private WavHeader(WavFormat? format, bool saysFormatFirst, long start, long length, bool isCutOff, bool isLong) =>
        (Format, SaysFormatFirst, SoundStart, SoundLength, IsCutOff, IsLong) = (format, saysFormatFirst, start, length, isCutOff, isLong);

    /// <summary>How the sound is written; null where the file does not say it, or not in the bytes that were read.</summary>
    public WavFormat? Format { get; }

    /// <summary>Whether it says so before the sound.</summary>
    public bool SaysFormatFirst { get; }

    /// <summary>Where the sound begins.</summary>
    public long SoundStart { get; }

    /// <summary>How many bytes of sound there are.</summary>
    public long SoundLength { get; }

    /// <summary>Whether the file says that it has more sound than there is.</summary>
    public bool IsCutOff { get; }

    /// <summary>Whether it is of the kind that may be longer than 4 GB.</summary>
    public bool IsLong { get; }

    /// <summary>How long the sound lasts; null where that cannot be said.</summary>
    public TimeSpan? Duration => Format is { BytesPerSecond: > 0 and var rate } ? TimeSpan.FromSeconds((double)SoundLength / rate) : null;

    /// <summary>Reads a file, or the beginning of one; null where it is no WAV file, or has no sound there.</summary>
    /// <param name="beginning">The bytes that are there.</param>
    /// <param name="length">How many bytes the file has in all.</param>
    public static WavHeader? Read(ReadOnlySpan<byte> beginning, long length)
    {
        if (!IsOne(beginning))
        {
            return null;
        }

        var isLong = !beginning.StartsWith("RIFF"u8);
        var (format, saysFormatFirst, longLength) = ((WavFormat?)null, false, (long?)null);
        var sound = ((long Start, long Length, bool IsCutOff)?)null;
        for (long at = RiffHeader; at + ChunkHeader <= beginning.Length && (format is null || sound is null);)
        {
            var id = beginning[(int)at..];
            long said = BinaryPrimitives.ReadUInt32LittleEndian(id[4..]);
            at += ChunkHeader;
            var there = beginning[(int)at..];
            if (id.StartsWith("data"u8) && sound is null)
            {
                said = longLength is { } told && said is uint.MaxValue ? told : said;
                var isOpen = said is 0 ? !IsFilledByChunks(there, length - at) : longLength is null
                    && said >= OpenFrom && said > length - at;
                said = isOpen ? length - at : said;
                sound = (at, Math.Min(said, length - at), said > length - at);
            }
            else if (id.StartsWith("fmt "u8) && format is null)
            {
                format = WavFormat.Read(there[..(int)Math.Min(said, there.Length)]);
                saysFormatFirst = sound is null;
            }
            else if (id.StartsWith("ds64"u8) && isLong && there.Length >= 16
                && BinaryPrimitives.ReadInt64LittleEndian(there[8..]) is > 0 and var total)
            {
                longLength = total;
            }

            at = After(beginning, at, said);
        }

        return sound is var (start, bytes, isCutOff) ? new(format, saysFormatFirst, start, bytes, isCutOff, isLong) : null;
    }

    /// <summary>What this file has before its sound, for a sound of another length.</summary>
    /// <param name="beginning">The beginning of this file.</param>
    /// <param name="soundLength">The bytes of that sound, less than 4 GB.</param>
    public byte[] HeaderFor(ReadOnlySpan<byte> beginning, long soundLength)
    {
        var header = beginning[..(int)SoundStart].ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), (uint)(soundLength + SoundStart - ChunkHeader));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(header.Length - 4), (uint)soundLength);
        return header;
    }

    /// <summary>Whether a file that begins so is a WAV file.</summary>
    public static bool IsOne(ReadOnlySpan<byte> beginning) =>
        beginning.Length >= RiffHeader && beginning[8..].StartsWith("WAVE"u8)
        && (beginning.StartsWith("RIFF"u8) || beginning.StartsWith("RF64"u8) || beginning.StartsWith("BW64"u8));

    /// <summary>
    /// Where the next chunk is, which may be far beyond what was read. A chunk of odd length is followed by a byte that fills it up; some
    /// writers forget it.
    /// </summary>
    private static long After(ReadOnlySpan<byte> file, long at, long length)
    {
        if (length > file.Length - at)
        {
            return long.MaxValue / 2;
        }

        var end = at + length;
        return length % 2 is 0 || file[(int)end..].StartsWith("data"u8) || file[(int)end..].StartsWith("fmt "u8) ? end : end + 1;
    }

    /// <summary>Whether all that follows a sound of no length are other chunks, so that there really is none.</summary>
    private static bool IsFilledByChunks(ReadOnlySpan<byte> there, long length)
    {
        long at = 0;
        while (at + ChunkHeader <= there.Length && !there.Slice((int)at, 4).ContainsAnyExceptInRange((byte)' ', (byte)'~'))
        {
            at = After(there, at + ChunkHeader, BinaryPrimitives.ReadUInt32LittleEndian(there[((int)at + 4)..]));
        }

        return at == length || at == length + 1;
    }
}
