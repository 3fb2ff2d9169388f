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

/// <summary>A member of the team.</summary>
/// <param name="UserId">The id of the member.</param>
/// <param name="Name">The name that is shown.</param>
public sealed record Author(string UserId, string Name);

/// <summary>
/// An item of a timeline, told apart by <c>type</c>. An item keeps its <c>id</c> and <c>at</c> while its state goes on: replace it by
/// <c>id</c>.
/// </summary>
/// <param name="Id">Unique in the conversation, and for ever the same for the same event.</param>
/// <param name="At">When it happened, not when it was stored.</param>
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

/// <summary>A text message.</summary>
/// <param name="Id">The id of the item.</param>
/// <param name="At">When it was sent.</param>
/// <param name="Text">The text.</param>
/// <param name="Delivery">How far it got.</param>
public sealed record MessageItem(
    string Id, DateTimeOffset At, [MaxLength(MessageItem.MaxTextLength)] string Text, Delivery Delivery) : TimelineItem(Id, At)
{
    /// <summary>The longest text.</summary>
    public const int MaxTextLength = 10_000;

    /// <summary>
    /// Why it failed, in words and with the provider's code; in the provider's own words where the code is not known. Null unless it
    /// failed.
    /// </summary>
    public string? FailureReason { get; init; }

    /// <summary>The text may be an opt-out in other words, and the team has still to decide.</summary>
    /// <remarks>As stored, it tells what the text was when it came: <see cref="Conversation.MayBeOptOut"/> tells what is undecided.</remarks>
    public bool MayBeOptOut { get; init; }

    /// <summary>
    /// A line that explains to the team what became of the text, such as of a CANCEL, or of a message that was reported as failed before it
    /// arrived; null where nothing needs to be explained.
    /// </summary>
    public string? Note { get; init; }
}

/// <summary>A phone call, placed where it began to ring.</summary>
/// <param name="Id">The id of the call.</param>
/// <param name="At">When it began to ring.</param>
/// <param name="Status">Where it stands.</param>
public sealed record CallItem(string Id, DateTimeOffset At, CallStatus Status) : TimelineItem(Id, At)
{
    /// <summary>From answer to end; null until an answered call has ended.</summary>
    [JsonPropertyName("durationSeconds")]
    [JsonConverter(typeof(SecondsJsonConverter))]
    [Range(0, double.MaxValue)]
    public TimeSpan? Duration { get; init; }

    /// <summary>
    /// When both sides began to talk; null while they have not, and for calls that were stored before this was kept.
    /// </summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>The user who answered a customer's call; null while nobody has.</summary>
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
/// <param name="Id">The id of the item.</param>
/// <param name="At">When it was written.</param>
/// <param name="Text">The text.</param>
public sealed record CommentItem(string Id, DateTimeOffset At, [MaxLength(CommentItem.MaxTextLength)] string Text) : TimelineItem(Id, At)
{
    /// <summary>The longest text.</summary>
    public const int MaxTextLength = 5_000;
}

/// <summary>
/// The conversation was closed or opened: by a user, or, where <c>by</c> is null, by what the customer did or by a message that failed.
/// </summary>
/// <param name="Id">The id of the item.</param>
/// <param name="At">When it happened.</param>
/// <param name="Status">The status since then.</param>
public sealed record StatusItem(string Id, DateTimeOffset At, ConversationStatus Status) : TimelineItem(Id, At);

/// <summary>A job was made for the customer.</summary>
/// <param name="Id">The id of the item.</param>
/// <param name="At">When it was made.</param>
/// <param name="JobId">The job.</param>
/// <param name="Title">What is to be done.</param>
public sealed record JobItem(string Id, DateTimeOffset At, string JobId, [MaxLength(JobItem.MaxTitleLength)] string Title)
    : TimelineItem(Id, At)
{
    /// <summary>The longest title.</summary>
    public const int MaxTitleLength = 200;
}
