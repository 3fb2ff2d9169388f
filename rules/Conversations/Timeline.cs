using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using ZuperConnect.Json;

namespace ZuperConnect.Conversations;

/// <summary>Which side an item came from.</summary>
public enum Direction
{
    /// <summary>From the customer.</summary>
    Inbound,

    /// <summary>From the team.</summary>
    Outbound,
}

/// <summary>A member of the team who did something, as a timeline names them.</summary>
public sealed record Author(string UserId, string Name);

/// <summary>
/// Something in a conversation's timeline. <see cref="Id"/> is unique in the conversation, and for ever the same for the same
/// event; <see cref="At"/> is when it happened, never when it was stored.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(MessageItem), "message")]
[JsonDerivedType(typeof(CallItem), "call")]
[JsonDerivedType(typeof(CommentItem), "comment")]
[JsonDerivedType(typeof(StatusItem), "status")]
[JsonDerivedType(typeof(JobItem), "job")]
public abstract record TimelineItem(
    [property: JsonPropertyOrder(-4)] string Id,
    [property: JsonPropertyOrder(-3)] DateTimeOffset At)
{
    /// <summary>Null where an item has no direction: comments, status changes and jobs.</summary>
    [JsonPropertyOrder(-2)]
    public Direction? Direction { get; init; }

    /// <summary>The user who did it; null where it was the customer or the inbox itself.</summary>
    [JsonPropertyOrder(-1)]
    public Author? By { get; init; }
}

/// <summary>A text message and how far it got.</summary>
public sealed record MessageItem(
    string Id, DateTimeOffset At, [MaxLength(MessageItem.MaxTextLength)] string Text, Delivery Delivery) : TimelineItem(Id, At)
{
    /// <summary>The longest text.</summary>
    public const int MaxTextLength = 10_000;

    /// <summary>Why it failed, in words and with the provider's code; null unless it failed.</summary>
    public string? FailureReason { get; init; }

    /// <summary>
    /// Whether a person may read it as an opt-out, as it was when it came. A timeline is read with it where the team has still to decide:
    /// see <see cref="Conversation.MayBeOptOut"/>.
    /// </summary>
    public bool MayBeOptOut { get; init; }

    /// <summary>A line that explains to the team what became of it; null where nothing needs to be explained.</summary>
    public string? Note { get; init; }
}

/// <summary>A phone call, placed on the timeline where it began to ring.</summary>
public sealed record CallItem(string Id, DateTimeOffset At, CallStatus Status) : TimelineItem(Id, At)
{
    /// <summary>From answer to end; null until an answered call has ended.</summary>
    [JsonPropertyName("durationSeconds")]
    [JsonConverter(typeof(SecondsJsonConverter))]
    [Range(0, double.MaxValue)]
    public TimeSpan? Duration { get; init; }

    /// <summary>When both sides began to talk; null while they have not, and for what was stored before it was kept here.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>The user who answered; null while nobody has.</summary>
    public Author? AnsweredBy { get; init; }

    /// <summary>Whether the caller left a voicemail.</summary>
    public bool Voicemail { get; init; }

    /// <summary>The recording of the call or of its voicemail.</summary>
    public string? RecordingId { get; init; }

    /// <summary>How long the recording is; null where there is none, or the provider did not say.</summary>
    [JsonPropertyName("recordingDurationSeconds")]
    [JsonConverter(typeof(SecondsJsonConverter))]
    [Range(0, double.MaxValue)]
    public TimeSpan? RecordingDuration { get; init; }
}

/// <summary>A comment of the team's; the customer never sees it.</summary>
public sealed record CommentItem(string Id, DateTimeOffset At, [MaxLength(CommentItem.MaxTextLength)] string Text) : TimelineItem(Id, At)
{
    /// <summary>The longest text.</summary>
    public const int MaxTextLength = 5_000;
}

/// <summary>The conversation was closed or opened, by a user or by what the customer did.</summary>
public sealed record StatusItem(string Id, DateTimeOffset At, ConversationStatus Status) : TimelineItem(Id, At);

/// <summary>A user made a job for the customer.</summary>
public sealed record JobItem(string Id, DateTimeOffset At, string JobId, [MaxLength(JobItem.MaxTitleLength)] string Title)
    : TimelineItem(Id, At)
{
    /// <summary>The longest title.</summary>
    public const int MaxTitleLength = 200;
}
