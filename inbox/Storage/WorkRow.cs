using System.Runtime.Serialization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using ZuperConnect.Conversations;

namespace ZuperConnect.Storage;

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

/// <summary>Work still to be done; the row is the queue (design, section 6). It is gone when the work is done.</summary>
public sealed record WorkRow : ITableEntity
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(15);

    /// <summary>Durable timers fire up to a second before their time, as was seen on the Functions host.</summary>
    private static readonly TimeSpan TimerTolerance = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public string PartitionKey { get; set; } = "";

    /// <inheritdoc/>
    public string RowKey { get; set; } = "";

    /// <inheritdoc/>
    public DateTimeOffset? Timestamp { get; set; }

    /// <inheritdoc/>
    public ETag ETag { get; set; }

    /// <summary>What is to be done.</summary>
    public WorkKind Kind { get; set; }

    /// <summary>The time of the command that it follows from, which is the time of its timeline item; of a recording: of its event's arrival.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Not to be done before this.</summary>
    public DateTimeOffset DueAt { get; set; }

    /// <summary>When a worker claimed it; null while nobody has.</summary>
    public DateTimeOffset? ClaimedAt { get; set; }

    /// <summary>Which claim that was; no two are the same.</summary>
    public Guid? Claim { get; set; }

    /// <summary>How often it was tried in vain.</summary>
    public int Attempts { get; set; }

    /// <summary>For <see cref="WorkKind.SendMessage"/>: the text, so that the timeline need not be read; null in rows of earlier versions.</summary>
    public string? Text { get; set; }

    /// <summary>For <see cref="WorkKind.SpreadOptOut"/> from one conversation: out or in again.</summary>
    public bool OptedOut { get; set; }

    /// <summary>For <see cref="WorkKind.TakeCommand"/>: the command's JSON. What a user writes fits a column, see <see cref="Rows"/>.</summary>
    public string? Command { get; set; }

    /// <summary>For <see cref="WorkKind.ArchiveRecording"/>: the JSON of what the provider has.</summary>
    public string? Recording { get; set; }

    /// <summary>For <see cref="WorkKind.ArchiveRecording"/>: whether our copy is whole and the provider's is deleted.</summary>
    public bool Archived { get; set; }

    /// <summary>For <see cref="WorkKind.SendWebhook"/>: the job's JSON as it was made. What a user writes fits a column, see <see cref="Rows"/>.</summary>
    public string? Job { get; set; }

    /// <summary>
    /// For <see cref="WorkKind.NameCustomers"/>, <see cref="WorkKind.EraseCustomer"/> and <see cref="WorkKind.SpreadOptOut"/>: the keys of
    /// the customer numbers, with spaces between; null, to name them: all.
    /// </summary>
    public string? Numbers { get; set; }

    /// <summary>For <see cref="WorkKind.NameCustomers"/> of all numbers: the conversation up to which all show it; null: none yet.</summary>
    public string? Progress { get; set; }

    /// <summary>When it was given up; an admin may have it tried again. Null while it is tried.</summary>
    public DateTimeOffset? FailedAt { get; set; }

    /// <summary>Why it was given up, in words.</summary>
    public string? Failure { get; set; }

    /// <summary>The work's id.</summary>
    [IgnoreDataMember]
    public WorkId Id => WorkId.TryParse(RowKey[RowKeys.AllWork.Length..], out var id) ? id
        : throw new InvalidOperationException("A row of work has a key that is none of work.");

    /// <summary>Whether its time has come; a second early counts, so that a timer that fires early does not start another round.</summary>
    public bool IsDue(DateTimeOffset now) => HasCome(DueAt, now);

    /// <summary>Whether a time has come, or comes within a second.</summary>
    public static bool HasCome(DateTimeOffset at, DateTimeOffset now) => at - now <= TimerTolerance;

    /// <summary>A new row.</summary>
    public static WorkRow New(WorkId id, WorkKind kind, DateTimeOffset at) => new()
    {
        PartitionKey = id.Partition,
        RowKey = RowKeys.Work(id),
        Kind = kind,
        At = at,
        DueAt = at,
    };

    /// <summary>A command that is kept until its owner has taken it.</summary>
    public static WorkRow Of(WorkId id, Command command) =>
        New(id, WorkKind.TakeCommand, command.At) with { Command = JsonSerializer.Serialize(command, InboxJson.Options) };

    /// <summary>The command of <see cref="WorkKind.TakeCommand"/>.</summary>
    public Command ReadCommand() => JsonSerializer.Deserialize<Command>(Command ?? "null", InboxJson.Options) ?? throw new JsonException("A row of work holds no command.");

    /// <summary>
    /// The row after a try in vain: due after a pause of five seconds, three times as long with each try, up to a quarter of an hour
    /// where no other is told.
    /// </summary>
    public WorkRow PutOff(DateTimeOffset now, TimeSpan? longestPause = null) => this with
    {
        Attempts = Attempts + 1,
        DueAt = now + TimeSpan.FromSeconds(Math.Min(FirstPause.TotalSeconds * Math.Pow(3, Attempts), (longestPause ?? LongestPause).TotalSeconds)),
    };
}
