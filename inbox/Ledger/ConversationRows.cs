using ZuperConnect.Conversations;
using ZuperConnect.Storage;

namespace ZuperConnect.Ledger;

/// <summary>The rows of a conversation in the table <c>Inbox</c>.</summary>
internal static class ConversationRows
{
    /// <summary>The conversation's own row, followed by its rows in the lists. Each row contains everything that a list shows.</summary>
    public static IReadOnlyList<TableRow> Of(Conversation conversation)
    {
        var keys = PlaceKeys(conversation).Prepend(RowKeys.Conversation(conversation.Id.Customer));
        return JsonRows.Of(conversation.Id.Number.Key, keys, conversation);
    }

    public static TableRow Of(ConversationId id, TimelineItem item) =>
        JsonRows.Of(id.Number.Key, RowKeys.Item(id.Customer, item.At, item.Id), item);

    /// <summary>The row keys of the conversation in the lists.</summary>
    public static IEnumerable<string> PlaceKeys(Conversation conversation) =>
        ConversationList.Of(conversation).Select(list => RowKeys.Place(list, list.TimeOf(conversation), conversation.Id.Customer));
}
