using System.Globalization;
using ZuperConnect.Sounds;

namespace ZuperConnect.Numbers;

/// <summary>Converts an admin's file to a greeting, or explains why it is refused and which command converts it.</summary>
public static class GreetingFile
{
    /// <summary>The maximum length of a greeting, in bytes of sound: 60 seconds.</summary>
    public const int MaxDuration = 60 * WavWriter.BytesPerSecond;

    private const string Wanted = "A greeting is a WAV file: PCM, 16 bits, mono, 16 kHz (16,000 samples a second), up to 60 seconds.";

    /// <summary>The requirements for a greeting, and the FFmpeg command that creates one from nearly any file.</summary>
    public static string Advice { get; } = $"{Wanted} {Command(null)}";

    /// <summary>Reads a file.</summary>
    /// <param name="file">The content of the file.</param>
    /// <param name="refusal">Why the file is refused; otherwise null.</param>
    /// <returns>The sound as a WAV file in the format of calls; null if the file is refused.</returns>
    public static BinaryData? Read(ReadOnlySpan<byte> file, out string? refusal)
    {
        var type = AudioMediaTypes.Of(file);
        var wav = WavHeader.Read(file, file.Length);
        refusal = wav is null ? $"{Kind(type)} {Wanted} {Command(type)}" : Refusal(wav);
        return refusal is not null || wav is null
            ? null : BinaryData.FromBytes(WavWriter.Write(file.Slice((int)wav.SoundStart, Whole(wav))));
    }

    private static string? Refusal(WavHeader wav) =>
        wav.IsCutOff ? $"The file is cut off: it ends before its sound does. Send it once more, whole. {Wanted}"
        : wav.Format is not { } format ? $"The file does not say how its sound is written. {Wanted} {Command(AudioMediaTypes.Wav)}"
        : !WavWriter.IsSameFormat(format) ? $"The file has {Said(format)}. {Wanted} {Command(AudioMediaTypes.Wav)}"
        : Whole(wav) is 0 ? $"The file has no sound in it. {Wanted}"
        : Whole(wav) > MaxDuration
            ? $"The file lasts {Math.Ceiling(wav.Duration!.Value.TotalSeconds)} seconds. {Wanted} {Command(AudioMediaTypes.Wav)}"
        : null;

    /// <summary>The length without an incomplete sample at the end.</summary>
    private static int Whole(WavHeader wav) => (int)(wav.SoundLength - (wav.SoundLength % WavWriter.BytesPerSample));

    private static string Kind(string? type) => type switch
    {
        null => "The file is none of the kinds of audio that are known here.",
        AudioMediaTypes.Wav => "The file is a WAV file without sound, or not all of one.",
        _ => $"The file is {AudioMediaTypes.Ending(type)[1..].ToUpperInvariant()}, not WAV.",
    };

    private static string Said(WavFormat format) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(format.Encoding is WavFormat.Pcm ? "PCM" : $"encoding {format.Encoding}")} of {format.ValidBits} bits, {format.Channels} "
        + $"channel{(format.Channels is 1 ? "" : "s")}, {format.Rate:N0} samples a second");

    private static string Command(string? type) =>
        $"This makes one of yours: ffmpeg -i yours{(type is null ? ".wav" : AudioMediaTypes.Ending(type))} -t 60 -ac 1 -ar "
        + $"{WavWriter.SampleRate} -c:a pcm_s16le greeting.wav";
}
