using ZuperConnect.Conversations;
using ZuperConnect.Ledger;
using ZuperConnect.Outbox;
using ZuperConnect.Statistics;
using ZuperConnect.Storage;

namespace ZuperConnect.Tests.Faults;

/// <summary>The state of a conversation in its rows, after checking that they are consistent.</summary>
internal sealed record ConversationRows(Conversation State, IReadOnlyList<TimelineItem> Items)
{
    /// <summary>Reads the whole table, and fails if rows are inconsistent.</summary>
    public static async Task<IReadOnlyDictionary<string, ConversationRows>> ReadAsync(ITable inbox, CancellationToken cancellation)
    {
        var rows = await inbox.QueryAsync(RowQuery.All, cancellation).ToListAsync(cancellation);
        var byOwner = rows.Where(row => row.PartitionKey is not WorkId.Search)
            .GroupBy(row => (Number: row.PartitionKey, Customer: CustomerOf(row.RowKey)));
        return byOwner.Select(owned => Check([.. owned])).ToDictionary(checkedRows => checkedRows.State.Id.ToString());
    }

    private static ConversationRows Check(IReadOnlyList<TableRow> rows)
    {
        var conversation = Assert.Single(Of("c|"));
        var state = JsonRows.Read<Conversation>(conversation);

        Assert.Equal(RowKeys.Conversation(state.Id.Customer), conversation.RowKey);
        Assert.Equal(
            ConversationList.Of(state).Select(list => RowKeys.Place(list, list.TimeOf(state), state.Id.Customer))
                .Order(StringComparer.Ordinal),
            Of("v|").Select(place => place.RowKey).Order(StringComparer.Ordinal));
        Assert.All(Of("v|"), place => Assert.Equal(conversation.GetString("Body"), place.GetString("Body")));

        var items = Of("t|").ToDictionary(row => row.RowKey, JsonRows.Read<TimelineItem>);
        Assert.All(items, item => Assert.Equal(RowKeys.Item(state.Id.Customer, item.Value.At, item.Value.Id), item.Key));
        Assert.Equal(items.Values.DistinctBy(item => item.Id).Count(), items.Count);

        Assert.Empty(items.Values.Where(TimelineStatistics.IsCounted).Select(item => RowKeys.Activity(item.At, state.Id.Customer))
            .Except(Of("a|").Select(row => row.RowKey)));

        var taken = Of("e|");
        var itemsTaken = taken.Where(row => row.GetString("ItemId") is not null)
            .Select(row => RowKeys.Item(state.Id.Customer, row.GetDateTimeOffset("ItemAt")!.Value, row.GetString("ItemId")!));
        Assert.Equal(items.Keys.Order(StringComparer.Ordinal), itemsTaken.Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(state.Version, taken.Max(row => row.GetInt64("Version")));
        Assert.All(Of("w|").Where(work => work.GetString("Kind") is not ("IndexConversation" or "IndexText")), work =>
            Assert.Contains(taken, row => row.GetBoolean("HasWork") is true && row.RowKey.EndsWith($"|{work.RowKey.Split('.', 2)[1]}")));

        return new(state, [.. items.Values]);

        List<TableRow> Of(string prefix) => [.. rows.Where(row => row.RowKey.StartsWith(prefix, StringComparison.Ordinal))];
    }

    private static string CustomerOf(string rowKey) => rowKey.Split('|') switch
    {
        ["v", _, _, var customer] => customer,
        ["c" or "t" or "e", var customer, ..] => customer,
        ["a", _, var customer] => customer,
        ["w", var work] => work.Split('.')[0].Split('-', 2)[1],
        _ => throw new ArgumentException($"The row '{rowKey}' is of no kind that docs/design.md lists.", nameof(rowKey)),
    };
}
