using System.Globalization;
using Azure;
using Azure.Data.Tables;
using ZuperConnect.Conversations;

namespace ZuperConnect.Storage;

/// <summary>
/// Erases what the table <c>Inbox</c> has of a conversation, up to a time. What passed between the two sides later stays, and the
/// conversation with it; any other is gone, with what the team did in it since. Each of these may be stopped anywhere, and done again.
/// </summary>
public sealed class ConversationErasing(InboxStorage storage, ConversationLedger ledger)
{
    private const int Attempts = 10;

    /// <summary>The most that the team does in a conversation before it is removed; one with more goes on. A transaction has room for them.</summary>
    private const int MostDeeds = 90;

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
            if (await DeedsAsync(id, upTo, cancellation) is not { Count: <= MostDeeds } deeds)
            {
                return false;
            }

            // First, as nothing says afterwards which they were.
            foreach (var deed in deeds)
            {
                await storage.Inbox.DeleteEntityAsync(id.Number.Key, RowKeys.Taken(id.Customer, Rows.Read<TimelineItem>(deed).Id), ETag.All, cancellation);
            }

            try
            {
                await storage.Inbox.SubmitTransactionAsync(
                    Rows.Of(conversation).Concat(deeds)
                        .Select((row, index) => new TableTransactionAction(TableTransactionActionType.Delete, row, index is 0 ? committed.ETag : ETag.All)),
                    cancellation);
                return true;
            }
            catch (TableTransactionFailedException changed) when (changed.Status is 404 or 412 && attempt < Attempts)
            {
                // Something happened meanwhile: it is looked at again.
            }
        }
    }

    /// <summary>The calls in the timeline that began up to the time.</summary>
    public async Task<IReadOnlyList<CallItem>> CallsAsync(ConversationId id, DateTimeOffset upTo, CancellationToken cancellation)
    {
        var calls = new List<CallItem>();
        var (partition, from, end) = (id.Number.Key, ItemsUpTo(id, upTo), RowKeys.After(RowKeys.Items(id.Customer)));
        await foreach (var row in storage.Inbox.QueryAsync<TableEntity>(
            row => row.PartitionKey == partition && row.RowKey.CompareTo(from) >= 0 && row.RowKey.CompareTo(end) < 0, cancellationToken: cancellation))
        {
            if (Rows.Read<TimelineItem>(row) is CallItem call)
            {
                calls.Add(call);
            }
        }

        return calls;
    }

    /// <summary>Deletes its timeline and its calls in the call log, and what says which commands were taken and are still to be done.</summary>
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
            await storage.Inbox.DeleteEntityAsync(partition, RowKeys.Call(call.At, call.Id), ETag.All, cancellation);
        }

        var (items, itemsEnd) = (ItemsUpTo(id, upTo), RowKeys.After(RowKeys.Items(id.Customer)));
        await storage.Inbox.DeleteAsync(
            row => row.PartitionKey == partition && row.RowKey.CompareTo(items) >= 0 && row.RowKey.CompareTo(itemsEnd) < 0, cancellation);

        var (work, workEnd, own) = (RowKeys.Work(new(id, "")), RowKeys.After(RowKeys.Work(new(id, ""))), RowKeys.Work(itself));
        await storage.Inbox.DeleteAsync(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {work} and RowKey lt {workEnd} and RowKey ne {own} and At le {upTo}"), cancellation);
        await DeleteTakenAsync(id, upTo, cancellation);
    }

    /// <summary>But for what later items follow from: its repetitions are still to be found.</summary>
    private async Task DeleteTakenAsync(ConversationId id, DateTimeOffset upTo, CancellationToken cancellation)
    {
        var (partition, from, end) = (id.Number.Key, RowKeys.Taken(id.Customer, ""), RowKeys.After(RowKeys.Taken(id.Customer, "")));
        var taken = new List<TakenRow>();
        await foreach (var row in storage.Inbox.QueryAsync<TakenRow>(
            row => row.PartitionKey == partition && row.RowKey.CompareTo(from) >= 0 && row.RowKey.CompareTo(end) < 0, cancellationToken: cancellation))
        {
            if (row.ItemAt is not { } at || at <= upTo)
            {
                taken.Add(row);
            }
        }

        await storage.Inbox.DeleteAsync(taken, cancellation);
    }

    /// <summary>The rows of what the team alone did later, as comments; null where a message or call passed.</summary>
    private async Task<IReadOnlyList<TableEntity>?> DeedsAsync(ConversationId id, DateTimeOffset upTo, CancellationToken cancellation)
    {
        var (partition, from, end) = (id.Number.Key, RowKeys.Items(id.Customer), ItemsUpTo(id, upTo));
        var deeds = new List<TableEntity>();
        await foreach (var row in storage.Inbox.QueryAsync<TableEntity>(
            row => row.PartitionKey == partition && row.RowKey.CompareTo(from) >= 0 && row.RowKey.CompareTo(end) < 0, cancellationToken: cancellation))
        {
            if (Rows.Read<TimelineItem>(row) is MessageItem or CallItem)
            {
                return null;
            }

            deeds.Add(row);
        }

        return deeds;
    }

    /// <summary>Where the items of the time begin, newest first, and those of earlier times after them.</summary>
    private static string ItemsUpTo(ConversationId id, DateTimeOffset upTo) =>
        string.Create(CultureInfo.InvariantCulture, $"{RowKeys.Items(id.Customer)}{RowKeys.Reversed(upTo)}");
}
