using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ZuperConnect.Conversations;

/// <summary>Whether a conversation needs the team.</summary>
public enum ConversationStatus
{
    /// <summary>It needs the team.</summary>
    Open,

    /// <summary>It is resolved, until the customer writes or calls, or a user's message goes out or fails.</summary>
    Closed,
}

/// <summary>What happened last in a conversation.</summary>
public enum LastActionType
{
    /// <summary>The customer wrote.</summary>
    MessageReceived,

    /// <summary>A user wrote.</summary>
    MessageSent,

    /// <summary>A user's message did not arrive.</summary>
    MessageFailed,

    /// <summary>The customer called, and it rings or was answered.</summary>
    CallReceived,

    /// <summary>The customer called, and nobody answered.</summary>
    CallMissed,

    /// <summary>A user called; <c>text</c> says how it went.</summary>
    CallPlaced,

    /// <summary>The customer left a voicemail.</summary>
    VoicemailReceived,
}

/// <summary>The newest thing that happened in a conversation.</summary>
/// <param name="Type">What it was.</param>
/// <param name="UserId">The user who did it; null where the customer did.</param>
/// <param name="Text">The beginning of the message; how a user's call went, once that is known; null for other calls.</param>
/// <param name="At">When it happened.</param>
public sealed record LastAction(LastActionType Type, string? UserId, string? Text, DateTimeOffset At)
{
    /// <summary>The user's name when they did it; null where the customer did, and in what earlier versions stored.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? UserName { get; init; }

    /// <summary>The user's message; null for all else, and in what earlier versions stored.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? MessageId { get; init; }

    /// <summary>How far the user's message got; null where <see cref="MessageId"/> is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Delivery? Delivery { get; init; }

    /// <summary>How long a voicemail is; null for all else, and where that is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? Duration { get; init; }
}

/// <summary>The saved customer that a conversation's customer number belongs to.</summary>
public sealed record SavedCustomer(string Id, string Name);

/// <summary>A message or call back by which a user responded, and that is not known to have failed.</summary>
public sealed record Response(string ItemId, DateTimeOffset At)
{
    /// <summary>
    /// The <see cref="Conversation.CustomerVersion"/> that a message answers; null where its writer had not seen all, and for calls.
    /// </summary>
    public long? CustomerVersion { get; init; }
}

/// <summary>Whether the customer allows our texts, as of the newest word about it; later words by time win.</summary>
public sealed record OptOut(bool OptedOut, DateTimeOffset At)
{
    /// <summary>Whether this word counts instead of the one known: the newer does, and of two at the same time the refusal.</summary>
    public bool Supersedes(OptOut? known) => known is null || At > known.At || (At == known.At && OptedOut && !known.OptedOut);
}

/// <summary>A text that may be an opt-out, for the team to decide.</summary>
/// <param name="ItemId">The text.</param>
/// <param name="At">When it was written.</param>
public sealed record PossibleOptOut(string ItemId, DateTimeOffset At);

/// <summary>
/// A conversation's state. Open or closed, unread and unresponded are three independent facts (docs/design.md#rules), changed by
/// <see cref="ConversationRules"/> alone.
/// </summary>
public sealed record Conversation(ConversationId Id)
{
    /// <summary>The customer whom the number belongs to; null while it belongs to nobody we know.</summary>
    public SavedCustomer? Customer { get; init; }

    /// <summary>Since when <see cref="Customer"/> is so; null where nobody ever said whose the number is.</summary>
    public DateTimeOffset? NamedAt { get; init; }

    /// <summary>Open or closed.</summary>
    public ConversationStatus Status { get; init; }

    /// <summary>How many things the customer did that the team has not looked at; a closed conversation has none.</summary>
    public int UnreadCount { get; init; }

    /// <summary>The customer's last message or missed call has had no message or call back that got through.</summary>
    public bool Unresponded { get; init; }

    /// <summary>The newest opt-out or opt-in of the customer number, given to any number of ours; null where there was none.</summary>
    public OptOut? OptOut { get; init; }

    /// <summary>
    /// The newest text that may be an opt-out, until the team notes one or dismisses it, or the customer says STOP or START; null where
    /// nothing is to be decided.
    /// </summary>
    public PossibleOptOut? MayBeOptOut { get; init; }

    /// <summary>What happened last, by the time at which it happened; null while nothing has.</summary>
    public LastAction? LastAction { get; init; }

    /// <summary>The conversation's place in the lists; it never goes back.</summary>
    public DateTimeOffset LastActivityAt { get; init; }

    /// <summary>Counts every change.</summary>
    public long Version { get; init; }

    /// <summary>The version at which the customer last did anything.</summary>
    public long CustomerVersion { get; init; }

    /// <summary>The newest responses that are not known to have failed, newest first.</summary>
    public ImmutableArray<Response> Responses { get; init; } = [];

    /// <summary>The newest messages that were a response and failed, newest first: one that arrives after all is a response
    /// again.</summary>
    public ImmutableArray<Response> FailedResponses { get; init; } = [];

    /// <summary>Whether the team has not looked at something.</summary>
    [JsonIgnore]
    public bool Unread => UnreadCount > 0;

    /// <summary>Whether the customer refuses our texts.</summary>
    [JsonIgnore]
    public bool OptedOut => OptOut?.OptedOut ?? false;

    /// <summary>
    /// Whether all that the customer did was there at the version that a user saw; true where none is named. A version that has not been
    /// yet is one of a conversation that was erased.
    /// </summary>
    public bool WasSeen(long? seenThrough) => seenThrough is not { } seen || (CustomerVersion <= seen && seen <= Version);
}
