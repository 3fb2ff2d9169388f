using ZuperConnect.Conversations;
using ZuperConnect.Json;
using ZuperConnect.Storage;

namespace ZuperConnect.Audit;

/// <summary>What a user did.</summary>
public enum AuditAction
{
    /// <summary>Marked a conversation read or unread.</summary>
    Marked,

    /// <summary>Closed a conversation.</summary>
    Closed,

    /// <summary>Opened a closed conversation.</summary>
    Opened,

    /// <summary>Sent a message.</summary>
    Sent,

    /// <summary>Commented on a conversation.</summary>
    Commented,

    /// <summary>Decided that a text which may have been an opt-out is none.</summary>
    OptOutDismissed,

    /// <summary>Noted that a customer opted out.</summary>
    OptOutNoted,

    /// <summary>Took a customer's opt-out back.</summary>
    OptOutTakenBack,

    /// <summary>Imported opt-outs.</summary>
    OptOutsImported,

    /// <summary>Exported opt-outs.</summary>
    OptOutsExported,

    /// <summary>Called a customer.</summary>
    Called,

    /// <summary>Played a recording, or asked for an address to play it.</summary>
    RecordingPlayed,

    /// <summary>Downloaded a recording.</summary>
    RecordingDownloaded,

    /// <summary>Deleted a recording.</summary>
    RecordingDeleted,

    /// <summary>Had a conversation erased.</summary>
    ConversationErased,

    /// <summary>Changed a member of the team.</summary>
    MemberChanged,

    /// <summary>Removed a member of the team.</summary>
    MemberRemoved,

    /// <summary>Changed a number's settings or greeting.</summary>
    NumberChanged,

    /// <summary>Saved a customer.</summary>
    CustomerCreated,

    /// <summary>Changed a customer.</summary>
    CustomerChanged,

    /// <summary>Had a customer erased.</summary>
    CustomerDeleted,

    /// <summary>Imported customers.</summary>
    CustomersImported,

    /// <summary>Exported customers.</summary>
    CustomersExported,

    /// <summary>Made a job.</summary>
    JobCreated,

    /// <summary>Changed a job.</summary>
    JobChanged,

    /// <summary>Had failed work tried again.</summary>
    WorkRetried,

    /// <summary>Had an event taken in that could not be read when it came.</summary>
    EventRetried,

    /// <summary>Deleted what was kept as it came.</summary>
    EventDeleted,
}

/// <summary>What a user did, and when.</summary>
/// <remarks>What others wrote or said is not in it, but for a <see cref="Reason"/>.</remarks>
/// <param name="At">When it was done.</param>
/// <param name="By">Who did it.</param>
/// <param name="Action">What was done.</param>
/// <param name="Subject">
/// The id of what it was done to: a conversation, customer, member, recording, job, number, work or kept event, or a customer's number;
/// <c>erased</c> for the conversation or number of a customer who was erased.
/// </param>
public sealed record AuditEntry(DateTimeOffset At, Author By, AuditAction Action, string Subject)
{
    /// <summary>Why an opt-out was noted or taken back; null where none was given, and for all else.</summary>
    public string? Reason { get; init; }
}

/// <summary>
/// The audit log: it only grows, newest first (docs/design.md#access). Table <c>Audit</c>. Changes of the team and of numbers, and
/// deletions, are noted when nothing speaks against them any more and before they are made: none is made that is not noted, and one that at
/// the last moment somebody else's change prevents may be noted all the same.
/// </summary>
public sealed class AuditLog(StorageTables storage, TimeProvider time)
{
    private const string Partition = "audit";
    private const string SubjectColumn = "Subject";
    private const string Erased = "erased";
    private static readonly TimeSpan Slot = TimeSpan.FromMinutes(5);

    /// <summary>Notes what a user did; what is asked for again is noted again.</summary>
    /// <param name="by">Who.</param>
    /// <param name="action">What.</param>
    /// <param name="subject">To what; see <see cref="AuditEntry"/>.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task NoteAsync(Author by, AuditAction action, string subject, CancellationToken cancellation) =>
        NoteAsync(by, action, subject, null, cancellation);

    /// <summary>The same with the reason that the user gave.</summary>
    public async Task NoteAsync(Author by, AuditAction action, string subject, string? reason, CancellationToken cancellation)
    {
        var entry = new AuditEntry(time.GetUtcNow(), by, action, subject) { Reason = reason };
        await storage.Audit.InsertAsync(Row(KeyOf(entry.At, $"{Guid.NewGuid()}"), entry), cancellation);
    }

    /// <summary>
    /// Notes what a user does by many requests, as a player asks for one range of a recording after another: once in five minutes of the
    /// clock, at whose beginning it stands in the log.
    /// </summary>
    /// <inheritdoc cref="NoteAsync(Author, AuditAction, string, CancellationToken)" path="/param"/>
    public async Task NoteOnceAsync(Author by, AuditAction action, string subject, CancellationToken cancellation)
    {
        var entry = new AuditEntry(time.GetUtcNow(), by, action, subject);
        var slot = entry.At - TimeSpan.FromTicks(entry.At.UtcTicks % Slot.Ticks);
        try
        {
            await storage.Audit.InsertAsync(
                Row(KeyOf(slot, SourceIds.Of(by.UserId, InboxJson.Name(action), subject)), entry), cancellation);
        }
        catch (ConflictException noted) when (noted.Kind is Conflict.Exists)
        {
            // The request before has done it.
        }
    }

    /// <summary>
    /// Has nobody see any more to which conversations something was done, each up to a time, to which of their work, and whose opt-out was
    /// noted. Who did it, and when, stays.
    /// </summary>
    public async Task EraseAsync(IReadOnlyDictionary<ConversationId, DateTimeOffset> upTo, CancellationToken cancellation)
    {
        // An opt-out is noted of a number, not of one of its conversations, and so up to the earliest time.
        var numbers = upTo.GroupBy(one => one.Key.Customer.Value)
            .ToDictionary(one => one.Key, one => one.Min(conversation => conversation.Value));
        // One look through all: storage takes too few comparisons at a time for all numbers of a customer.
        await foreach (var row in storage.Audit.QueryAsync(RowQuery.InPartition(Partition).Select(SubjectColumn), cancellation))
        {
            var subject = row.GetString(SubjectColumn) ?? "";
            if (((ConversationId.TryParse(subject.Split('.')[0], out var id) && upTo.TryGetValue(id, out var until))
                || numbers.TryGetValue(subject, out until))
                && await storage.Audit.FindAsync(Partition, row.RowKey, cancellation) is { } whole
                    && Rows.Read<AuditEntry>(whole) is var entry && entry.At <= until)
            {
                await storage.Audit.ReplaceAsync(Row(row.RowKey, entry with { Subject = Erased, Reason = null }), ETag.Any, cancellation);
            }
        }
    }

    /// <summary>Reads a page, newest first.</summary>
    /// <param name="limit">The longest page.</param>
    /// <param name="after">Where the last page ended, as <see cref="ParseCursor"/> gives it; null for the first.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task<Page<AuditEntry>> ReadAsync(int limit, string? after, CancellationToken cancellation) =>
        storage.Audit.ReadPageAsync(RowQuery.InPartition(Partition).After(after), limit, Rows.Read<AuditEntry>, cancellation);

    /// <summary>Reads a cursor; null where it is none.</summary>
    public static string? ParseCursor(string text) =>
        Cursors.Decode(text) is { } place && place.Split('|') is [{ Length: 19 } at, var id]
            && at.All(char.IsAsciiDigit) && SourceIds.CanBeKey(id) ? place : null;

    private static string KeyOf(DateTimeOffset at, string id) => $"{SortableTime.NewestFirst(at)}|{id}";

    private static TableRow Row(string rowKey, AuditEntry entry)
    {
        var row = Rows.Of(Partition, rowKey, entry);
        row[SubjectColumn] = entry.Subject;
        return row;
    }
}
