using System.Buffers;
using System.Text.Json;

namespace ZuperConnect.Webhooks;

/// <summary>
/// Brings the names of Event Grid's properties into the spelling that its SDK reads: providers write some of them differently
/// (<c>Tag</c>), and the SDK minds the case.
/// </summary>
internal static class EventGridJson
{
    private static readonly Dictionary<string, string> Spelling = new[]
    {
        "id", "topic", "subject", "data", "eventType", "eventTime", "dataVersion", "metadataVersion",
        "messageId", "from", "to", "message", "receivedTimestamp", "segmentCount",
        "deliveryStatus", "deliveryStatusDetails", "deliveryAttempts", "timestamp", "segmentsSucceeded", "segmentsFailed", "tag",
        "validationCode", "validationUrl",
    }.ToDictionary(name => name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The same JSON with known names in their usual spelling.</summary>
    public static BinaryData Respell(JsonElement json)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(json, writer);
        }

        return new(buffer.WrittenMemory);
    }

    private static void Write(JsonElement json, Utf8JsonWriter writer)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in json.EnumerateObject())
                {
                    writer.WritePropertyName(Spelling.GetValueOrDefault(property.Name, property.Name));
                    Write(property.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var element in json.EnumerateArray())
                {
                    Write(element, writer);
                }

                writer.WriteEndArray();
                break;
            default:
                json.WriteTo(writer);
                break;
        }
    }
}
