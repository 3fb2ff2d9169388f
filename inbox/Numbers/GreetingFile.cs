using System.Globalization;
using ZuperConnect.Sounds;

namespace ZuperConnect.Numbers;

/// <summary>Makes a greeting of a file that an admin has, or says what stands in the way and which command removes it.</summary>
public static class GreetingFile
{
    /// <summary>The longest greeting, in bytes of sound: 60 seconds.</summary>
    public const int MaxDuration = 60 * WavWriter.BytesPerSecond;

    private const string Wanted = "A greeting is a WAV file: PCM, 16 bits, mono, 16 kHz (16,000 samples a second), up to 60 seconds.";

    /// <summary>What a greeting is, and the command (of FFmpeg) that makes one of nearly any file.</summary>
    public static string Advice { get; } = $"{Wanted} {Command(null)}";

    /// <summary>Reads a file.</summary>
    /// <param name="file">All of it.</param>
    /// <param name="refusal">Why it is none; null where it is one.</param>
    /// <returns>The same sound as a file that every call plays; null where it is refused.</returns>
    public static BinaryData? Read(ReadOnlySpan<byte> file, out string? refusal)
    {
        var type = AudioMediaTypes.Of(file);
        var wav = WavHeader.Read(file, file.Length);
        refusal = wav is null ? $"{Kind(type)} {Wanted} {Command(type)}" : Refusal(wav);
        return refusal is not null || wav is null ? null : BinaryData.FromBytes(WavWriter.Write(file.Slice((int)wav.SoundStart, Whole(wav))));
    }

    private static string? Refusal(WavHeader wav) =>
        wav.IsCutOff ? $"The file is cut off: it ends before its sound does. Send it once more, whole. {Wanted}"
        : wav.Format is not { } format ? $"The file does not say how its sound is written. {Wanted} {Command(AudioMediaTypes.Wav)}"
        : !WavWriter.IsSameFormat(format) ? $"The file has {Said(format)}. {Wanted} {Command(AudioMediaTypes.Wav)}"
        : Whole(wav) is 0 ? $"The file has no sound in it. {Wanted}"
        : Whole(wav) > MaxDuration
            ? $"The file lasts {Math.Ceiling(wav.Duration!.Value.TotalSeconds)} seconds. {Wanted} {Command(AudioMediaTypes.Wav)}"
        : null;

    /// <summary>The sound without half a sample at its end.</summary>
    private static int Whole(WavHeader wav) => (int)(wav.SoundLength - (wav.SoundLength % WavWriter.BytesPerSample));

    private static string Kind(string? type) => type switch
    {
        null => "The file is none of the kinds of audio that are known here.",
        AudioMediaTypes.Wav => "The file is a WAV file without sound, or not all of one.",
        _ => $"The file is {AudioMediaTypes.Ending(type)[1..].ToUpperInvariant()}, not WAV.",
    };

    private static string Said(WavFormat format) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(format.Encoding is WavFormat.Pcm ? "PCM" : $"encoding {format.Encoding}")} of {format.ValidBits} bits, {format.Channels} channel{(format.Channels is 1 ? "" : "s")}, {format.Rate:N0} samples a second");

    private static string Command(string? type) =>
        $"This makes one of yours: ffmpeg -i yours{(type is null ? ".wav" : AudioMediaTypes.Ending(type))} -t 60 -ac 1 -ar {WavWriter.SampleRate} -c:a pcm_s16le greeting.wav";
}
