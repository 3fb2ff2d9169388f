using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Sounds;

/// <summary>The names of the sounds at <c>GET api/sounds/{name}</c>.</summary>
public static class SoundFiles
{
    /// <summary>What a caller hears while phones ring: the ringback of the United States, two seconds and four of silence.</summary>
    public const string Ringing = "ringing.wav";

    /// <summary>The beep after which a voicemail is spoken.</summary>
    public const string Tone = "tone.wav";

    /// <summary>What whoever picks up a device hears where nothing can be spoken: two notes at once, that ask to press 1.</summary>
    public const string Accept = "accept.wav";

    /// <summary>A second of silence, for a leg that waits to be told what to do.</summary>
    public const string Silence = "silence.wav";

    private const string GreetingPrefix = "greeting-";
    private const string Extension = ".wav";

    /// <summary>A number's own greeting.</summary>
    public static string GreetingOf(PhoneNumber number) => GreetingPrefix + number.Key + Extension;

    /// <summary>The number whose greeting it is; null where it is none.</summary>
    public static PhoneNumber? NumberIn(string name) =>
        name.StartsWith(GreetingPrefix, StringComparison.Ordinal) && name.EndsWith(Extension, StringComparison.Ordinal)
        && PhoneNumber.TryParseKey(name[GreetingPrefix.Length..^Extension.Length], out var number)
            ? number
            : null;
}
