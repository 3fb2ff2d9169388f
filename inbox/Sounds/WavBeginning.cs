using System.Buffers.Binary;

namespace ZuperConnect.Sounds;

/// <summary>
/// What a WAV file has before its sound: how the sound is written, and how long it is. WAV files cannot simply be put one behind the
/// other, as the second beginning would be heard as noise, and the first says that the sound ends before it.
/// </summary>
internal sealed class WavBeginning
{
    private const int RiffHeader = 12;
    private const int ChunkHeader = 8;

    private readonly byte[] _bytes;
    private readonly byte[] _format;

    private WavBeginning(byte[] bytes, byte[] format, uint soundLength) => (_bytes, _format, SoundLength) = (bytes, format, soundLength);

    /// <summary>How many bytes it has.</summary>
    public int Length => _bytes.Length;

    /// <summary>How many bytes the sound after it has, as it says itself; a writer that could not know says too many, or none.</summary>
    public uint SoundLength { get; }

    /// <summary>How the sound is written, as the file says it; empty where it does not.</summary>
    public ReadOnlySpan<byte> Format => _format;

    /// <summary>Reads it; null where these bytes are not the beginning of a WAV file.</summary>
    public static WavBeginning? Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < RiffHeader || !file.StartsWith("RIFF"u8) || !file[8..].StartsWith("WAVE"u8))
        {
            return null;
        }

        var format = Array.Empty<byte>();
        for (long at = RiffHeader; at + ChunkHeader <= file.Length;)
        {
            var chunk = file[(int)at..];
            var length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            if (chunk.StartsWith("data"u8))
            {
                return new(file[..((int)at + ChunkHeader)].ToArray(), format, length);
            }

            var next = at + ChunkHeader + length + (length % 2);
            if (chunk.StartsWith("fmt "u8) && next <= file.Length)
            {
                format = chunk.Slice(ChunkHeader, (int)length).ToArray();
            }

            at = next;
        }

        return null;
    }

    /// <summary>Whether the sound of both is written in the same way.</summary>
    public bool IsLike(WavBeginning other) => _format.AsSpan().SequenceEqual(other._format);

    /// <summary>The same beginning for a sound of another length, in bytes.</summary>
    public byte[] For(long soundLength)
    {
        var bytes = _bytes.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), Most(soundLength + Length - 8));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(Length - 4), Most(soundLength));
        return bytes;
    }

    private static uint Most(long length) => (uint)Math.Min(length, uint.MaxValue);
}
