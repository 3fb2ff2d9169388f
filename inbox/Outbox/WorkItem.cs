using System.Text.Json;
using ZuperConnect.Conversations;
using ZuperConnect.Json;
using ZuperConnect.Storage;

namespace ZuperConnect.Outbox;

/// <summary>What kind of work a row stands for.</summary>
public enum WorkKind
{
    /// <summary>A user's message is to be sent.</summary>
    SendMessage,

    /// <summary>Customers' conversations are to learn of an opt-out or opt-in: of one customer's the others, or all of some.</summary>
    SpreadOptOut,

    /// <summary>A command is to be handed to its conversation's owner.</summary>
    TakeCommand,

    /// <summary>The conversation is to be found by its number, and by its customer's name as it is now.</summary>
    IndexConversation,

    /// <summary>A recording is to be fetched from the provider, and to be attached to its call.</summary>
    ArchiveRecording,

    /// <summary>A job is to be kept, and the receiver of the webhook to be told of it.</summary>
    SendWebhook,

    /// <summary>Conversations are to show whom their customer numbers belong to.</summary>
    NameCustomers,

    /// <summary>All that is kept of a customer is to be erased.</summary>
    EraseCustomer,

    /// <summary>A file of customers is to be imported.</summary>
    ImportCustomers,

    /// <summary>A conversation is to be erased.</summary>
    EraseConversation,
}

/// <summary>Work still to be done; the row is the queue (docs/design.md#background-work). It is gone when the work is done.</summary>
public sealed record WorkItem
{
    private static readonly TimeSpan InitialDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(15);

    /// <summary>Durable timers fire up to a second before their time, as was seen on the Functions host.</summary>
    private static readonly TimeSpan TimerTolerance = TimeSpan.FromSeconds(1);

    /// <summary>The partition of its row.</summary>
    public string PartitionKey { get; private init; } = "";

    /// <summary>The key of its row.</summary>
    public string RowKey { get; private init; } = "";

    /// <summary>The tag of its row; <c>default</c> for a new one.</summary>
    public ETag ETag { get; init; }

    /// <summary>What is to be done.</summary>
    public WorkKind Kind { get; init; }

    /// <summary>The time of the command that it follows from, which is the time of its timeline item; of a recording: of its event's
    /// arrival.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Not to be done before this.</summary>
    public DateTimeOffset DueAt { get; init; }

    /// <summary>When a worker claimed it; null while nobody has.</summary>
    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>Which claim that was; no two are the same.</summary>
    public Guid? Claim { get; init; }

    /// <summary>How often it was tried in vain.</summary>
    public int Attempts { get; init; }

    /// <summary>For <see cref="WorkKind.SendMessage"/>: the text, so that the timeline need not be read; null in rows of earlier
    /// versions.</summary>
    public string? Text { get; init; }

    /// <summary>For <see cref="WorkKind.SpreadOptOut"/> from one conversation: out or in again.</summary>
    public bool OptedOut { get; init; }

    /// <summary>For <see cref="WorkKind.TakeCommand"/>: the command's JSON. What a user writes fits a column, see
    /// <see cref="Rows"/>.</summary>
    public string? Command { get; init; }

    /// <summary>For <see cref="WorkKind.ArchiveRecording"/>: the JSON of what the provider has.</summary>
    public string? Recording { get; init; }

    /// <summary>For <see cref="WorkKind.ArchiveRecording"/>: whether our copy is whole and the provider's is deleted.</summary>
    public bool Archived { get; init; }

    /// <summary>For <see cref="WorkKind.SendWebhook"/>: the job's JSON as it was made. What a user writes fits a column, see
    /// <see cref="Rows"/>.</summary>
    public string? Job { get; init; }

    /// <summary>
    /// For <see cref="WorkKind.NameCustomers"/>, <see cref="WorkKind.EraseCustomer"/> and <see cref="WorkKind.SpreadOptOut"/>: the keys of
    /// the customer numbers, with spaces between; null, to name them: all.
    /// </summary>
    public string? Numbers { get; init; }

    /// <summary>For <see cref="WorkKind.NameCustomers"/> of all numbers: the conversation up to which all show it; null: none
    /// yet.</summary>
    public string? Progress { get; init; }

    /// <summary>When it was given up; an admin may have it tried again. Null while it is tried.</summary>
    public DateTimeOffset? FailedAt { get; init; }

    /// <summary>Why it was given up, in words.</summary>
    public string? Failure { get; init; }

    /// <summary>What the keys of all rows of work begin with.</summary>
    public const string KeyPrefix = "w|";

    /// <summary>The row key of work.</summary>
    public static string Key(WorkId id) => $"{KeyPrefix}{id}";

    /// <summary>The work's id.</summary>
    public WorkId Id => WorkId.TryParse(RowKey[KeyPrefix.Length..], out var id) ? id
        : throw new InvalidOperationException("A row of work has a key that is none of work.");

    /// <summary>Whether its time has come; a second early counts, so that a timer that fires early does not start another round.</summary>
    public bool IsDue(DateTimeOffset now) => IsReached(DueAt, now);

    /// <summary>Whether a time has come, or comes within a second.</summary>
    public static bool IsReached(DateTimeOffset at, DateTimeOffset now) => at - now <= TimerTolerance;

    /// <summary>A new row.</summary>
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
        Job = row.GetString(nameof(Job)),
        Numbers = row.GetString(nameof(Numbers)),
        Progress = row.GetString(nameof(Progress)),
        FailedAt = row.GetDateTimeOffset(nameof(FailedAt)),
        Failure = row.GetString(nameof(Failure)),
    };

    /// <summary>Its row.</summary>
    internal TableRow ToRow() => new(PartitionKey, RowKey)
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
        [nameof(Job)] = Job,
        [nameof(Numbers)] = Numbers,
        [nameof(Progress)] = Progress,
        [nameof(FailedAt)] = FailedAt,
        [nameof(Failure)] = Failure,
    };

    /// <summary>A command that is kept until its owner has taken it.</summary>
    public static WorkItem Of(WorkId id, Command command) =>
        New(id, WorkKind.TakeCommand, command.At) with { Command = JsonSerializer.Serialize(command, InboxJson.Options) };

    /// <summary>The command of <see cref="WorkKind.TakeCommand"/>.</summary>
    public Command ReadCommand() => JsonSerializer.Deserialize<Command>(Command ?? "null", InboxJson.Options)
        ?? throw new JsonException("A row of work holds no command.");

    /// <summary>
    /// The row after a try in vain: due after a pause of five seconds, three times as long with each try, up to a quarter of an hour
    /// where no other is told.
    /// </summary>
    public WorkItem RescheduleWithBackoff(DateTimeOffset now, TimeSpan? longestPause = null) => this with
    {
        Attempts = Attempts + 1,
        DueAt = now + TimeSpan.FromSeconds(
            Math.Min(InitialDelay.TotalSeconds * Math.Pow(3, Attempts), (longestPause ?? MaxDelay).TotalSeconds)),
    };
}
