using System.Text.Json;
using ZuperConnect.Json;

namespace ZuperConnect.Storage;

/// <summary>
/// Stores a JSON document in as many columns of a row as needed (<see cref="LongColumns"/>): escaping can make a text longer.
/// </summary>
internal static class JsonRows
{
    private const string Body = "Body";

    /// <summary>A row with a document. The type argument determines the JSON: use the base type of a polymorphic document.</summary>
    public static TableRow Of<T>(string partitionKey, string rowKey, T document) => OfJson(partitionKey, rowKey, Json(document));

    /// <summary>Several rows of a partition with the same document.</summary>
    public static IReadOnlyList<TableRow> Of<T>(string partitionKey, IEnumerable<string> rowKeys, T document)
    {
        var json = Json(document);
        return [.. rowKeys.Select(key => OfJson(partitionKey, key, json))];
    }

    public static T Read<T>(TableRow row)
    {
        var json = LongColumns.Read(row, Body) ?? "null";
        return JsonSerializer.Deserialize<T>(json, InboxJson.Options) ?? throw new JsonException($"A row holds no {typeof(T).Name}.");
    }

    /// <summary>
    /// Whether two documents have the same JSON. If the response to a change is lost, the client repeats the request and finds the row
    /// changed. If the row contains the requested document, the change was its own.
    /// </summary>
    public static bool AreSame<T>(T one, T other) => Json(one) == Json(other);

    private static TableRow OfJson(string partitionKey, string rowKey, string json)
    {
        var row = new TableRow(partitionKey, rowKey);
        LongColumns.Write(row, Body, json);
        return row;
    }

    private static string Json<T>(T document) => JsonSerializer.Serialize(document, InboxJson.Options);
}
