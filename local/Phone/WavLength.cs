using System.Buffers.Binary;

namespace ZuperConnect.Local.Phone;

/// <summary>Reads how long a WAV file lasts.</summary>
internal static class WavLength
{
    private const int RiffHeader = 12;
    private const int ChunkHeader = 8;
    private const int ShortestFormat = 16;

    /// <summary>How long it lasts; null where it is no whole WAV file.</summary>
    public static TimeSpan? Of(ReadOnlySpan<byte> wav)
    {
        if (wav.Length < RiffHeader || !wav.StartsWith("RIFF"u8) || !wav[8..].StartsWith("WAVE"u8))
        {
            return null;
        }

        var bytesPerSecond = 0u;
        for (var rest = wav[RiffHeader..]; rest.Length >= ChunkHeader;)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            var content = rest[ChunkHeader..];
            if (length > content.Length)
            {
                return null;
            }

            if (rest.StartsWith("data"u8))
            {
                return bytesPerSecond > 0 ? TimeSpan.FromSeconds((double)length / bytesPerSecond) : null;
            }

            if (rest.StartsWith("fmt "u8) && length >= ShortestFormat)
            {
                bytesPerSecond = BinaryPrimitives.ReadUInt32LittleEndian(content[8..]);
            }

            // A chunk of odd length is followed by a byte that fills it up.
            rest = content[Math.Min(content.Length, (int)(length + (length & 1)))..];
        }

        return null;
    }
}
