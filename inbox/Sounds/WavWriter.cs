using System.Buffers.Binary;

namespace ZuperConnect.Sounds;

/// <summary>Writes WAV files in the format of calls: PCM, mono, 16 bits, 16 kHz (from the provider's page on playing audio).</summary>
public static class WavWriter
{
    /// <summary>Samples per second.</summary>
    public const int SampleRate = 16_000;

    /// <summary>The length of the header in bytes.</summary>
    public const int HeaderLength = 44;

    /// <summary>Bytes of sound per second.</summary>
    public const int BytesPerSecond = SampleRate * BytesPerSample;

    /// <summary>Bytes per sample.</summary>
    public const int BytesPerSample = sizeof(short);

    private const short Pcm = WavFormat.Pcm;
    private const short Mono = 1;
    private const int FormatLength = 16;
    private const double Amplitude = 0.2 * short.MaxValue;

    /// <summary>A tone of several frequencies (in hertz), followed by silence.</summary>
    public static byte[] Tone(TimeSpan sounds, TimeSpan silence, params ReadOnlySpan<double> frequencies)
    {
        var (sounding, all) = ((int)(sounds.TotalSeconds * SampleRate), (int)((sounds + silence).TotalSeconds * SampleRate));
        var wav = new byte[HeaderLength + (all * BytesPerSample)];
        WriteHeader(wav, all * BytesPerSample);
        for (var sample = 0; sample < sounding; sample++)
        {
            var height = 0.0;
            foreach (var frequency in frequencies)
            {
                height += Math.Sin(2 * Math.PI * frequency * sample / SampleRate);
            }

            BinaryPrimitives.WriteInt16LittleEndian(
                wav.AsSpan(HeaderLength + (sample * BytesPerSample)), (short)(Amplitude * height / frequencies.Length));
        }

        return wav;
    }

    /// <summary>Writes a file with this sound.</summary>
    public static byte[] Write(ReadOnlySpan<byte> sound)
    {
        var wav = new byte[HeaderLength + sound.Length];
        WriteHeader(wav, sound.Length);
        sound.CopyTo(wav.AsSpan(HeaderLength));
        return wav;
    }

    /// <summary>Whether a file has this format.</summary>
    public static bool IsSameFormat(WavFormat format) =>
        format == new WavFormat(Pcm, Mono, SampleRate, BytesPerSecond, BytesPerSample, 8 * BytesPerSample, 8 * BytesPerSample);

    private static void WriteHeader(Span<byte> wav, int length)
    {
        "RIFF"u8.CopyTo(wav);
        BinaryPrimitives.WriteInt32LittleEndian(wav[4..], HeaderLength - 8 + length);
        "WAVEfmt "u8.CopyTo(wav[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(wav[16..], FormatLength);
        WriteFormat(wav[20..]);
        "data"u8.CopyTo(wav[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(wav[40..], length);
    }

    private static void WriteFormat(Span<byte> format)
    {
        BinaryPrimitives.WriteInt16LittleEndian(format, Pcm);
        BinaryPrimitives.WriteInt16LittleEndian(format[2..], Mono);
        BinaryPrimitives.WriteInt32LittleEndian(format[4..], SampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(format[8..], BytesPerSecond);
        BinaryPrimitives.WriteInt16LittleEndian(format[12..], BytesPerSample);
        BinaryPrimitives.WriteInt16LittleEndian(format[14..], 8 * BytesPerSample);
    }
}
