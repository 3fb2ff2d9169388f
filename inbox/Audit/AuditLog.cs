using ZuperConnect.Conversations;
using ZuperConnect.Json;
using ZuperConnect.Storage;

namespace ZuperConnect.Audit;

/// <summary>A kind of action in the audit log.</summary>
public enum AuditAction
{
    /// <summary>Marked a conversation as read or unread.</summary>
    Marked,

    /// <summary>Closed a conversation.</summary>
    Closed,

    /// <summary>Reopened a conversation.</summary>
    Opened,

    /// <summary>Snoozed a conversation, or took it back.</summary>
    Snoozed,

    /// <summary>Assigned a conversation, or took its assignee away.</summary>
    Assigned,

    /// <summary>Sent a message.</summary>
    Sent,

    /// <summary>Changed a message that is sent later.</summary>
    MessageChanged,

    /// <summary>Canceled a message that is sent later.</summary>
    MessageCanceled,

    /// <summary>Commented on a conversation.</summary>
    Commented,

    /// <summary>Decided that a possible opt-out is none.</summary>
    OptOutDismissed,

    /// <summary>Recorded a customer's opt-out.</summary>
    OptOutNoted,

    /// <summary>Revoked a customer's opt-out.</summary>
    OptOutTakenBack,

    /// <summary>Imported opt-outs.</summary>
    OptOutsImported,

    /// <summary>Exported opt-outs.</summary>
    OptOutsExported,

    /// <summary>Called a customer.</summary>
    Called,

    /// <summary>Played a recording, or requested an address for playing it.</summary>
    RecordingPlayed,

    /// <summary>Downloaded a recording.</summary>
    RecordingDownloaded,

    /// <summary>Deleted a recording.</summary>
    RecordingDeleted,

    /// <summary>Requested the erasure of a conversation.</summary>
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

    /// <summary>Requested the erasure of a customer.</summary>
    CustomerDeleted,

    /// <summary>Merged another customer into a customer.</summary>
    CustomersMerged,

    /// <summary>Imported customers.</summary>
    CustomersImported,

    /// <summary>Exported customers.</summary>
    CustomersExported,

    /// <summary>Created a job.</summary>
    JobCreated,

    /// <summary>Changed a job.</summary>
    JobChanged,

    /// <summary>Rebuilt the search index.</summary>
    SearchRebuilt,

    /// <summary>Saved or changed a saved reply.</summary>
    SavedReplyChanged,

    /// <summary>Deleted a saved reply.</summary>
    SavedReplyDeleted,

    /// <summary>Added or changed a receiver of webhooks.</summary>
    WebhookChanged,

    /// <summary>Deleted a receiver of webhooks.</summary>
    WebhookDeleted,

    /// <summary>Posted a test to a receiver of webhooks.</summary>
    WebhookTested,

    /// <summary>Retried failed background work.</summary>
    WorkRetried,

    /// <summary>Retried an event that could not be read.</summary>
    EventRetried,

    /// <summary>Deleted an event that could not be read.</summary>
    EventDeleted,
}

/// <summary>An entry of the audit log.</summary>
/// <remarks>It contains no content of conversations, except that a <see cref="Reason"/> is a user's text.</remarks>
/// <param name="At">When it happened.</param>
/// <param name="By">The user.</param>
/// <param name="Action">The action.</param>
/// <param name="Subject">
/// The target: the id of a conversation, customer, member, recording, job, number, work item or event, or a customer number. <c>erased</c>
/// if it was erased with its customer.
/// </param>
public sealed record AuditEntry(DateTimeOffset At, Author By, AuditAction Action, string Subject)
{
    /// <summary>The reason for an opt-out or its revocation; otherwise null.</summary>
    public string? Reason { get; init; }
}

/// <summary>
/// The audit log in the table <c>Audit</c>, append-only and newest first (docs/design.md#access). Changes of the team, changes of numbers,
/// and deletions are logged before they are made, so that none is missing. If a concurrent change then prevents one, its entry stays.
/// </summary>
public sealed class AuditLog(StorageTables storage, TimeProvider time)
{
    private const string Partition = "audit";
    private const string SubjectColumn = "Subject";
    private const string Erased = "erased";
    private static readonly TimeSpan Slot = TimeSpan.FromMinutes(5);

    /// <summary>Logs an action. A repeated request is logged again.</summary>
    /// <param name="by">The user.</param>
    /// <param name="action">The action.</param>
    /// <param name="subject">The target; see <see cref="AuditEntry"/>.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public Task RecordAsync(Author by, AuditAction action, string subject, CancellationToken cancellation) =>
        RecordAsync(by, action, subject, null, cancellation);

    /// <summary>Logs an action with the reason that the user gave.</summary>
    public async Task RecordAsync(Author by, AuditAction action, string subject, string? reason, CancellationToken cancellation)
    {
        var entry = new AuditEntry(time.GetUtcNow(), by, action, subject) { Reason = reason };
        await storage.Audit.InsertAsync(Row(KeyOf(entry.At, $"{Guid.NewGuid()}"), entry), cancellation);
    }

    /// <summary>
    /// Notes what a user does by many requests, as a player asks for one range of a recording after another: once in five minutes of the
    /// clock, at whose beginning it stands in the log.
    /// </summary>
    /// <inheritdoc cref="RecordAsync(Author, AuditAction, string, CancellationToken)" path="/param"/>
    public async Task RecordOnceAsync(Author by, AuditAction action, string subject, CancellationToken cancellation)
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
            // Already logged by an earlier request.
        }
    }

    /// <summary>
    /// Replaces the targets of entries about erased conversations, their work, and their opt-outs, each up to a time. The user, the action
    /// and the time stay.
    /// </summary>
    public async Task EraseAsync(IReadOnlyDictionary<ConversationId, DateTimeOffset> upTo, CancellationToken cancellation)
    {
        // An opt-out belongs to a number and not to one conversation, so the earliest time counts.
        var numbers = upTo.GroupBy(one => one.Key.Customer.Value)
            .ToDictionary(one => one.Key, one => one.Min(conversation => conversation.Value));
        // A single scan: storage limits the number of comparisons in a query, and a customer can have more numbers than that.
        await foreach (var row in storage.Audit.QueryAsync(RowQuery.InPartition(Partition).Select(SubjectColumn), cancellation))
        {
            var subject = row.GetString(SubjectColumn) ?? "";
            if (((ConversationId.TryParse(subject.Split('.')[0], out var id) && upTo.TryGetValue(id, out var until))
                || numbers.TryGetValue(subject, out until))
                && await storage.Audit.FindAsync(Partition, row.RowKey, cancellation) is { } whole
                    && JsonRows.Read<AuditEntry>(whole) is var entry && entry.At <= until)
            {
                await storage.Audit.ReplaceAsync(Row(row.RowKey, entry with { Subject = Erased, Reason = null }), ETag.Any, cancellation);
            }
        }
    }

    /// <summary>Reads a page, newest first.</summary>
    /// <param name="limit">The maximum number of entries.</param>
    /// <param name="after">The end of the previous page, from <see cref="ParseCursor"/>; null for the first page.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public Task<Page<AuditEntry>> ReadAsync(int limit, string? after, CancellationToken cancellation) =>
        storage.Audit.ReadPageAsync(RowQuery.InPartition(Partition).After(after), limit, JsonRows.Read<AuditEntry>, cancellation);

    /// <summary>Parses a cursor; null if it is not valid.</summary>
    public static string? ParseCursor(string text) =>
        Cursors.Decode(text) is { } place && place.Split('|') is [{ Length: 19 } at, var id]
            && at.All(char.IsAsciiDigit) && SourceIds.CanBeKey(id) ? place : null;

    private static string KeyOf(DateTimeOffset at, string id) => $"{SortableTime.NewestFirst(at)}|{id}";

    private static TableRow Row(string rowKey, AuditEntry entry)
    {
        var row = JsonRows.Of(Partition, rowKey, entry);
        row[SubjectColumn] = entry.Subject;
        return row;
    }
}
