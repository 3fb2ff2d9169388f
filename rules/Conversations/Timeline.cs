using System.Text.Json.Serialization;
using ZuperConnect.Json;

namespace ZuperConnect.Conversations;

/// <summary>The side that an item comes from.</summary>
public enum Direction
{
    /// <summary>From the customer.</summary>
    Inbound,

    /// <summary>From the team.</summary>
    Outbound,
}

/// <summary>The team member who did something, with the name at that time.</summary>
public sealed record Author(string UserId, string Name);

/// <summary>
/// An item of a conversation's timeline. <see cref="Id"/> is unique in the conversation and the same for a repeated event. <see cref="At"/>
/// is the time at which it happened, not at which it was stored.
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
    /// <summary>The direction; null for comments, status changes and jobs.</summary>
    [JsonPropertyOrder(-2)]
    public Direction? Direction { get; init; }

    /// <summary>The user who did it; null if it was the customer or the inbox itself.</summary>
    [JsonPropertyOrder(-1)]
    public Author? By { get; init; }
}

/// <summary>A text message.</summary>
public sealed record MessageItem(string Id, DateTimeOffset At, string Text, Delivery Delivery) : TimelineItem(Id, At)
{
    /// <summary>Why it failed, with the provider's code; otherwise null.</summary>
    public string? FailureReason { get; init; }

    /// <summary>
    /// Whether it was recognized as a possible opt-out when it arrived. The API shows it only while the team has to decide: see <see
    /// cref="Conversation.MayBeOptOut"/>.
    /// </summary>
    public bool MayBeOptOut { get; init; }

    /// <summary>A note that explains the message to the team; null if there is none.</summary>
    public string? Note { get; init; }
}

/// <summary>A phone call. Its place in the timeline is the time at which it started to ring.</summary>
public sealed record CallItem(string Id, DateTimeOffset At, CallStatus Status) : TimelineItem(Id, At)
{
    /// <summary>The time from answer to end; null until an answered call ends.</summary>
    [JsonPropertyName("durationSeconds")]
    [JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan? Duration { get; init; }

    /// <summary>When both sides started to talk; null if they have not, and in rows of earlier versions.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>The user who answered; null if nobody has.</summary>
    public Author? AnsweredBy { get; init; }

    /// <summary>Whether the caller left a voicemail.</summary>
    public bool Voicemail { get; init; }

    /// <summary>The recording of the call or of its voicemail.</summary>
    public string? RecordingId { get; init; }

    /// <summary>The length of the recording; null if there is none or if it is unknown.</summary>
    [JsonPropertyName("recordingDurationSeconds")]
    [JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan? RecordingDuration { get; init; }
}

/// <summary>A comment of the team. The customer never sees it.</summary>
public sealed record CommentItem(string Id, DateTimeOffset At, string Text) : TimelineItem(Id, At);

/// <summary>The conversation was closed or opened, by a user or by an action of the customer.</summary>
public sealed record StatusItem(string Id, DateTimeOffset At, ConversationStatus Status) : TimelineItem(Id, At);

/// <summary>A user created a job for the customer.</summary>
public sealed record JobItem(string Id, DateTimeOffset At, string JobId, string Title) : TimelineItem(Id, At);
