using System.ComponentModel.DataAnnotations;
using ZuperConnect.Conversations;

namespace ZuperConnect.Http;

/// <summary>
/// The texts that a number sends by itself. A customer gets at most one within the cool-down, whatever it is for. They go to nobody who
/// opted out, to no short code and to no hidden caller, and change neither unread nor unresponded.
/// </summary>
/// <param name="MissedCall">
/// After a call that nobody answered; null for none. If there is also one for voicemails, this one waits five minutes for the voicemail.
/// </param>
/// <param name="Voicemail">After a voicemail; null for none.</param>
/// <param name="Message">After a customer's text; null for none.</param>
/// <param name="CoolDownMinutes">How long a customer gets no other automatic text after one.</param>
public sealed record AutomaticTextsJson(
    AutomaticTextJson? MissedCall, AutomaticTextJson? Voicemail, AutomaticTextJson? Message,
    [Range(AutomaticTextsJson.MinCoolDown, AutomaticTextsJson.MaxCoolDown)] int CoolDownMinutes = 240)
{
    internal const int MinCoolDown = 5;
    internal const int MaxCoolDown = 7 * 24 * 60;

    /// <summary>Creates it from settings.</summary>
    public static AutomaticTextsJson Of(AutomaticTexts texts) => new(
        AutomaticTextJson.Of(texts.MissedCall), AutomaticTextJson.Of(texts.Voicemail), AutomaticTextJson.Of(texts.Message),
        (int)texts.CoolDown.TotalMinutes);

    /// <summary>Reads settings, and answers with a problem if they are not valid.</summary>
    internal AutomaticTexts Read() => new()
    {
        MissedCall = MissedCall?.Read("missedCall"),
        Voicemail = Voicemail?.Read("voicemail"),
        Message = Message?.Read("message"),
        CoolDown = CoolDownMinutes is >= MinCoolDown and <= MaxCoolDown ? TimeSpan.FromMinutes(CoolDownMinutes)
            : throw Problems.Invalid($"coolDownMinutes is a whole number from {MinCoolDown} to {MaxCoolDown}."),
    };
}

/// <summary>A text that a number sends by itself.</summary>
/// <param name="WhenOpen">The text in business hours, or always if the number has none; null for none.</param>
/// <param name="WhenClosed">The text outside business hours; null for none.</param>
public sealed record AutomaticTextJson(
    [MaxLength(MessagesApi.MaxTextLength)] string? WhenOpen, [MaxLength(MessagesApi.MaxTextLength)] string? WhenClosed)
{
    internal static AutomaticTextJson? Of(AutomaticText? text) => text is null ? null : new(text.WhenOpen, text.WhenClosed);

    internal AutomaticText Read(string name) => new(Read(WhenOpen, $"{name}.whenOpen"), Read(WhenClosed, $"{name}.whenClosed"));

    private static string? Read(string? text, string name) =>
        text is null ? null : RequestReading.Text(text, MessagesApi.MaxTextLength, name);
}
