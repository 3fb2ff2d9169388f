using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ZuperConnect.Conversations;

/// <summary>The status of a conversation.</summary>
public enum ConversationStatus
{
    /// <summary>The conversation needs the team.</summary>
    Open,

    /// <summary>The conversation is resolved, until the customer writes or calls, or a user's message is sent or fails.</summary>
    Closed,
}

/// <summary>The kind of last action that the list of conversations shows.</summary>
public enum LastActionType
{
    /// <summary>The customer sent a text.</summary>
    MessageReceived,

    /// <summary>A user sent a text.</summary>
    MessageSent,

    /// <summary>A user's text was not delivered.</summary>
    MessageFailed,

    /// <summary>The customer called, and the call rings or was answered.</summary>
    CallReceived,

    /// <summary>The customer called, and nobody answered.</summary>
    CallMissed,

    /// <summary>A user called; <c>text</c> says how it went.</summary>
    CallPlaced,

    /// <summary>The customer left a voicemail.</summary>
    VoicemailReceived,
}

/// <summary>The newest thing that happened in a conversation.</summary>
/// <param name="Type">Its kind.</param>
/// <param name="UserId">The user who did it; null if it was the customer.</param>
/// <param name="Text">The start of the text of a message, or its pictures and files in words if it has no text; the outcome of a user's
/// call once it is known; otherwise null.</param>
/// <param name="At">When it happened.</param>
public sealed record LastAction(LastActionType Type, string? UserId, string? Text, DateTimeOffset At)
{
    /// <summary>The maximum length of the text.</summary>
    public const int MaxTextLength = 160;

    /// <summary>The name of the user at that time; null for the customer, and in rows of earlier versions.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? UserName { get; init; }

    /// <summary>The id of a user's message; otherwise null, and null in rows of earlier versions.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? MessageId { get; init; }

    /// <summary>The delivery of the message; null if <see cref="MessageId"/> is null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Delivery? Delivery { get; init; }

    /// <summary>The length of a voicemail; otherwise null, and null if unknown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? Duration { get; init; }
}

/// <summary>The saved customer who has a conversation's customer number.</summary>
public sealed record SavedCustomer(string Id, string Name);

/// <summary>A message or call by which a user responded, unless it is known to have failed.</summary>
public sealed record Response(string ItemId, DateTimeOffset At)
{
    /// <summary>
    /// The <see cref="Conversation.CustomerVersion"/> that a message answers; null for calls, and if its author had not seen everything.
    /// </summary>
    public long? CustomerVersion { get; init; }

    /// <summary>
    /// Since when the customer waited for it, and waits again if it fails; null if nobody waited, for calls, and in rows of earlier
    /// versions.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? UnrespondedSince { get; init; }

    /// <summary>When the provider sent a message, or delivered it later; null if neither is known, and for calls.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? SentAt { get; init; }
}

/// <summary>A message of a user.</summary>
/// <param name="ItemId">The id of the message.</param>
/// <param name="At">When it was sent.</param>
/// <param name="UserId">Who sent it.</param>
/// <param name="Version">The version of the conversation with it.</param>
public sealed record UserMessage(string ItemId, DateTimeOffset At, string UserId, long Version);

/// <summary>A message that waits for its time.</summary>
/// <param name="ItemId">The id of the message.</param>
/// <param name="At">When it is to be sent.</param>
/// <param name="ScheduledAt">When a user scheduled it.</param>
public sealed record ScheduledMessage(string ItemId, DateTimeOffset At, DateTimeOffset ScheduledAt)
{
    /// <summary>Whether it is canceled if the customer writes before.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool CancelIfCustomerWrites { get; init; }

    /// <summary>Whether it is to be canceled, because the customer wrote.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Superseded { get; init; }

    /// <summary>
    /// The <see cref="Conversation.CustomerVersion"/> that it answers; null if its author had not seen everything.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? CustomerVersion { get; init; }
}

/// <summary>The customer's newest opt-out or opt-in, by time.</summary>
public sealed record OptOut(bool OptedOut, DateTimeOffset At)
{
    /// <summary>Why a message fails after an opt-out, in words, without the full stop.</summary>
    public const string FailureReason = "The customer has opted out of texts";

    /// <summary>Whether this one replaces the known one. The newer one counts; at equal times the opt-out does.</summary>
    public bool Supersedes(OptOut? known) => known is null || At > known.At || (At == known.At && OptedOut && !known.OptedOut);
}

/// <summary>A text that may be an opt-out. The team decides.</summary>
/// <param name="ItemId">The id of the message.</param>
/// <param name="At">When it was sent.</param>
public sealed record PossibleOptOut(string ItemId, DateTimeOffset At);

/// <summary>
/// The state of a conversation. Status, unread and unresponded are independent of each other (docs/design.md#rules). Only <see
/// cref="ConversationRules"/> changes it.
/// </summary>
public sealed record Conversation(ConversationId Id)
{
    /// <summary>The saved customer who has the number; null if there is none.</summary>
    public SavedCustomer? Customer { get; init; }

    /// <summary>The time of the last change of <see cref="Customer"/>; null if it was never set.</summary>
    public DateTimeOffset? NamedAt { get; init; }

    /// <summary>The status.</summary>
    public ConversationStatus Status { get; init; }

    /// <summary>How many actions of the customer the team has not looked at. Always 0 for a closed conversation.</summary>
    public int UnreadCount { get; init; }

    /// <summary>Whether no message or call got through since the customer's last message or missed call.</summary>
    public bool Unresponded { get; init; }

    /// <summary>Since when the customer waits for a response; null if nobody waits, and in rows of earlier versions.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? UnrespondedSince { get; init; }

    /// <summary>Whether the customer has waited for longer than the number allows.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Overdue { get; init; }

    /// <summary>The member whose task the conversation is; null if it is everybody's.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Author? Assignee { get; init; }

    /// <summary>Whether it has a place in the lists of assignees while it is open. False in rows of earlier versions.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ListedByAssignee { get; init; }

    /// <summary>When the inbox last sent the customer a text by itself; null if it never did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? LastAutomaticTextAt { get; init; }

    /// <summary>The newest opt-out or opt-in of the customer number, for any number of the business; null if there is none.</summary>
    public OptOut? OptOut { get; init; }

    /// <summary>
    /// The newest text that may be an opt-out; null if there is none or if it is settled: by the team, or by a later STOP or START.
    /// </summary>
    public PossibleOptOut? MayBeOptOut { get; init; }

    /// <summary>The newest action by the time at which it happened; null if there is none.</summary>
    public LastAction? LastAction { get; init; }

    /// <summary>The sort key of the conversation in the lists. It never decreases.</summary>
    public DateTimeOffset LastActivityAt { get; init; }

    /// <summary>Increases by one with every change.</summary>
    public long Version { get; init; }

    /// <summary>The version of the customer's last action.</summary>
    public long CustomerVersion { get; init; }

    /// <summary>The newest responses, newest first, without those that are known to have failed.</summary>
    public ImmutableArray<Response> Responses { get; init; } = [];

    /// <summary>The newest responses that failed, newest first. If one arrives after all, it counts as a response again.</summary>
    public ImmutableArray<Response> FailedResponses { get; init; } = [];

    /// <summary>The last message of a user; null if there is none, or if it was sent with an earlier version of the app.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public UserMessage? LastUserMessage { get; init; }

    /// <summary>When a snoozed conversation returns by itself; null if it is not snoozed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? SnoozedUntil { get; init; }

    /// <summary>
    /// When it was last reopened, assigned or commented on, got a job, lost a scheduled message, or returned from a snooze; null if it
    /// never was, and in rows of earlier versions.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? AttendedAt { get; init; }

    /// <summary>The messages that wait for their time; null if there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<ScheduledMessage>? Scheduled { get; init; }

    /// <summary>Since when nothing has happened that keeps it open: neither an activity nor anything else that the team did.</summary>
    [JsonIgnore]
    public DateTimeOffset QuietSince => AttendedAt is { } at && at > LastActivityAt ? at : LastActivityAt;

    /// <summary>Whether something is unread.</summary>
    [JsonIgnore]
    public bool Unread => UnreadCount > 0;

    /// <summary>Whether the customer has opted out of texts.</summary>
    [JsonIgnore]
    public bool OptedOut => OptOut?.OptedOut ?? false;

    /// <summary>
    /// Whether a user who saw this version has seen everything that the customer did; true if no version is given. A version greater than
    /// the current one belongs to an erased conversation and counts as unseen.
    /// </summary>
    public bool WasSeen(long? seenThrough) => seenThrough is not { } seen || (CustomerVersion <= seen && seen <= Version);

    /// <summary>The message of another user that a user who saw this version has not seen; null if there is none.</summary>
    public UserMessage? UnseenMessageOfOthers(long? seenThrough, string userId) =>
        seenThrough is { } seen && LastUserMessage is { } last && last.Version > seen && last.UserId != userId ? last : null;

    /// <summary>The conversation with status open.</summary>
    internal Conversation Opened() => this with { Status = ConversationStatus.Open };

    /// <summary>The conversation after an action of the customer: open, and not seen yet.</summary>
    internal Conversation AfterCustomer() => Opened() with { CustomerVersion = Version + 1, SnoozedUntil = null };
}
