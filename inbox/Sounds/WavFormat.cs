using System.Buffers.Binary;

namespace ZuperConnect.Sounds;

/// <summary>How the sound of a WAV file is written: its <c>fmt</c> chunk (Microsoft's pages on WAVEFORMATEX and
/// WAVEFORMATEXTENSIBLE).</summary>
/// <param name="Encoding">1 is PCM, 3 floating point; of an extensible format the one that its sub-format stands for.</param>
/// <param name="Channels">1 is mono, 2 stereo.</param>
/// <param name="Rate">Samples in a second, of each channel.</param>
/// <param name="BytesPerSecond">Bytes of sound in a second.</param>
/// <param name="BytesPerFrame">Bytes of the samples of all channels at one moment; sound ends after a whole number of them.</param>
/// <param name="Bits">Bits in a sample.</param>
/// <param name="ValidBits">How many of them say something.</param>
public sealed record WavFormat(int Encoding, int Channels, uint Rate, uint BytesPerSecond, int BytesPerFrame, int Bits, int ValidBits)
{
    /// <summary>PCM, the encoding that everything plays.</summary>
    public const int Pcm = 1;

    private const int Extensible = 0xFFFE;
    private const int MinLength = 16;
    private const int MinExtensibleLength = 40;
    private const int SubFormat = 24;

    /// <summary>What follows an encoding's number in the sub-format that stands for it.</summary>
    private static ReadOnlySpan<byte> Base => [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];

    /// <summary>Reads the content of a <c>fmt</c> chunk; null where it is too short.</summary>
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
