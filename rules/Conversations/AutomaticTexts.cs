using System.Text.Json.Serialization;
using ZuperConnect.Json;

namespace ZuperConnect.Conversations;

/// <summary>A text that the inbox sends by itself.</summary>
/// <param name="WhenOpen">The text in business hours; null for none.</param>
/// <param name="WhenClosed">The text outside business hours; null for none.</param>
public sealed record AutomaticText(string? WhenOpen, string? WhenClosed)
{
    internal string? At(bool isOpen) => isOpen ? WhenOpen : WhenClosed;
}

/// <summary>The texts that a number sends by itself. A text that is null is not sent.</summary>
public sealed record AutomaticTexts
{
    /// <summary>After a call that nobody answered and that left no voicemail.</summary>
    public AutomaticText? MissedCall { get; init; }

    /// <summary>After a voicemail.</summary>
    public AutomaticText? Voicemail { get; init; }

    /// <summary>After a customer's text.</summary>
    public AutomaticText? Message { get; init; }

    /// <summary>How long a customer gets no other automatic text after one.</summary>
    [JsonPropertyName("coolDownSeconds")]
    [JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan CoolDown { get; init; } = TimeSpan.FromHours(4);
}

/// <summary>What decides whether an automatic text follows a command.</summary>
/// <param name="Texts">The settings of the number.</param>
/// <param name="IsOpen">Whether the business is open at the <see cref="TimeOf">time</see> of the command.</param>
public sealed record AutomaticTextPolicy(AutomaticTexts Texts, bool IsOpen)
{
    /// <summary>Whether a decision about a command depends on the policy.</summary>
    public static bool IsNeeded(Command command) =>
        command is ReceiveMessage or EndCall { Direction: Direction.Inbound } or ReceiveVoicemail or SendAutomaticText;

    /// <summary>The time whose hours count for a command: of the text that waited for a voicemail, the end of the missed call.</summary>
    public static DateTimeOffset TimeOf(Command command) =>
        command is SendAutomaticText ? command.At - AutomaticTextRules.VoicemailDelay : command.At;

    /// <summary>Whether a caller whom nobody answers can leave a voicemail.</summary>
    public bool TakesVoicemail { get; init; } = true;

    internal string? MissedCall => Texts.MissedCall?.At(IsOpen);

    internal string? Voicemail => Texts.Voicemail?.At(IsOpen);

    internal string? Message => Texts.Message?.At(IsOpen);
}
