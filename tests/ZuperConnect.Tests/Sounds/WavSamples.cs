using System.Buffers.Binary;
using ZuperConnect.Sounds;

namespace ZuperConnect.Tests.Sounds;

/// <summary>Sound in the usual format (PCM, mono, 16 bits, 16 kHz), in files of different writers.</summary>
internal static class WavSamples
{
    private static readonly byte[] Usual = WavWriter.Write([]);

    /// <summary>A format with its encoding in a subformat.</summary>
    public static byte[] Extensible(byte[] sound, byte encoding = 1) =>
    [
        .. "RIFF"u8, .. Bytes(60 + sound.Length), .. "WAVEfmt "u8, .. Bytes(40), 0xFE, 0xFF, .. Usual[22..36],
        22, 0, 16, 0, 4, 0, 0, 0, encoding, 0, 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71,
        .. "data"u8, .. Bytes(sound.Length), .. sound,
    ];

    /// <summary>A file with an unknown length.</summary>
    public static byte[] Streamed(byte[] sound, uint length) =>
        [.. "RIFF"u8, .. Bytes(uint.MaxValue), .. Usual[8..36], .. "LIST"u8, .. Bytes(8),
            .. "INFOISFT"u8, .. "data"u8, .. Bytes(length), .. sound];

    /// <summary>An RF64 file with its length in another chunk.</summary>
    public static byte[] Long(byte[] sound, long said)
    {
        var lengths = new byte[28];
        BinaryPrimitives.WriteInt64LittleEndian(lengths, said + 72);
        BinaryPrimitives.WriteInt64LittleEndian(lengths.AsSpan(8), said);
        return [.. "RF64"u8, .. Bytes(uint.MaxValue), .. "WAVEds64"u8, .. Bytes(28), .. lengths,
            .. Usual[12..36], .. "data"u8, .. Bytes(uint.MaxValue), .. sound];
    }

    private static byte[] Bytes(long number) => BitConverter.GetBytes((uint)number);
}
