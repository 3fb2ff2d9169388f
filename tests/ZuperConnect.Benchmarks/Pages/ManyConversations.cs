using System.Globalization;
using ZuperConnect.Conversations;
using ZuperConnect.Ledger;
using ZuperConnect.Outbox;
using ZuperConnect.Search;
using ZuperConnect.Storage;

namespace ZuperConnect.Benchmarks.Pages;

/// <summary>Fills an inbox with conversations of one message each by writing their rows directly.</summary>
internal static class ManyConversations
{
    private const int MaxConcurrency = 5_000;

    public static async Task WriteAsync(StorageTables storage, int count)
    {
        var now = DateTimeOffset.UtcNow;
        foreach (var some in Enumerable.Range(0, count).Chunk(MaxConcurrency))
        {
            var texts = some.Select(index => (Id: IdOf(index), Command: Text(now - TimeSpan.FromMilliseconds(count - index)))).ToList();
            await WriteAsync(storage.Inbox, texts.SelectMany(text => Rows(text.Id, text.Command)));

            // The inbox may be completing its index already.
            await WriteAsync(storage.Search, texts
                .SelectMany(text => ConversationIndex.Rows(text.Id, SearchWords.Of(new Conversation(text.Id))))
                .Select(row => new RowChange.Upsert(row)));
        }
    }

    /// <summary>The conversation with an index, starting at 0, as in <see cref="CustomerText"/>.</summary>
    public static ConversationId IdOf(int index)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{CustomerText.Numbers[index % CustomerText.Numbers.Count]}-{12065000000 + index}");
        return ConversationId.TryParse(text, out var id) ? id : throw new InvalidOperationException("This is no conversation's id.");
    }

    private static ReceiveMessage Text(DateTimeOffset at) => new(SourceIds.Of("sms", $"{Guid.NewGuid()}"), at, CustomerText.Words);

    private static Task WriteAsync(ITable table, IEnumerable<RowChange> changes) => Parallel.ForEachAsync(
        changes.OrderBy(change => change.RowKey, StringComparer.Ordinal).GroupBy(change => change.PartitionKey)
            .SelectMany(partition => partition.Chunk(TableOperations.MaxTransactionSize)),
        new ParallelOptions { MaxDegreeOfParallelism = Scale.InFlight },
        async (transaction, cancellation) => await table.SubmitAsync(transaction, cancellation));

    /// <summary>All rows as inserts, without pending work.</summary>
    private static IEnumerable<RowChange> Rows(ConversationId id, ReceiveMessage command)
    {
        var none = new Conversation(id);
        return new ConversationTransaction(id, command, Committed.None, none, ConversationRules.Decide(none, command, null), []).Changes
            .Where(change => !change.RowKey.StartsWith(WorkItem.KeyPrefix, StringComparison.Ordinal))
            .Select(change => change is RowChange.Upsert upsert ? new RowChange.Insert(upsert.Row) : change);
    }
}
