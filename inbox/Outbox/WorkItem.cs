using System.Text.Json;
using ZuperConnect.Conversations;
using ZuperConnect.Json;
using ZuperConnect.Storage;

namespace ZuperConnect.Outbox;

/// <summary>The kind of a work item. The names are stored: do not rename them.</summary>
public enum WorkKind
{
    /// <summary>Send a user's message.</summary>
    SendMessage,

    /// <summary>
    /// Update conversations after an opt-out or opt-in: the other conversations of one customer, or those of several numbers.
    /// </summary>
    SpreadOptOut,

    /// <summary>Send a stored command to the owner of its conversation.</summary>
    TakeCommand,

    /// <summary>Update the search index for a conversation.</summary>
    IndexConversation,

    /// <summary>Copy a recording from the provider and attach it to its call.</summary>
    ArchiveRecording,

    /// <summary>Save a job and post it to the webhook receiver.</summary>
    SendWebhook,

    /// <summary>Update the name of the customer in conversations.</summary>
    NameCustomers,

    /// <summary>Erase a customer.</summary>
    EraseCustomer,

    /// <summary>Import a file of customers.</summary>
    ImportCustomers,

    /// <summary>Erase a conversation.</summary>
    EraseConversation,

    /// <summary>Add the text of a timeline item to the search index.</summary>
    IndexText,

    /// <summary>Rebuild the search index.</summary>
    RebuildSearch,

    /// <summary>Move the jobs of a customer who was merged into another one.</summary>
    MergeCustomers,

    /// <summary>Copy a file of a customer's message from the provider.</summary>
    ArchiveAttachment,

    /// <summary>Post what happened in a conversation to a receiver of webhooks.</summary>
    DeliverWebhooks,

    /// <summary>Send a user's message at its time. <see cref="WorkItem.At"/> is that time.</summary>
    SendScheduledMessage,

    /// <summary>End the snooze of a conversation. <see cref="WorkItem.At"/> is its time.</summary>
    EndSnooze,
}

/// <summary>
/// A unit of background work, stored as a row in the outbox (docs/design.md#background-work). The row is deleted when the work is done.
/// </summary>
public sealed record WorkItem
{
    private static readonly TimeSpan InitialDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(15);

    /// <summary>Durable timers fire up to a second early, as observed on the Functions host.</summary>
    private static readonly TimeSpan TimerTolerance = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long before its time a host starts work that <see cref="IsTimed"/>, and waits. More than the interval of the reconciler.
    /// </summary>
    public static TimeSpan WaitsAtMost { get; } = TimeSpan.FromSeconds(90);

    /// <summary>The partition key of the row.</summary>
    public string PartitionKey { get; private init; } = "";

    /// <summary>The row key.</summary>
    public string RowKey { get; private init; } = "";

    /// <summary>The ETag of the row; <c>default</c> for a new one.</summary>
    public ETag ETag { get; init; }

    /// <summary>The kind of work.</summary>
    public WorkKind Kind { get; init; }

    /// <summary>
    /// The time of the command that it follows from, which is also the time of the timeline item. For a recording: when its event arrived.
    /// </summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The earliest time of the next step.</summary>
    public DateTimeOffset DueAt { get; init; }

    /// <summary>When a worker claimed it; null if none has.</summary>
    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>The unique id of the claim.</summary>
    public Guid? Claim { get; init; }

    /// <summary>The number of failed attempts.</summary>
    public int Attempts { get; init; }

    /// <summary>
    /// For <see cref="WorkKind.SendMessage"/>: the text, to save reading the timeline; null if the message has pictures, and in rows of
    /// earlier versions.
    /// </summary>
    public string? Text { get; init; }

    /// <summary>For <see cref="WorkKind.SpreadOptOut"/> of one conversation: whether it is an opt-out.</summary>
    public bool OptedOut { get; init; }

    /// <summary>
    /// For <see cref="WorkKind.TakeCommand"/>: the command as JSON. The length of a user's text is limited so that it fits a column.
    /// </summary>
    public string? Command { get; init; }

    /// <summary>For <see cref="WorkKind.ArchiveRecording"/>: the provider's recording as JSON.</summary>
    public string? Recording { get; init; }

    /// <summary>
    /// For <see cref="WorkKind.ArchiveRecording"/>: whether the copy is complete and the provider's recording is deleted.
    /// </summary>
    public bool Archived { get; init; }

    /// <summary>For <see cref="WorkKind.ArchiveAttachment"/>: the id of the message.</summary>
    public string? MessageId { get; init; }

    /// <summary>For <see cref="WorkKind.ArchiveAttachment"/>: the address of the file at the provider.</summary>
    public string? Address { get; init; }

    /// <summary>
    /// For <see cref="WorkKind.SendWebhook"/>: the new job as JSON. The length of a user's text is limited so that it fits a column.
    /// </summary>
    public string? Job { get; init; }

    /// <summary>For <see cref="WorkKind.DeliverWebhooks"/>: the receiver and the webhooks as JSON, of any length.</summary>
    public string? Webhooks { get; init; }

    /// <summary>
    /// For <see cref="WorkKind.NameCustomers"/>, <see cref="WorkKind.EraseCustomer"/> and <see cref="WorkKind.SpreadOptOut"/>: the keys of
    /// the customer numbers, separated by spaces. Null for all numbers (only <see cref="WorkKind.NameCustomers"/>).
    /// </summary>
    public string? Numbers { get; init; }

    /// <summary>
    /// For <see cref="WorkKind.NameCustomers"/> of all numbers: the last conversation that is done. For <see
    /// cref="WorkKind.RebuildSearch"/>: the number of items and the last one that is done. For <see cref="WorkKind.DeliverWebhooks"/>: how
    /// many webhooks were accepted. Null at the start.
    /// </summary>
    public string? Progress { get; init; }

    /// <summary>When the work was given up; null while it is retried. An admin can retry it.</summary>
    public DateTimeOffset? FailedAt { get; init; }

    /// <summary>Why it was given up.</summary>
    public string? Failure { get; init; }

    /// <summary>The prefix of the row keys.</summary>
    public const string KeyPrefix = "w|";

    /// <summary>The row key of work.</summary>
    public static string Key(WorkId id) => $"{KeyPrefix}{id}";

    /// <summary>The id of the work.</summary>
    public WorkId Id => WorkId.TryParse(RowKey[KeyPrefix.Length..], out var id) ? id
        : throw new InvalidOperationException("A row of work has a key that is none of work.");

    /// <summary>Whether it waits for a time that users chose, so that its <see cref="At"/> may be long after its creation.</summary>
    public bool IsTimed => Kind is WorkKind.SendScheduledMessage or WorkKind.EndSnooze;

    /// <summary>Whether the work is due. A timer that fires up to a second early counts.</summary>
    public bool IsDue(DateTimeOffset now) => IsReached(DueAt, now);

    /// <summary>Whether a time is reached, or will be within a second.</summary>
    public static bool IsReached(DateTimeOffset at, DateTimeOffset now) => at - now <= TimerTolerance;

    /// <summary>Creates a work item.</summary>
    public static WorkItem New(WorkId id, WorkKind kind, DateTimeOffset at) => new()
    {
        PartitionKey = id.Partition,
        RowKey = Key(id),
        Kind = kind,
        At = at,
        DueAt = at,
    };

    /// <summary>Reads a row.</summary>
    internal static WorkItem Read(TableRow row) => new()
    {
        PartitionKey = row.PartitionKey,
        RowKey = row.RowKey,
        ETag = row.ETag,
        Kind = Enum.Parse<WorkKind>(row.GetString(nameof(Kind)) ?? ""),
        At = row.GetDateTimeOffset(nameof(At)) ?? default,
        DueAt = row.GetDateTimeOffset(nameof(DueAt)) ?? default,
        ClaimedAt = row.GetDateTimeOffset(nameof(ClaimedAt)),
        Claim = row.GetGuid(nameof(Claim)),
        Attempts = row.GetInt32(nameof(Attempts)) ?? 0,
        Text = row.GetString(nameof(Text)),
        OptedOut = row.GetBoolean(nameof(OptedOut)) is true,
        Command = row.GetString(nameof(Command)),
        Recording = row.GetString(nameof(Recording)),
        Archived = row.GetBoolean(nameof(Archived)) is true,
        MessageId = row.GetString(nameof(MessageId)),
        Address = row.GetString(nameof(Address)),
        Job = row.GetString(nameof(Job)),
        Webhooks = LongColumns.Read(row, nameof(Webhooks)),
        Numbers = row.GetString(nameof(Numbers)),
        Progress = row.GetString(nameof(Progress)),
        FailedAt = row.GetDateTimeOffset(nameof(FailedAt)),
        Failure = row.GetString(nameof(Failure)),
    };

    /// <summary>Writes a row.</summary>
    internal TableRow ToRow()
    {
        var row = Columns();
        LongColumns.Write(row, nameof(Webhooks), Webhooks);
        return row;
    }

    private TableRow Columns() => new(PartitionKey, RowKey)
    {
        [nameof(Kind)] = Kind.ToString(),
        [nameof(At)] = At,
        [nameof(DueAt)] = DueAt,
        [nameof(ClaimedAt)] = ClaimedAt,
        [nameof(Claim)] = Claim,
        [nameof(Attempts)] = Attempts,
        [nameof(Text)] = Text,
        [nameof(OptedOut)] = OptedOut,
        [nameof(Command)] = Command,
        [nameof(Recording)] = Recording,
        [nameof(Archived)] = Archived,
        [nameof(MessageId)] = MessageId,
        [nameof(Address)] = Address,
        [nameof(Job)] = Job,
        [nameof(Numbers)] = Numbers,
        [nameof(Progress)] = Progress,
        [nameof(FailedAt)] = FailedAt,
        [nameof(Failure)] = Failure,
    };

    /// <summary>A work item with a command, stored until the command is handled.</summary>
    public static WorkItem Of(WorkId id, Command command) =>
        New(id, WorkKind.TakeCommand, command.At) with { Command = JsonSerializer.Serialize(command, InboxJson.Options) };

    /// <summary>The command of <see cref="WorkKind.TakeCommand"/>.</summary>
    public Command ReadCommand() => JsonSerializer.Deserialize<Command>(Command ?? "null", InboxJson.Options)
        ?? throw new JsonException("A row of work holds no command.");

    /// <summary>
    /// The work item after a failed attempt, with an exponential delay: five seconds, then three times as long after each attempt, up to
    /// the maximum (15 minutes by default).
    /// </summary>
    public WorkItem RescheduleWithBackoff(DateTimeOffset now, TimeSpan? longestPause = null) => this with
    {
        Attempts = Attempts + 1,
        DueAt = now + TimeSpan.FromSeconds(
            Math.Min(InitialDelay.TotalSeconds * Math.Pow(3, Attempts), (longestPause ?? MaxDelay).TotalSeconds)),
    };
}
