using System.Text.Json.Serialization;

namespace ZuperConnect.Conversations;

/// <summary>
/// Something that somebody did, or wants to do, in a conversation. Its time and source id are set before it is first sent, so that a
/// repetition is the same command and writes the same rows.
/// </summary>
/// <param name="SourceId">The provider's id of the event, or the client's UUID, with the kind of command as prefix if one id can stand for
/// several. It must be valid in a table key: no <c>/ \ # ?</c> and no control characters.</param>
/// <param name="At">The time at which it happened, or at which the server first received it.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "command")]
[JsonDerivedType(typeof(ReceiveMessage), "receiveMessage")]
[JsonDerivedType(typeof(SendMessage), "sendMessage")]
[JsonDerivedType(typeof(ReleaseMessage), "releaseMessage")]
[JsonDerivedType(typeof(ChangeScheduledMessage), "changeScheduledMessage")]
[JsonDerivedType(typeof(CancelScheduledMessage), "cancelScheduledMessage")]
[JsonDerivedType(typeof(ChangeDelivery), "changeDelivery")]
[JsonDerivedType(typeof(ChangeAttachment), "changeAttachment")]
[JsonDerivedType(typeof(RingCall), "ringCall")]
[JsonDerivedType(typeof(PlaceCall), "placeCall")]
[JsonDerivedType(typeof(DialCustomer), "dialCustomer")]
[JsonDerivedType(typeof(ConnectCall), "connectCall")]
[JsonDerivedType(typeof(EndCall), "endCall")]
[JsonDerivedType(typeof(ReceiveVoicemail), "receiveVoicemail")]
[JsonDerivedType(typeof(AttachRecording), "attachRecording")]
[JsonDerivedType(typeof(RemoveRecording), "removeRecording")]
[JsonDerivedType(typeof(AddComment), "addComment")]
[JsonDerivedType(typeof(AddJob), "addJob")]
[JsonDerivedType(typeof(MarkRead), "markRead")]
[JsonDerivedType(typeof(MarkUnread), "markUnread")]
[JsonDerivedType(typeof(Close), "close")]
[JsonDerivedType(typeof(Open), "open")]
[JsonDerivedType(typeof(Snooze), "snooze")]
[JsonDerivedType(typeof(EndSnooze), "endSnooze")]
[JsonDerivedType(typeof(CloseSilent), "closeSilent")]
[JsonDerivedType(typeof(AssignConversation), "assignConversation")]
[JsonDerivedType(typeof(SendAutomaticText), "sendAutomaticText")]
[JsonDerivedType(typeof(MarkOverdue), "markOverdue")]
[JsonDerivedType(typeof(NoteOptOut), "noteOptOut")]
[JsonDerivedType(typeof(DismissOptOut), "dismissOptOut")]
[JsonDerivedType(typeof(NameCustomer), "nameCustomer")]
[JsonDerivedType(typeof(EraseHistory), "forgetPast")]
public abstract record Command(string SourceId, DateTimeOffset At);

/// <summary>The customer sent a text.</summary>
public sealed record ReceiveMessage(string SourceId, DateTimeOffset At, string Text) : Command(SourceId, At)
{
    /// <summary>The pictures and other files of the message; null if it has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ReceivedFile>? Files { get; init; }

    /// <summary>The keyword that the provider recognized and acted on, if it handles opt-outs itself; otherwise null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OptOutKeyword? Keyword { get; init; }
}

/// <summary>A user sends a text to the customer. The source id is the id of the message.</summary>
public sealed record SendMessage(string SourceId, DateTimeOffset At, Author By, string Text) : Command(SourceId, At)
{
    /// <summary>The version of the conversation that the user saw; null for the newest.</summary>
    public long? SeenThrough { get; init; }

    /// <summary>Whether it is sent even if another user sent something after <see cref="SeenThrough"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Force { get; init; }

    /// <summary>When it is sent; null for at once.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? SendAt { get; init; }

    /// <summary>Whether it is canceled if the customer writes before <see cref="SendAt"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool CancelIfCustomerWrites { get; init; }

    /// <summary>Whether the conversation must exist. Otherwise the message can start one.</summary>
    public bool IsReply { get; init; }

    /// <summary>The pictures of the message, which are stored already; null if it has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Attachment>? Attachments { get; init; }
}

/// <summary>A command about an existing timeline item, which the rules need for their decision.</summary>
public abstract record ItemCommand(string SourceId, DateTimeOffset At, string ItemId, DateTimeOffset ItemAt) : Command(SourceId, At);

/// <summary>The time of a scheduled message has come, or a user sends it before.</summary>
public sealed record ReleaseMessage(string SourceId, DateTimeOffset At, string ItemId, DateTimeOffset ItemAt)
    : ItemCommand(SourceId, At, ItemId, ItemAt)
{
    /// <summary>The user who sends it before its time; null if its time has come.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Author? By { get; init; }

    /// <summary>The version of the conversation that the user saw; null for the newest.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? SeenThrough { get; init; }

    /// <summary>Whether the user sends it even if another user sent something after <see cref="SeenThrough"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Force { get; init; }

    /// <summary>Why it cannot be sent any more; null if it can.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FailureReason { get; init; }
}

/// <summary>A user changes a scheduled message. What is null stays as it is.</summary>
public sealed record ChangeScheduledMessage(string SourceId, DateTimeOffset At, string ItemId, DateTimeOffset ItemAt, Author By)
    : ItemCommand(SourceId, At, ItemId, ItemAt)
{
    /// <summary>The new text.</summary>
    public string? Text { get; init; }

    /// <summary>The new time.</summary>
    public DateTimeOffset? SendAt { get; init; }

    /// <summary>Whether it is canceled if the customer writes before.</summary>
    public bool? CancelIfCustomerWrites { get; init; }

    /// <summary>The version of the conversation that the user saw; null for the newest.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? SeenThrough { get; init; }
}

/// <summary>A scheduled message is canceled: by a user, or, if <paramref name="By"/> is null, because the customer wrote.</summary>
/// <param name="SourceId">See <see cref="Command"/>.</param>
/// <param name="At">See <see cref="Command"/>.</param>
/// <param name="ItemId">The id of the message.</param>
/// <param name="ItemAt">When it is to be sent.</param>
/// <param name="By">The user; null if the customer wrote.</param>
public sealed record CancelScheduledMessage(string SourceId, DateTimeOffset At, string ItemId, DateTimeOffset ItemAt, Author? By)
    : ItemCommand(SourceId, At, ItemId, ItemAt);

/// <summary>The delivery of a user's message changed.</summary>
public sealed record ChangeDelivery(string SourceId, DateTimeOffset At, string ItemId, DateTimeOffset ItemAt, Delivery Delivery)
    : ItemCommand(SourceId, At, ItemId, ItemAt)
{
    /// <summary>Why the message failed, with the provider's code.</summary>
    public string? FailureReason { get; init; }

    /// <summary>Whether the message failed because the customer opted out at the provider or carrier. This counts as STOP.</summary>
    public bool OptedOut { get; init; }
}

/// <summary>The file of a customer's message was copied, or could not be.</summary>
public sealed record ChangeAttachment(
    string SourceId, DateTimeOffset At, string ItemId, DateTimeOffset ItemAt, string AttachmentId, AttachmentState State)
    : ItemCommand(SourceId, At, ItemId, ItemAt)
{
    /// <summary>Its length in bytes; null if it could not be copied.</summary>
    public long? Size { get; init; }

    /// <summary>The media type of the copy; null if it could not be copied.</summary>
    public string? ContentType { get; init; }
}

/// <summary>
/// A command about a call. Calls report in any order: each of these can come first, repeated, or after the end of the call.
/// </summary>
/// <param name="SourceId">See <see cref="Command"/>.</param>
/// <param name="At">See <see cref="Command"/>.</param>
/// <param name="CallId">The id of the call and of its timeline item.</param>
/// <param name="StartedAt">When the call started to ring. This is its place in the timeline.</param>
/// <param name="Direction">Who called whom.</param>
/// <param name="CalledBy">The user who placed the call; null for a customer's call.</param>
public abstract record CallCommand(
    string SourceId, DateTimeOffset At, string CallId, DateTimeOffset StartedAt, Direction Direction, Author? CalledBy)
    : ItemCommand(SourceId, At, CallId, StartedAt);

/// <summary>The customer's call rings.</summary>
public sealed record RingCall(string SourceId, DateTimeOffset At, string CallId)
    : CallCommand(SourceId, At, CallId, At, Direction.Inbound, null);

/// <summary>A user places a call; the user's own device rings first.</summary>
public sealed record PlaceCall(string SourceId, DateTimeOffset At, string CallId, Author By)
    : CallCommand(SourceId, At, CallId, At, Direction.Outbound, By);

/// <summary>
/// The customer's phone is called, in a user's call. Not sent any more, but read from stored work of earlier versions. It only says that
/// the call began.
/// </summary>
public sealed record DialCustomer(string SourceId, DateTimeOffset At, string CallId, DateTimeOffset StartedAt, Author By)
    : CallCommand(SourceId, At, CallId, StartedAt, Direction.Outbound, By);

/// <summary>A call was answered: a customer's call by a user, or a user's call by the customer.</summary>
public sealed record ConnectCall(
    string SourceId, DateTimeOffset At, string CallId, DateTimeOffset StartedAt, Direction Direction, Author? CalledBy, Author? AnsweredBy)
    : CallCommand(SourceId, At, CallId, StartedAt, Direction, CalledBy);

/// <summary>A call ended.</summary>
public sealed record EndCall(
    string SourceId, DateTimeOffset At, string CallId, DateTimeOffset StartedAt, Direction Direction, Author? CalledBy, CallStatus Status)
    : CallCommand(SourceId, At, CallId, StartedAt, Direction, CalledBy)
{
    /// <summary>The time from answer to end; null if nobody answered.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The user who answered a customer's call.</summary>
    public Author? AnsweredBy { get; init; }

    /// <summary>The outcome of a user's call; null for a customer's call.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CallOutcome? Outcome { get; init; }
}

/// <summary>The voicemail of a customer's call is available.</summary>
public sealed record ReceiveVoicemail(string SourceId, DateTimeOffset At, string CallId, DateTimeOffset StartedAt, string RecordingId)
    : CallCommand(SourceId, At, CallId, StartedAt, Direction.Inbound, null)
{
    /// <summary>Its length according to the provider; null if unknown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? Duration { get; init; }
}

/// <summary>The recording of a call is available.</summary>
public sealed record AttachRecording(
    string SourceId, DateTimeOffset At, string CallId, DateTimeOffset StartedAt, Direction Direction, Author? CalledBy, string RecordingId)
    : CallCommand(SourceId, At, CallId, StartedAt, Direction, CalledBy)
{
    /// <summary>Its length according to the provider; null if unknown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? Duration { get; init; }
}

/// <summary>The automatic text for a missed call is due. The item is the call.</summary>
public sealed record SendAutomaticText(string SourceId, DateTimeOffset At, string ItemId, DateTimeOffset ItemAt)
    : ItemCommand(SourceId, At, ItemId, ItemAt);

/// <summary>An admin deleted a recording.</summary>
public sealed record RemoveRecording(string SourceId, DateTimeOffset At, string ItemId, DateTimeOffset ItemAt, string RecordingId)
    : ItemCommand(SourceId, At, ItemId, ItemAt);

/// <summary>A user adds a comment. The customer never sees it. The source id is the id of the comment.</summary>
public sealed record AddComment(string SourceId, DateTimeOffset At, Author By, string Text) : Command(SourceId, At);

/// <summary>A user created a job for the customer.</summary>
public sealed record AddJob(string SourceId, DateTimeOffset At, Author By, string JobId, string Title) : Command(SourceId, At);

/// <summary>A user read the conversation up to a version (null for the newest).</summary>
public sealed record MarkRead(string SourceId, DateTimeOffset At, Author By, long? SeenThrough) : Command(SourceId, At);

/// <summary>A user marks the conversation as unread for the team.</summary>
public sealed record MarkUnread(string SourceId, DateTimeOffset At, Author By) : Command(SourceId, At);

/// <summary>A user closes the conversation, having seen it up to a version (null for the newest).</summary>
public sealed record Close(string SourceId, DateTimeOffset At, Author By, long? SeenThrough) : Command(SourceId, At);

/// <summary>A user reopens a closed conversation.</summary>
public sealed record Open(string SourceId, DateTimeOffset At, Author By) : Command(SourceId, At);

/// <summary>A user puts the conversation aside until a time, or until the customer writes or calls.</summary>
public sealed record Snooze(string SourceId, DateTimeOffset At, Author By, DateTimeOffset Until) : Command(SourceId, At)
{
    /// <summary>The version of the conversation that the user saw; null for the newest.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? SeenThrough { get; init; }
}

/// <summary>The time of a snoozed conversation has come (<paramref name="Until"/>), or a user takes it back before.</summary>
/// <param name="SourceId">See <see cref="Command"/>.</param>
/// <param name="At">See <see cref="Command"/>.</param>
/// <param name="By">The user; null if the time has come.</param>
/// <param name="Until">The time that has come; null for a user.</param>
public sealed record EndSnooze(string SourceId, DateTimeOffset At, Author? By, DateTimeOffset? Until) : Command(SourceId, At);

/// <summary>The inbox closes the conversation if nothing happened in it for so many days and nobody waits.</summary>
public sealed record CloseSilent(string SourceId, DateTimeOffset At, int Days) : Command(SourceId, At);

/// <summary>A user assigns the conversation to a member, or to nobody (null).</summary>
public sealed record AssignConversation(string SourceId, DateTimeOffset At, Author By, Author? Assignee) : Command(SourceId, At);

/// <summary>The customer has waited for a response for longer than the number allows, since this time.</summary>
public sealed record MarkOverdue(string SourceId, DateTimeOffset At, DateTimeOffset UnrespondedSince) : Command(SourceId, At);

/// <summary>The customer opted out or in, in another conversation or by other means.</summary>
public sealed record NoteOptOut(string SourceId, DateTimeOffset At, bool OptedOut) : Command(SourceId, At);

/// <summary>A user decides that a possible opt-out is none, having seen the conversation up to a version (null for the newest).</summary>
public sealed record DismissOptOut(string SourceId, DateTimeOffset At, Author By, long? SeenThrough) : Command(SourceId, At);

/// <summary>
/// The customer number now belongs to a saved customer, or to nobody (null). The newest by time counts, in whatever order they arrive.
/// </summary>
public sealed record NameCustomer(string SourceId, DateTimeOffset At, SavedCustomer? Customer) : Command(SourceId, At);

/// <summary>
/// The customer was erased. Everything up to <see cref="Command.At"/> is removed from a conversation that goes on. A conversation without
/// later activity is deleted instead.
/// </summary>
public sealed record EraseHistory(string SourceId, DateTimeOffset At, string CustomerId) : Command(SourceId, At);
