using Azure.Data.Tables;
using ZuperConnect.Conversations;
using ZuperConnect.Storage;

namespace ZuperConnect.Benchmarks.Pages;

/// <summary>Fills a table with conversations of one message each: the rows that the inbox writes, many of them in a transaction.</summary>
internal static class ManyConversations
{
    private const int LongestTransaction = 100;

    public static async Task WriteAsync(TableClient table, int count)
    {
        var rows = CustomerText.Make(count, count).SelectMany(Rows).GroupBy(action => action.Entity.PartitionKey);
        foreach (var transaction in rows.SelectMany(partition => partition.Chunk(LongestTransaction)))
        {
            await table.SubmitTransactionAsync(transaction);
        }
    }

    /// <summary>All as plain inserts, the quickest of Azurite's operations.</summary>
    private static IEnumerable<TableTransactionAction> Rows(CustomerText text)
    {
        var none = new Conversation(text.Conversation);
        var decision = ConversationRules.Decide(none, text.Command, null);
        return new ConversationTransaction(text.Conversation, text.Command, new(null, default), none, decision).Actions
            .Select(action => new TableTransactionAction(TableTransactionActionType.Add, action.Entity));
    }
}
