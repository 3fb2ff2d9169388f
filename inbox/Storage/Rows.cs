using System.Text.Json;
using Azure.Data.Tables;
using ZuperConnect.Conversations;

namespace ZuperConnect.Storage;

/// <summary>
/// Rows that hold one JSON document, in as many columns as it needs: a text column holds 32,768 characters at most (Table storage's
/// data model), and escaping can make a text longer.
/// </summary>
internal static class Rows
{
    private const int ColumnLength = 32_000;

    public static TableEntity Of(ConversationId id, Conversation conversation) =>
        Of(id, RowKeys.Conversation(id.Customer), conversation);

    public static TableEntity Of(ConversationId id, TimelineItem item) =>
        Of(id, RowKeys.Item(id.Customer, item.At, item.Id), item);

    /// <summary>The conversation's places in the views, with all that a list shows, by their row keys.</summary>
    public static Dictionary<string, TableEntity> Places(Conversation conversation) =>
        Views.Of(conversation)
            .Select(view => RowKeys.Place(view, conversation.LastActivityAt, conversation.Id.Customer))
            .ToDictionary(key => key, key => Of(conversation.Id, key, conversation));

    public static TableEntity Of<T>(ConversationId id, string rowKey, T document)
    {
        var row = new TableEntity(id.Number.Key, rowKey);
        var json = JsonSerializer.Serialize(document, InboxJson.Options);
        for (var column = 0; column * ColumnLength < json.Length; column++)
        {
            var start = column * ColumnLength;
            row[Column(column)] = json[start..Math.Min(start + ColumnLength, json.Length)];
        }

        return row;
    }

    public static T Read<T>(TableEntity row)
    {
        var json = row.GetString(Column(0));
        for (var column = 1; row.GetString(Column(column)) is { } more; column++)
        {
            json += more;
        }

        return JsonSerializer.Deserialize<T>(json, InboxJson.Options)
            ?? throw new JsonException($"The row '{row.RowKey}' holds no {typeof(T).Name}.");
    }

    private static string Column(int index) => index is 0 ? "Body" : $"Body{index}";
}
