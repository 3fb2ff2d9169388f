using System.Security.Cryptography;
using System.Text;
using static ZuperConnect.Conversations.Decision;

namespace ZuperConnect.Conversations;

/// <summary>
/// The rules for texts that the inbox sends by itself (docs/design.md#rules). They are decided together with what they answer, so that a
/// repetition sends nothing.
/// </summary>
internal static class AutomaticTextRules
{
    /// <summary>How long the text for a missed call waits for the caller's voicemail, which has its own text.</summary>
    internal static TimeSpan VoicemailDelay { get; } = TimeSpan.FromMinutes(5);

    /// <summary>A customer's text this soon after a response was sent or delivered was probably sent by a machine.</summary>
    private static readonly TimeSpan MachineResponseTime = TimeSpan.FromMinutes(1);

    /// <summary>Later than what it answers, so that it stands after it in the timeline.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    /// <summary>The decision, followed by the automatic text that it causes.</summary>
    internal static Decision WithAutomaticText(
        this Decision decision, Conversation conversation, Command command, AutomaticTextPolicy? policy)
    {
        if (policy is null || decision is not Accepted { Events: { Count: > 0 } events })
        {
            return decision;
        }

        var after = events.Aggregate(conversation, ConversationRules.Apply);
        return MaySend(after, command.At, policy)
            && events.Select(happened => Following(conversation, command, happened, policy)).FirstOrDefault(text => text is not null)
                is { } following
            ? new Accepted([.. events, following]) : decision;
    }

    /// <summary>The text for a missed call, when no voicemail of it came.</summary>
    internal static Accepted Send(Conversation conversation, SendAutomaticText send, CallItem? call, AutomaticTextPolicy? policy) =>
        policy?.MissedCall is { } text && call is { Voicemail: false } && conversation.Unresponded && MaySend(conversation, send.At, policy)
            ? Happens(Queued(DerivedId(conversation.Id, send.SourceId), send.At, text))
            : Nothing;

    private static ConversationEvent? Following(
        Conversation before, Command command, ConversationEvent happened, AutomaticTextPolicy policy)
    {
        var (id, at) = (DerivedId(before.Id, command.SourceId), command.At + Pause);
        return (happened, policy) switch
        {
            (MessageReceived { Word: null }, { Message: { } text }) when !LooksLikeMachine(before, command.At) => Queued(id, at, text),
            (VoicemailReceived, { Voicemail: { } text }) => Queued(id, at, text),
            (CallWentUnanswered { AlreadyCounted: false, Item: CallItem call },
                { MissedCall: not null, Voicemail: not null, TakesVoicemail: true }) =>
                new AutomaticTextPlanned(happened.At, new(id, command.At + VoicemailDelay, call.Id, call.At)),
            (CallWentUnanswered { AlreadyCounted: false }, { MissedCall: { } text }) => Queued(id, at, text),
            _ => null,
        };
    }

    private static bool MaySend(Conversation conversation, DateTimeOffset at, AutomaticTextPolicy policy) =>
        conversation.Id.Customer.CanBeTexted && conversation is { OptedOut: false, MayBeOptOut: null }
            && !(at - conversation.LastAutomaticTextAt < policy.Texts.CoolDown);

    private static bool LooksLikeMachine(Conversation conversation, DateTimeOffset at) =>
        conversation.Responses.Any(response => (at - (response.SentAt ?? response.At)).Duration() < MachineResponseTime);

    private static AutomaticTextQueued Queued(string id, DateTimeOffset at, string text) => new(at, text)
    {
        Item = new MessageItem(id, at, text, Delivery.Queued) { Direction = Direction.Outbound, Automatic = true },
    };

    /// <summary>The id of the text that answers a command: a UUID, as that of every message, and the same for a repetition.</summary>
    private static string DerivedId(ConversationId conversation, string sourceId) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"automatic\0{conversation}\0{sourceId}"))[..16]).ToString();
}
