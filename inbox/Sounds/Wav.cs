using System.Buffers.Binary;

namespace ZuperConnect.Sounds;

/// <summary>
/// Makes tones as WAV files in the one form that every part of a call takes: mono, 16 bits, 16 kHz (the provider's page on playing audio).
/// </summary>
public static class Wav
{
    /// <summary>Samples in a second.</summary>
    public const int Rate = 16_000;

    /// <summary>The bytes before the samples.</summary>
    public const int HeaderLength = 44;

    private const int BytesPerSample = sizeof(short);
    private const double Loudness = 0.2 * short.MaxValue;

    /// <summary>A sound of some frequencies (in hertz) at once, and silence after it.</summary>
    public static byte[] Tone(TimeSpan sounds, TimeSpan silence, params ReadOnlySpan<double> frequencies)
    {
        var (sounding, all) = ((int)(sounds.TotalSeconds * Rate), (int)((sounds + silence).TotalSeconds * Rate));
        var wav = new byte[HeaderLength + (all * BytesPerSample)];
        WriteHeader(wav, all * BytesPerSample);
        for (var sample = 0; sample < sounding; sample++)
        {
            var height = 0.0;
            foreach (var frequency in frequencies)
            {
                height += Math.Sin(2 * Math.PI * frequency * sample / Rate);
            }

            BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(HeaderLength + (sample * BytesPerSample)), (short)(Loudness * height / frequencies.Length));
        }

        return wav;
    }

    private static void WriteHeader(Span<byte> wav, int length)
    {
        "RIFF"u8.CopyTo(wav);
        BinaryPrimitives.WriteInt32LittleEndian(wav[4..], HeaderLength - 8 + length);
        "WAVEfmt "u8.CopyTo(wav[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(wav[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(wav[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(wav[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(wav[24..], Rate);
        BinaryPrimitives.WriteInt32LittleEndian(wav[28..], Rate * BytesPerSample);
        BinaryPrimitives.WriteInt16LittleEndian(wav[32..], BytesPerSample);
        BinaryPrimitives.WriteInt16LittleEndian(wav[34..], 8 * BytesPerSample);
        "data"u8.CopyTo(wav[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(wav[40..], length);
    }
}
