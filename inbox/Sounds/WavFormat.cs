using System.Buffers.Binary;

namespace ZuperConnect.Sounds;

/// <summary>The <c>fmt</c> chunk of a WAV file (from Microsoft's pages on WAVEFORMATEX and WAVEFORMATEXTENSIBLE).</summary>
/// <param name="Encoding">1 is PCM, 3 floating point. For an extensible format, that of its subformat.</param>
/// <param name="Channels">1 is mono, 2 stereo.</param>
/// <param name="Rate">Samples per second, for each channel.</param>
/// <param name="BytesPerSecond">Bytes per second.</param>
/// <param name="BytesPerFrame">Bytes of the samples of all channels at one time.</param>
/// <param name="Bits">Bits per sample.</param>
/// <param name="ValidBits">Valid bits per sample.</param>
public sealed record WavFormat(int Encoding, int Channels, uint Rate, uint BytesPerSecond, int BytesPerFrame, int Bits, int ValidBits)
{
    /// <summary>PCM.</summary>
    public const int Pcm = 1;

    private const int Extensible = 0xFFFE;
    private const int MinLength = 16;
    private const int MinExtensibleLength = 40;
    private const int SubFormat = 24;

    /// <summary>The rest of a subformat GUID after the encoding.</summary>
    private static ReadOnlySpan<byte> Base => [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];

    /// <summary>Parses a <c>fmt</c> chunk; null if it is too short.</summary>
    public static WavFormat? Read(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length < MinLength)
        {
            return null;
        }

        int encoding = BinaryPrimitives.ReadUInt16LittleEndian(chunk);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]);
        var validBits = bits;
        if (encoding is Extensible && chunk.Length >= MinExtensibleLength && chunk[(SubFormat + 2)..].StartsWith(Base))
        {
            encoding = BinaryPrimitives.ReadUInt16LittleEndian(chunk[SubFormat..]);
            validBits = BinaryPrimitives.ReadUInt16LittleEndian(chunk[18..]) is > 0 and var valid ? valid : bits;
        }

        return new(
            encoding,
            BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]),
            BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]),
            BinaryPrimitives.ReadUInt32LittleEndian(chunk[8..]),
            BinaryPrimitives.ReadUInt16LittleEndian(chunk[12..]),
            bits,
            validBits);
    }
}
