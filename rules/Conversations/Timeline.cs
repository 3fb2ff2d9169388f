using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
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
/// <param name="UserId">The id of the member.</param>
/// <param name="Name">The name of the member.</param>
public sealed record Author(string UserId, string Name);

/// <summary>
/// An item of a conversation's timeline. The kinds differ by <c>type</c>. An item keeps its <c>id</c> when its state changes: replace it by
/// <c>id</c>. It also keeps its <c>at</c>, except for a scheduled message whose time changes, or that is sent or canceled.
/// </summary>
/// <param name="Id">Unique in the conversation, and for ever the same for the same event.</param>
/// <param name="At">When it happened, not when it was stored.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(MessageItem), "message")]
[JsonDerivedType(typeof(CallItem), "call")]
[JsonDerivedType(typeof(CommentItem), "comment")]
[JsonDerivedType(typeof(StatusItem), "status")]
[JsonDerivedType(typeof(AssignmentItem), "assignment")]
[JsonDerivedType(typeof(OverdueItem), "overdue")]
[JsonDerivedType(typeof(SnoozeItem), "snooze")]
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

    /// <summary>The text that can be searched; null if it has none, or if it is not sent.</summary>
    [JsonIgnore]
    public virtual string? SearchableText => null;
}

/// <summary>A message: a text, pictures and other files, or both.</summary>
/// <param name="Id">The id of the item.</param>
/// <param name="At">The time of the message.</param>
/// <param name="Text">The text.</param>
/// <param name="Delivery">The delivery.</param>
public sealed record MessageItem(
    string Id, DateTimeOffset At, [MaxLength(MessageItem.MaxTextLength)] string Text, Delivery Delivery) : TimelineItem(Id, At)
{
    /// <summary>The maximum length of a text.</summary>
    public const int MaxTextLength = 10_000;

    /// <summary>
    /// Why it failed, with the provider's code, or in the provider's words if the code is not known. Null if it did not fail.
    /// </summary>
    public string? FailureReason { get; init; }

    /// <summary>The text may be an opt-out in other words, and the team has not decided yet.</summary>
    /// <remarks>As stored, it is what the text was when it arrived: <see cref="Conversation.MayBeOptOut"/> is what is undecided.</remarks>
    public bool MayBeOptOut { get; init; }

    /// <summary>
    /// A note that explains the message to the team, such as a CANCEL, or a message that was reported as failed before it was delivered;
    /// null if there is none.
    /// </summary>
    public string? Note { get; init; }

    /// <summary>True if the inbox sent it by itself; otherwise left out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Automatic { get; init; }

    /// <summary>
    /// When it is to be sent, or was to be when it was canceled; otherwise null. While it is scheduled, <c>at</c> is the same time.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? SendAt { get; init; }

    /// <summary>When a user scheduled it; null if it was sent at once.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? ScheduledAt { get; init; }

    /// <summary>For a scheduled message: whether it is canceled if the customer writes before.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool CancelIfCustomerWrites { get; init; }

    /// <summary>The pictures and other files of the message.</summary>
    public ImmutableArray<Attachment> Attachments { get; init; } = [];

    /// <inheritdoc/>
    [JsonIgnore]
    public override string? SearchableText => Delivery is Delivery.Scheduled or Delivery.Canceled ? null : Text;
}

/// <summary>A phone call. Its place in the timeline is the time at which it started to ring.</summary>
/// <param name="Id">The id of the call.</param>
/// <param name="At">When it started to ring.</param>
/// <param name="Status">The status.</param>
public sealed record CallItem(string Id, DateTimeOffset At, CallStatus Status) : TimelineItem(Id, At)
{
    /// <summary>The time from answer to end; null until an answered call ends.</summary>
    [JsonPropertyName("durationSeconds")]
    [JsonConverter(typeof(SecondsJsonConverter))]
    [Range(0, double.MaxValue)]
    public TimeSpan? Duration { get; init; }

    /// <summary>When both sides started to talk; null if they have not, and for calls that were stored before this was kept.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>The user who answered a customer's call; null if nobody has.</summary>
    public Author? AnsweredBy { get; init; }

    /// <summary>Whether the caller left a voicemail.</summary>
    public bool Voicemail { get; init; }

    /// <summary>The recording of the call or of its voicemail.</summary>
    public string? RecordingId { get; init; }

    /// <summary>The length of the recording; null if there is none or if it is unknown.</summary>
    [JsonPropertyName("recordingDurationSeconds")]
    [JsonConverter(typeof(SecondsJsonConverter))]
    [Range(0, double.MaxValue)]
    public TimeSpan? RecordingDuration { get; init; }
}

/// <summary>A comment of the team. The customer never sees it.</summary>
/// <param name="Id">The id of the item.</param>
/// <param name="At">When it was written.</param>
/// <param name="Text">The text.</param>
public sealed record CommentItem(string Id, DateTimeOffset At, [MaxLength(CommentItem.MaxTextLength)] string Text) : TimelineItem(Id, At)
{
    /// <summary>The maximum length of a text.</summary>
    public const int MaxTextLength = 5_000;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string? SearchableText => Text;
}

/// <summary>
/// The conversation was closed or opened by a user or, if <c>by</c> is null, by an action of the customer or a failed message.
/// </summary>
/// <param name="Id">The id of the item.</param>
/// <param name="At">When it happened.</param>
/// <param name="Status">The new status.</param>
public sealed record StatusItem(string Id, DateTimeOffset At, ConversationStatus Status) : TimelineItem(Id, At)
{
    /// <summary>The days of silence after which the inbox closed it; null if it was closed or opened otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? AfterDays { get; init; }
}

/// <summary>
/// The conversation was put aside by a user, or returned: by a user, or, if <c>by</c> is null, because its time had come.
/// </summary>
/// <param name="Id">The id of the item.</param>
/// <param name="At">When it happened.</param>
/// <param name="Until">When it returns; null if it returned.</param>
public sealed record SnoozeItem(string Id, DateTimeOffset At, DateTimeOffset? Until) : TimelineItem(Id, At);

/// <summary>
/// The conversation was assigned: by a user, or, if <c>by</c> is null, by the inbox, when the conversation reopened.
/// </summary>
/// <param name="Id">The id of the item.</param>
/// <param name="At">When it happened.</param>
/// <param name="Assignee">The member whose task the conversation is; null if it is everybody's.</param>
public sealed record AssignmentItem(string Id, DateTimeOffset At, Author? Assignee) : TimelineItem(Id, At);

/// <summary>The customer waited for a response for longer than the number allows.</summary>
/// <param name="Id">The id of the item.</param>
/// <param name="At">When that was noticed.</param>
/// <param name="Since">Since when the customer waited.</param>
public sealed record OverdueItem(string Id, DateTimeOffset At, DateTimeOffset Since) : TimelineItem(Id, At);

/// <summary>A job was created for the customer.</summary>
/// <param name="Id">The id of the item.</param>
/// <param name="At">When it was created.</param>
/// <param name="JobId">The job.</param>
/// <param name="Title">What is to be done.</param>
public sealed record JobItem(string Id, DateTimeOffset At, string JobId, [MaxLength(JobItem.MaxTitleLength)] string Title)
    : TimelineItem(Id, At)
{
    /// <summary>The maximum length of a title.</summary>
    public const int MaxTitleLength = 200;
}
