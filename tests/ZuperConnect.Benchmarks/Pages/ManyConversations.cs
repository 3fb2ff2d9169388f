using ZuperConnect.Webhooks;
using ZuperConnect.Messages;
using ZuperConnect.Work;
using ZuperConnect.Ledger;
using ZuperConnect.Conversations;
using ZuperConnect.Search;
using ZuperConnect.Storage;

namespace ZuperConnect.Benchmarks.Pages;

/// <summary>Fills a table with conversations of one message each: the rows that the inbox writes, many of them in a transaction.</summary>
internal static class ManyConversations
{
    private const int LongestTransaction = 100;

    public static async Task WriteAsync(InboxStorage storage, int count)
    {
        var texts = CustomerText.Make(count, count);
        await WriteAsync(storage.Inbox, texts.SelectMany(Rows));
        await WriteAsync(storage.Search, texts
            .SelectMany(text => SearchIndex.Rows(text.Conversation, SearchWords.Of(new Conversation(text.Conversation))))
            .Select(row => new RowChange.Insert(row)));
    }

    private static async Task WriteAsync(ITable table, IEnumerable<RowChange> actions)
    {
        var rows = actions.GroupBy(action => action.Entity.PartitionKey);
        foreach (var transaction in rows.SelectMany(partition => partition.Chunk(LongestTransaction)))
        {
            await table.SubmitAsync(transaction);
        }
    }

    /// <summary>All as plain inserts, the quickest of Azurite's operations; there is no work left to do.</summary>
    private static IEnumerable<RowChange> Rows(CustomerText text)
    {
        var none = new Conversation(text.Conversation);
        var decision = ConversationRules.Decide(none, text.Command, null);
        return new ConversationTransaction(text.Conversation, text.Command, new(null, default), none, decision).Actions
            .Where(action => !action.Entity.RowKey.StartsWith(RowKeys.AllWork, StringComparison.Ordinal))
            .Select(action => new RowChange.Insert(action.Entity));
    }
}
