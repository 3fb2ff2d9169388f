using System.Buffers.Binary;

namespace ZuperConnect.Sounds;

/// <summary>
/// The header of a WAV file as programs really write it: a streamed file may leave the length open, the format may follow the sound, and a
/// long file (RF64, EBU Tech 3306) has its length in another chunk.
/// </summary>
public sealed class WavHeader
{
    private const int RiffHeader = 12;
    private const int ChunkHeader = 8;

    /// <summary>
    /// Lengths from here on mean that a streaming writer did not know the length: 0x7FFFFFFF, 0x7FFFF000, 0x80000000, 0xFFFFFFFF, or such a
    /// number minus the header. 0 means the same.
    /// </summary>
    private const uint OpenFrom = 0x7FFF_0000;

    private WavHeader(WavFormat? format, bool saysFormatFirst, long start, long length, bool isCutOff, bool isLong) =>
        (Format, SaysFormatFirst, SoundStart, SoundLength, IsCutOff, IsLong) = (format, saysFormatFirst, start, length, isCutOff, isLong);

    /// <summary>The format; null if the file does not contain it, or not in the bytes that were read.</summary>
    public WavFormat? Format { get; }

    /// <summary>Whether the format precedes the sound.</summary>
    public bool SaysFormatFirst { get; }

    /// <summary>The position of the sound.</summary>
    public long SoundStart { get; }

    /// <summary>The length of the sound in bytes.</summary>
    public long SoundLength { get; }

    /// <summary>Whether the file is shorter than the header says.</summary>
    public bool IsCutOff { get; }

    /// <summary>Whether it is an RF64 file, which may be longer than 4 GB.</summary>
    public bool IsLong { get; }

    /// <summary>The duration of the sound; null if unknown.</summary>
    public TimeSpan? Duration => Format is { BytesPerSecond: > 0 and var rate } ? TimeSpan.FromSeconds((double)SoundLength / rate) : null;

    /// <summary>Parses a file or its first bytes; null if it is not a WAV file, or if the sound starts later.</summary>
    /// <param name="beginning">The first bytes.</param>
    /// <param name="length">The length of the file in bytes.</param>
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

    /// <summary>The header of this file for another length of sound.</summary>
    /// <param name="beginning">The first bytes of this file.</param>
    /// <param name="soundLength">The length of the sound in bytes, less than 4 GB.</param>
    public byte[] HeaderFor(ReadOnlySpan<byte> beginning, long soundLength)
    {
        var header = beginning[..(int)SoundStart].ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), (uint)(soundLength + SoundStart - ChunkHeader));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(header.Length - 4), (uint)soundLength);
        return header;
    }

    /// <summary>Whether a file with these first bytes is a WAV file.</summary>
    public static bool IsOne(ReadOnlySpan<byte> beginning) =>
        beginning.Length >= RiffHeader && beginning[8..].StartsWith("WAVE"u8)
        && (beginning.StartsWith("RIFF"u8) || beginning.StartsWith("RF64"u8) || beginning.StartsWith("BW64"u8));

    /// <summary>
    /// The position of the next chunk, which may be beyond what was read. A chunk of odd length is followed by a padding byte, which some
    /// writers forget.
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

    /// <summary>Whether only other chunks follow a sound of length 0, so that there really is none.</summary>
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
