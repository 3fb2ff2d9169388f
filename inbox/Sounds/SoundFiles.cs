using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Sounds;

/// <summary>The names of the sounds at <c>GET api/sounds/{name}</c>.</summary>
public static class SoundFiles
{
    /// <summary>
    /// The ringing that a caller hears: the ringback tone of the United States, two seconds of sound and four of silence.
    /// </summary>
    public const string Ringing = "ringing.wav";

    /// <summary>The tone before a voicemail.</summary>
    public const string Tone = "tone.wav";

    /// <summary>Two notes that ask to press 1, for whoever picks up a device if no speech service is configured.</summary>
    public const string Accept = "accept.wav";

    /// <summary>A second of silence, for a leg that waits to be told what to do.</summary>
    public const string Silence = "silence.wav";

    private const string GreetingPrefix = "greeting-";
    private const string Extension = ".wav";

    /// <summary>The greeting of a number.</summary>
    public static string GreetingOf(PhoneNumber number) => GreetingPrefix + number.Key + Extension;

    /// <summary>The number of a greeting; null if the name is not one of a greeting.</summary>
    public static PhoneNumber? NumberIn(string name) =>
        name.StartsWith(GreetingPrefix, StringComparison.Ordinal) && name.EndsWith(Extension, StringComparison.Ordinal)
        && PhoneNumber.TryParseKey(name[GreetingPrefix.Length..^Extension.Length], out var number)
            ? number
            : null;
}
