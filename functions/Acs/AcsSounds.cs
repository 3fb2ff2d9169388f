using Azure.Communication.CallAutomation;
using Microsoft.Extensions.Configuration;
using ZuperConnect.Calls;
using ZuperConnect.Hosting;
using ZuperConnect.Http;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Sounds;

namespace ZuperConnect.Functions.Acs;

/// <summary>
/// What is played in calls: files that Azure Communication Services fetches from this app, and words where it has a speech service.
/// </summary>
/// <param name="here">Where it fetches the files.</param>
/// <param name="speech">The speech service; null where there is none, and nothing can be spoken.</param>
public sealed class AcsSounds(PublicAddress here, Uri? speech)
{
    /// <summary>The sounds of the settings; <c>Acs:SpeechEndpoint</c> may be left out.</summary>
    public static AcsSounds Of(PublicAddress here, IConfiguration configuration) =>
        new(here, configuration["Acs:SpeechEndpoint"] is { Length: > 0 } endpoint ? new(endpoint) : null);

    /// <summary>What a call must be answered or placed with for words to be spoken in it; null where nothing is.</summary>
    public CallIntelligenceOptions? Intelligence => speech is null ? null : new() { CognitiveServicesEndpoint = speech };

    /// <summary>What a waiting customer hears.</summary>
    public PlaySource Ringing => File(SoundFiles.Ringing);

    /// <summary>What asks to press 1.</summary>
    public PlaySource Accept => Words(SpokenPrompts.PressOne) is { } words ? words : File(SoundFiles.Accept);

    /// <summary>What a caller hears from a number of ours, one after the other; empty where there is no way to say it.</summary>
    public IReadOnlyList<PlaySource> Of(Sound sound, PhoneNumber ours) => sound switch
    {
        Sound.Greeting => [File(SoundFiles.GreetingOf(ours))],
        Sound.RecordingAnnouncement => Words(SpokenPrompts.Recorded) is { } words ? [words] : [],
        Sound.VoicemailGreeting => Words(SpokenPrompts.LeaveMessage) is { } words ? [words, File(SoundFiles.Tone)] : [File(SoundFiles.Tone)],
        _ => throw new ArgumentOutOfRangeException(nameof(sound), sound, "There is no such sound."),
    };

    private FileSource File(string name) => new(here.Of(Routes.Sound, name));

    private TextSource? Words(string text) => speech is null ? null : new(text, SpokenPrompts.Locale, VoiceKind.Female);
}
