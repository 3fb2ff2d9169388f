using System.Buffers.Binary;

namespace ZuperConnect.Sounds;

/// <summary>The first frame of an MP3 file. Its four-byte header describes the format (ISO/IEC 11172-3 and 13818-3).</summary>
/// <param name="Start">Its position, after the tags (ID3v2).</param>
/// <param name="Form">Version and layer, sample rate, and whether it is mono. Files with the same form can be joined.</param>
/// <param name="BytesPerSecond">The bytes per second if all frames are like this one; null if unknown.</param>
/// <param name="CountsFrames">Whether the frame contains a frame count instead of sound. Such a file cannot be joined.</param>
internal sealed record Mp3Frame(int Start, (int Kind, int Rate, bool Mono) Form, int? BytesPerSecond, bool CountsFrames)
{
    private const int TagHeader = 10;
    private const int Header = 4;
    private const int MaxSideInformationLength = 40;

    /// <summary>The lowest bit rate of MP3: 8 kbit/s.</summary>
    public const int MinBytesPerSecond = 1_000;

    private const int Mpeg1 = 3;
    private const int Layer3 = 1;

    /// <summary>The bit rates in kbit/s by index.</summary>
    private static ReadOnlySpan<short> Mpeg1Bitrates => [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];

    private static ReadOnlySpan<short> Mpeg2Bitrates => [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

    /// <summary>Parses the first frame; null if it is not an MP3 file.</summary>
    public static Mp3Frame? Read(ReadOnlySpan<byte> file)
    {
        var start = 0;
        while (file.Length - start >= TagHeader && file[start..].StartsWith("ID3"u8))
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file[(start + 6)..]);

            // Each byte has seven significant bits.
            length = ((length & 0x7F00_0000) >> 3) | ((length & 0x7F_0000) >> 2) | ((length & 0x7F00) >> 1) | (length & 0x7F);
            var next = start + TagHeader + (long)length;
            if (next > file.Length)
            {
                return null;
            }

            start = (int)next;
        }

        if (file.Length - start < Header)
        {
            return null;
        }

        var header = BinaryPrimitives.ReadUInt32BigEndian(file[start..]);
        var (version, layer, bitrate, rate) = (
            (int)(header >> 19) & 3, (int)(header >> 17) & 3, (int)(header >> 12) & 15, (int)(header >> 10) & 3);
        if (header >> 21 is not 0x7FF || version is 1 || layer is 0 or 3 || bitrate is 0 or 15 || rate is 3)
        {
            return null;
        }

        var beginning = file[(start + Header)..Math.Min(file.Length, start + Header + MaxSideInformationLength)];
        var counts = beginning.IndexOf("Xing"u8) >= 0 || beginning.IndexOf("Info"u8) >= 0 || beginning.IndexOf("VBRI"u8) >= 0;
        int? bytesPerSecond = layer is Layer3 && !counts ? (version is Mpeg1 ? Mpeg1Bitrates : Mpeg2Bitrates)[bitrate] * 1_000 / 8 : null;
        return new(start, ((version << 2) | layer, rate, ((header >> 6) & 3) is 3), bytesPerSecond, counts);
    }
}
