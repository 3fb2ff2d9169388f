using System.Globalization;
using ZuperConnect.Conversations;
using ZuperConnect.Idempotency;
using ZuperConnect.Ledger;
using ZuperConnect.Live;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;

namespace ZuperConnect.Erasing;

/// <summary>
/// Erases the rows of a conversation in the table <c>Inbox</c> up to a time. Later messages and calls stay, and so does the conversation.
/// Otherwise the conversation is deleted, with everything that the team did in it since. All methods can be interrupted and repeated.
/// </summary>
public sealed class ConversationRowErasing(
    StorageTables storage, ConversationLedger ledger, WorkItemStore workItems, LiveHints hints)
{
    private const int Attempts = 10;

    /// <summary>
    /// The maximum number of later comments, jobs and status changes with which a conversation is still deleted. They fit into one
    /// transaction.
    /// </summary>
    private const int MaxDocuments = 90;

    /// <summary>
    /// Deletes the conversation and its places in the lists, unless there is a later message or call. Leaves the timeline up to the time.
    /// </summary>
    /// <returns>Whether it is deleted.</returns>
    public async Task<bool> TryRemoveAsync(ConversationId id, DateTimeOffset upTo, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await ledger.ReadAsync(id, cancellation) is not { Conversation: { } conversation } committed)
            {
                return true;
            }

            // Read after the conversation: what is added to the timeline from now on changes its ETag.
            if (await TeamItemsAsync(id, upTo, cancellation) is not { Count: <= MaxDocuments } deeds)
            {
                return false;
            }

            // Read first, because they cannot be found afterwards.
            foreach (var deed in deeds)
            {
                await storage.Inbox.DeleteAsync(
                    id.Number.Key, IdempotencyRecord.Key(id.Customer, JsonRows.Read<TimelineItem>(deed).Id), ETag.Any, cancellation);
            }

            try
            {
                await storage.Inbox.SubmitAsync(
                    [
                        .. ConversationRows.Of(conversation).Concat(deeds)
                            .Select((row, index) =>
                                new RowChange.Delete(row.PartitionKey, row.RowKey, index is 0 ? committed.ETag : ETag.Any)),
                    ],
                    cancellation);
                hints.Add(new ConversationChanged(id, conversation.Version + 1));
                return true;
            }
            catch (ConflictException changed) when (changed.Kind is Conflict.Missing or Conflict.Changed && attempt < Attempts)
            {
                // The conversation changed meanwhile: try again.
            }
        }
    }

    /// <summary>The calls in the timeline that started up to a time.</summary>
    public async Task<IReadOnlyList<CallItem>> CallsAsync(ConversationId id, DateTimeOffset upTo, CancellationToken cancellation)
    {
        var calls = new List<CallItem>();
        await foreach (var row in storage.Inbox.QueryAsync(ItemsUpTo(id, upTo), cancellation))
        {
            if (JsonRows.Read<TimelineItem>(row) is CallItem call)
            {
                calls.Add(call);
            }
        }

        return calls;
    }

    /// <summary>Deletes the timeline and the call log entries, the idempotency records and the work items of a conversation.</summary>
    /// <param name="id">The conversation.</param>
    /// <param name="upTo">Later rows stay.</param>
    /// <param name="itself">The work item of this erasure, which stays.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public async Task DeleteRowsAsync(ConversationId id, DateTimeOffset upTo, WorkId itself, CancellationToken cancellation)
    {
        var partition = id.Number.Key;

        // The timeline contains the keys of the entries in the call log.
        foreach (var call in await CallsAsync(id, upTo, cancellation))
        {
            await storage.Inbox.DeleteAsync(partition, RowKeys.Call(call.At, call.Id), ETag.Any, cancellation);
        }

        await storage.Inbox.DeleteAsync(ItemsUpTo(id, upTo), cancellation);

        var work = RowQuery.WithPrefix(partition, WorkItem.Key(new(id, ""))).Where(nameof(WorkItem.At), Comparison.LessThanOrEqual, upTo);
        await DeleteAsync(work, row => row.RowKey != WorkItem.Key(itself), cancellation);
        await DeleteScheduledAsync(id, upTo, cancellation);
        await DeleteIdempotencyRecordsAsync(id, upTo, cancellation);
    }

    /// <summary>Keeps the records of later items, so that their repetitions are still found.</summary>
    private Task DeleteIdempotencyRecordsAsync(ConversationId id, DateTimeOffset upTo, CancellationToken cancellation) => DeleteAsync(
        RowQuery.WithPrefix(id.Number.Key, IdempotencyRecord.Key(id.Customer, "")), row => IdempotencyRecord.Read(row).ItemAt is not { } at
            || at <= upTo, cancellation);

    private async Task DeleteAsync(RowQuery query, Func<TableRow, bool> goes, CancellationToken cancellation) =>
        await storage.Inbox.DeleteAsync(
            await storage.Inbox.QueryAsync(query, cancellation).Where(goes).ToListAsync(cancellation), cancellation);

    /// <summary>The rows that only the team added later, such as comments; null if there is a later message or call.</summary>
    private async Task<IReadOnlyList<TableRow>?> TeamItemsAsync(ConversationId id, DateTimeOffset upTo, CancellationToken cancellation)
    {
        var deeds = new List<TableRow>();
        var later = RowQuery.WithPrefix(id.Number.Key, RowKeys.Items(id.Customer)).Before(FirstItemUpTo(id, upTo));
        await foreach (var row in storage.Inbox.QueryAsync(later, cancellation))
        {
            var item = JsonRows.Read<TimelineItem>(row);
            if (item is CallItem or MessageItem && !WasScheduled(item, upTo))
            {
                return null;
            }

            deeds.Add(row);
        }

        return deeds;
    }

    /// <summary>Deletes the messages that were scheduled up to a time, and their work. Their place in the timeline may be later.</summary>
    private async Task DeleteScheduledAsync(ConversationId id, DateTimeOffset upTo, CancellationToken cancellation)
    {
        var later = RowQuery.WithPrefix(id.Number.Key, RowKeys.Items(id.Customer)).Before(FirstItemUpTo(id, upTo));
        await foreach (var row in storage.Inbox.QueryAsync(later, cancellation))
        {
            if (JsonRows.Read<TimelineItem>(row) is var item && WasScheduled(item, upTo))
            {
                await storage.Inbox.DeleteAsync(
                    id.Number.Key, IdempotencyRecord.Key(id.Customer, item.Id), ETag.Any, cancellation);
                await storage.Inbox.DeleteAsync(id.Number.Key, row.RowKey, ETag.Any, cancellation);
            }
        }

        // Messages that were scheduled later belong to a conversation that goes on.
        var goesOn = (await ledger.ReadAsync(id, cancellation)).Conversation;
        await foreach (var work in workItems.TimedAsync(id, cancellation))
        {
            if (work.Kind is WorkKind.EndSnooze ? goesOn?.SnoozedUntil != work.At
                : goesOn?.Scheduled?.Any(one => one.ItemId == work.Id.ScheduledItemId) is not true)
            {
                await workItems.RemoveAsync(work, cancellation);
            }
        }
    }

    /// <summary>Whether it is a message that was scheduled up to a time, and was not sent.</summary>
    private static bool WasScheduled(TimelineItem item, DateTimeOffset upTo) =>
        item is MessageItem { Delivery: Delivery.Scheduled or Delivery.Canceled, ScheduledAt: { } at } && at <= upTo;

    /// <summary>The items up to a time.</summary>
    private static RowQuery ItemsUpTo(ConversationId id, DateTimeOffset upTo) =>
        RowQuery.WithPrefix(id.Number.Key, RowKeys.Items(id.Customer)).From(FirstItemUpTo(id, upTo));

    /// <summary>The key of the newest item up to a time. Older items follow it.</summary>
    private static string FirstItemUpTo(ConversationId id, DateTimeOffset upTo) =>
        string.Create(CultureInfo.InvariantCulture, $"{RowKeys.Items(id.Customer)}{SortableTime.NewestFirst(upTo)}");
}
