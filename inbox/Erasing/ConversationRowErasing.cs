using System.Globalization;
using ZuperConnect.Conversations;
using ZuperConnect.Idempotency;
using ZuperConnect.Ledger;
using ZuperConnect.Live;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;

namespace ZuperConnect.Erasing;

/// <summary>
/// Erases what the table <c>Inbox</c> has of a conversation, up to a time. What passed between the two sides later stays, and the
/// conversation with it; any other is gone, with what the team did in it since. Each of these may be stopped anywhere, and done again.
/// </summary>
public sealed class ConversationRowErasing(StorageTables storage, ConversationLedger ledger, LiveHints hints)
{
    private const int Attempts = 10;

    /// <summary>The most that the team does in a conversation before it is removed; one with more goes on. A transaction has room for
    /// them.</summary>
    private const int MaxDocuments = 90;

    /// <summary>
    /// Removes the conversation and its places in the views, unless a message or call passed later. Its timeline up to the time is still
    /// there.
    /// </summary>
    /// <returns>Whether it is gone.</returns>
    public async Task<bool> TryRemoveAsync(ConversationId id, DateTimeOffset upTo, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await ledger.ReadAsync(id, cancellation) is not { Conversation: { } conversation } committed)
            {
                return true;
            }

            // After the conversation: what is added to the timeline now changes its tag.
            if (await DeedsAsync(id, upTo, cancellation) is not { Count: <= MaxDocuments } deeds)
            {
                return false;
            }

            // First, as nothing says afterwards which they were.
            foreach (var deed in deeds)
            {
                await storage.Inbox.DeleteAsync(
                    id.Number.Key, IdempotencyRecord.Key(id.Customer, Rows.Read<TimelineItem>(deed).Id), ETag.Any, cancellation);
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
                // Something happened meanwhile: it is looked at again.
            }
        }
    }

    /// <summary>The calls in the timeline that began up to the time.</summary>
    public async Task<IReadOnlyList<CallItem>> CallsAsync(ConversationId id, DateTimeOffset upTo, CancellationToken cancellation)
    {
        var calls = new List<CallItem>();
        await foreach (var row in storage.Inbox.QueryAsync(ItemsUpTo(id, upTo), cancellation))
        {
            if (Rows.Read<TimelineItem>(row) is CallItem call)
            {
                calls.Add(call);
            }
        }

        return calls;
    }

    /// <summary>Deletes its timeline and its calls in the call log, and what says which commands were taken and are still to be
    /// done.</summary>
    /// <param name="id">The conversation.</param>
    /// <param name="upTo">What happened later stays.</param>
    /// <param name="itself">The work that this is part of, which stays.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task DeleteRowsAsync(ConversationId id, DateTimeOffset upTo, WorkId itself, CancellationToken cancellation)
    {
        var partition = id.Number.Key;

        // The timeline says which calls are in the log.
        foreach (var call in await CallsAsync(id, upTo, cancellation))
        {
            await storage.Inbox.DeleteAsync(partition, RowKeys.Call(call.At, call.Id), ETag.Any, cancellation);
        }

        await storage.Inbox.DeleteAsync(ItemsUpTo(id, upTo), cancellation);

        var work = RowQuery.WithPrefix(partition, WorkItem.Key(new(id, ""))).Where(nameof(WorkItem.At), Comparison.LessThanOrEqual, upTo);
        await DeleteAsync(work, row => row.RowKey != WorkItem.Key(itself), cancellation);
        await DeleteIdempotencyRecordsAsync(id, upTo, cancellation);
    }

    /// <summary>But for what later items follow from: its repetitions are still to be found.</summary>
    private Task DeleteIdempotencyRecordsAsync(ConversationId id, DateTimeOffset upTo, CancellationToken cancellation) => DeleteAsync(
        RowQuery.WithPrefix(id.Number.Key, IdempotencyRecord.Key(id.Customer, "")), row => IdempotencyRecord.Read(row).ItemAt is not { } at
            || at <= upTo, cancellation);

    private async Task DeleteAsync(RowQuery query, Func<TableRow, bool> goes, CancellationToken cancellation) =>
        await storage.Inbox.DeleteAsync(
            await storage.Inbox.QueryAsync(query, cancellation).Where(goes).ToListAsync(cancellation), cancellation);

    /// <summary>The rows of what the team alone did later, as comments; null where a message or call passed.</summary>
    private async Task<IReadOnlyList<TableRow>?> DeedsAsync(ConversationId id, DateTimeOffset upTo, CancellationToken cancellation)
    {
        var deeds = new List<TableRow>();
        var later = RowQuery.WithPrefix(id.Number.Key, RowKeys.Items(id.Customer)).Before(FirstItemUpTo(id, upTo));
        await foreach (var row in storage.Inbox.QueryAsync(later, cancellation))
        {
            if (Rows.Read<TimelineItem>(row) is MessageItem or CallItem)
            {
                return null;
            }

            deeds.Add(row);
        }

        return deeds;
    }

    /// <summary>The items up to the time.</summary>
    private static RowQuery ItemsUpTo(ConversationId id, DateTimeOffset upTo) =>
        RowQuery.WithPrefix(id.Number.Key, RowKeys.Items(id.Customer)).From(FirstItemUpTo(id, upTo));

    /// <summary>Where the items of the time begin, newest first, and those of earlier times after them.</summary>
    private static string FirstItemUpTo(ConversationId id, DateTimeOffset upTo) =>
        string.Create(CultureInfo.InvariantCulture, $"{RowKeys.Items(id.Customer)}{SortableTime.NewestFirst(upTo)}");
}
