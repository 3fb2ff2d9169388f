using Azure.Communication.CallAutomation;
using Microsoft.Extensions.Configuration;
using ZuperConnect.Calls;
using ZuperConnect.Hosting;
using ZuperConnect.Http;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Sounds;

namespace ZuperConnect.Functions.Acs;

/// <summary>
/// The sounds of calls: files that Azure Communication Services downloads from this app, and speech if a speech service is configured.
/// </summary>
/// <param name="here">The public address of the files.</param>
/// <param name="speech">The speech service; null if there is none.</param>
public sealed class AcsSounds(PublicAddress here, Uri? speech)
{
    /// <summary>Creates it from the settings. <c>Acs:SpeechEndpoint</c> is optional.</summary>
    public static AcsSounds Of(PublicAddress here, IConfiguration configuration) =>
        new(here, configuration["Acs:SpeechEndpoint"] is { Length: > 0 } endpoint ? new(endpoint) : null);

    /// <summary>The options with which a call must be answered or placed for speech; null without a speech service.</summary>
    public CallIntelligenceOptions? Intelligence => speech is null ? null : new() { CognitiveServicesEndpoint = speech };

    /// <summary>The ringing for a customer on hold.</summary>
    public PlaySource Ringing => File(SoundFiles.Ringing);

    /// <summary>The request to press 1.</summary>
    public PlaySource Accept => Words(SpokenPrompts.PressOne) is { } words ? words : File(SoundFiles.Accept);

    /// <summary>The sources for a sound, in order; empty if it cannot be played.</summary>
    public IReadOnlyList<PlaySource> Of(Sound sound, PhoneNumber ours) => sound switch
    {
        Sound.Greeting => [File(SoundFiles.GreetingOf(ours))],
        Sound.RecordingAnnouncement => Words(SpokenPrompts.Recorded) is { } words ? [words] : [],
        Sound.VoicemailGreeting => Words(SpokenPrompts.LeaveMessage) is { } words
            ? [words, File(SoundFiles.Tone)] : [File(SoundFiles.Tone)],
        _ => throw new ArgumentOutOfRangeException(nameof(sound), sound, "There is no such sound."),
    };

    private FileSource File(string name) => new(here.Of(Routes.Sound, name));

    private TextSource? Words(string text) => speech is null ? null : new(text, SpokenPrompts.Locale, VoiceKind.Female);
}
