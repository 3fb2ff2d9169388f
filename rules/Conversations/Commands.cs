using System.Text.Json.Serialization;

namespace ZuperConnect.Conversations;

/// <summary>
/// What somebody did or wants to do to a conversation. It carries its time and its source id, both given before it was first sent
/// on, so that a repetition is the same command and writes the same rows.
/// </summary>
/// <param name="SourceId">The provider's id of the event, or the client's UUID of the command, with the kind before it where one id
/// can stand for several; no character that a table key forbids (<c>/ \ # ?</c> and control characters).</param>
/// <param name="At">When it happened, or when it was first received.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "command")]
[JsonDerivedType(typeof(ReceiveMessage), "receiveMessage")]
[JsonDerivedType(typeof(SendMessage), "sendMessage")]
[JsonDerivedType(typeof(ChangeDelivery), "changeDelivery")]
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
[JsonDerivedType(typeof(NoteOptOut), "noteOptOut")]
[JsonDerivedType(typeof(DismissOptOut), "dismissOptOut")]
[JsonDerivedType(typeof(NameCustomer), "nameCustomer")]
[JsonDerivedType(typeof(EraseHistory), "forgetPast")]
public abstract record Command(string SourceId, DateTimeOffset At);

/// <summary>The customer wrote.</summary>
public sealed record ReceiveMessage(string SourceId, DateTimeOffset At, string Text) : Command(SourceId, At)
{
    /// <summary>What the provider took the text for, where it reads opt-outs itself and acts on them; null where it says nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OptOutKeyword? Keyword { get; init; }
}

/// <summary>A user writes to the customer; the source id is the message's id.</summary>
public sealed record SendMessage(string SourceId, DateTimeOffset At, Author By, string Text) : Command(SourceId, At)
{
    /// <summary>The version of the conversation that the user had seen; null: the newest.</summary>
    public long? SeenThrough { get; init; }

    /// <summary>Whether it answers a conversation that is there; else it may begin one.</summary>
    public bool IsReply { get; init; }
}

/// <summary>A command about a timeline item that may be there already: the decision needs that item.</summary>
public abstract record ItemCommand(string SourceId, DateTimeOffset At, string ItemId, DateTimeOffset ItemAt) : Command(SourceId, At);

/// <summary>A user's message got further, or failed.</summary>
public sealed record ChangeDelivery(string SourceId, DateTimeOffset At, string ItemId, DateTimeOffset ItemAt, Delivery Delivery)
    : ItemCommand(SourceId, At, ItemId, ItemAt)
{
    /// <summary>Why it failed, in words and with the provider's code.</summary>
    public string? FailureReason { get; init; }

    /// <summary>It failed because the customer opted out at the provider or carrier, which counts as STOP.</summary>
    public bool OptedOut { get; init; }
}

/// <summary>Something about a call. Any of these may come first, twice, or after the call has ended.</summary>
/// <param name="SourceId">See <see cref="Command"/>.</param>
/// <param name="At">See <see cref="Command"/>.</param>
/// <param name="CallId">The call's id, which is its timeline item's.</param>
/// <param name="StartedAt">When it began to ring: its place in the timeline.</param>
/// <param name="Direction">Who called whom.</param>
/// <param name="CalledBy">The user who placed the call; null for a customer's.</param>
public abstract record CallCommand(
    string SourceId, DateTimeOffset At, string CallId, DateTimeOffset StartedAt, Direction Direction, Author? CalledBy)
    : ItemCommand(SourceId, At, CallId, StartedAt);

/// <summary>The customer's call starts to ring.</summary>
public sealed record RingCall(string SourceId, DateTimeOffset At, string CallId)
    : CallCommand(SourceId, At, CallId, At, Direction.Inbound, null);

/// <summary>A user places a call; the user's own device rings first.</summary>
public sealed record PlaceCall(string SourceId, DateTimeOffset At, string CallId, Author By)
    : CallCommand(SourceId, At, CallId, At, Direction.Outbound, By);

/// <summary>The customer's phone is dialled for a user's call. Earlier versions told it, and what they stored is read; it says no more than
/// that the call began.</summary>
public sealed record DialCustomer(string SourceId, DateTimeOffset At, string CallId, DateTimeOffset StartedAt, Author By)
    : CallCommand(SourceId, At, CallId, StartedAt, Direction.Outbound, By);

/// <summary>A call is answered: a customer's by a user, a user's by the customer.</summary>
public sealed record ConnectCall(
    string SourceId, DateTimeOffset At, string CallId, DateTimeOffset StartedAt, Direction Direction, Author? CalledBy, Author? AnsweredBy)
    : CallCommand(SourceId, At, CallId, StartedAt, Direction, CalledBy);

/// <summary>A call is over.</summary>
public sealed record EndCall(
    string SourceId, DateTimeOffset At, string CallId, DateTimeOffset StartedAt, Direction Direction, Author? CalledBy, CallStatus Status)
    : CallCommand(SourceId, At, CallId, StartedAt, Direction, CalledBy)
{
    /// <summary>From answer to end; null where nobody answered.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The user who answered a customer's call.</summary>
    public Author? AnsweredBy { get; init; }

    /// <summary>How a user's call went; null for a customer's.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CallOutcome? Outcome { get; init; }
}

/// <summary>The voicemail of a customer's call arrived.</summary>
public sealed record ReceiveVoicemail(string SourceId, DateTimeOffset At, string CallId, DateTimeOffset StartedAt, string RecordingId)
    : CallCommand(SourceId, At, CallId, StartedAt, Direction.Inbound, null)
{
    /// <summary>How long it is, as the provider says; null where it does not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? Duration { get; init; }
}

/// <summary>The recording of a call arrived.</summary>
public sealed record AttachRecording(
    string SourceId, DateTimeOffset At, string CallId, DateTimeOffset StartedAt, Direction Direction, Author? CalledBy, string RecordingId)
    : CallCommand(SourceId, At, CallId, StartedAt, Direction, CalledBy)
{
    /// <summary>How long it is, as the provider says; null where it does not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? Duration { get; init; }
}

/// <summary>A call's recording was deleted, by an admin.</summary>
public sealed record RemoveRecording(string SourceId, DateTimeOffset At, string ItemId, DateTimeOffset ItemAt, string RecordingId)
    : ItemCommand(SourceId, At, ItemId, ItemAt);

/// <summary>A user comments; the source id is the comment's id. The customer never sees it.</summary>
public sealed record AddComment(string SourceId, DateTimeOffset At, Author By, string Text) : Command(SourceId, At);

/// <summary>A user made a job for the customer.</summary>
public sealed record AddJob(string SourceId, DateTimeOffset At, Author By, string JobId, string Title) : Command(SourceId, At);

/// <summary>A user has looked at the conversation, as of the version seen (null: the newest).</summary>
public sealed record MarkRead(string SourceId, DateTimeOffset At, Author By, long? SeenThrough) : Command(SourceId, At);

/// <summary>A user wants the team to look again.</summary>
public sealed record MarkUnread(string SourceId, DateTimeOffset At, Author By) : Command(SourceId, At);

/// <summary>A user resolves the conversation, as of the version seen (null: the newest).</summary>
public sealed record Close(string SourceId, DateTimeOffset At, Author By, long? SeenThrough) : Command(SourceId, At);

/// <summary>A user opens a closed conversation.</summary>
public sealed record Open(string SourceId, DateTimeOffset At, Author By) : Command(SourceId, At);

/// <summary>The customer opted out or in, by a text to another number of ours or in another way.</summary>
public sealed record NoteOptOut(string SourceId, DateTimeOffset At, bool OptedOut) : Command(SourceId, At);

/// <summary>A user decides that a text which may be an opt-out is none, as of the version seen (null: the newest).</summary>
public sealed record DismissOptOut(string SourceId, DateTimeOffset At, Author By, long? SeenThrough) : Command(SourceId, At);

/// <summary>
/// The customer number belongs to a saved customer from now on, or to nobody (null). Of several, the newest by time counts, in whatever
/// order they come.
/// </summary>
public sealed record NameCustomer(string SourceId, DateTimeOffset At, SavedCustomer? Customer) : Command(SourceId, At);

/// <summary>
/// The customer was erased: the conversation goes on without all that happened up to <see cref="Command.At"/>. Only one that goes on is
/// told so; any other is deleted.
/// </summary>
public sealed record EraseHistory(string SourceId, DateTimeOffset At, string CustomerId) : Command(SourceId, At);
