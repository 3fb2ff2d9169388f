using System.Buffers;
using System.Text.Json;
using Azure.Messaging.EventGrid;

namespace ZuperConnect.Webhooks;

/// <summary>
/// Reads Event Grid's JSON with its SDK, after bringing the names of properties into the spelling that the SDK knows: providers write some
/// of them differently (<c>Tag</c>), and the SDK minds the case.
/// </summary>
internal static class EventGridJson
{
    private static readonly Dictionary<string, string> Spelling = new[]
    {
        "id", "topic", "subject", "data", "eventType", "eventTime", "dataVersion", "metadataVersion",
        "messageId", "from", "to", "message", "receivedTimestamp", "segmentCount",
        "deliveryStatus", "deliveryStatusDetails", "deliveryAttempts", "timestamp", "segmentsSucceeded", "segmentsFailed", "tag",
        "validationCode", "validationUrl",
        "kind", "rawId", "phoneNumber", "value", "serverCallId", "callerDisplayName", "incomingCallContext", "correlationId",
        "recordingStorageInfo", "recordingChunks", "documentId", "index", "endReason", "contentLocation", "metadataLocation", "deleteLocation",
        "recordingStartTime", "recordingDurationMs", "sessionEndReason",
    }.ToDictionary(name => name, StringComparer.OrdinalIgnoreCase);

    /// <summary>One event and its data; null where it is malformed, or of a kind that the SDK does not know.</summary>
    public static (EventGridEvent Envelope, object Data)? Read(BinaryData json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind is JsonValueKind.Object
                && EventGridEvent.Parse(Respell(document.RootElement)) is { Id.Length: > 0 } envelope
                && envelope.TryGetSystemEventData(out var data)
                    ? (envelope, data)
                    : null;
        }
        catch (Exception malformed) when (malformed is JsonException or FormatException or InvalidOperationException or ArgumentException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>
    /// The events of a delivery, which is one event or an array of them, each byte for byte as it came; what is no JSON is one. However
    /// broken one of them is inside, the others are found.
    /// </summary>
    public static List<BinaryData> Split(BinaryData delivery)
    {
        var events = new List<BinaryData>();
        var reader = new Utf8JsonReader(delivery, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            if (!reader.Read() || reader.TokenType is not JsonTokenType.StartArray)
            {
                return [delivery];
            }

            while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                events.Add(new(delivery.ToMemory()[start..(int)reader.BytesConsumed]));
            }

            return events;
        }
        catch (JsonException)
        {
            return [delivery];
        }
    }

    private static BinaryData Respell(JsonElement json)
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
