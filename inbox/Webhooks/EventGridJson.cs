using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Azure.Messaging.EventGrid;

namespace ZuperConnect.Webhooks;

/// <summary>
/// Reads Event Grid's JSON, in its own schema or that of CloudEvents, with its SDK. What would keep the SDK from reading an event that
/// says all that is needed is mended before: names of properties in another spelling (<c>Tag</c>), times that are none, half characters.
/// </summary>
internal static partial class EventGridJson
{
    /// <summary>The most events that are taken in one delivery; Event Grid and the telephony provider send a few at most.</summary>
    public const int MaxEvents = 1_000;

    /// <summary>The earliest time that a row can hold. A provider's time before it is one that was never filled in.</summary>
    private static readonly DateTimeOffset Earliest = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, string> Spelling = new[]
    {
        "id", "topic", "subject", "data", "eventType", "eventTime", "dataVersion", "metadataVersion",
        "messageId", "from", "to", "message", "receivedTimestamp", "segmentCount",
        "deliveryStatus", "deliveryStatusDetails", "deliveryAttempts", "timestamp", "segmentsSucceeded", "segmentsFailed", "tag",
        "validationCode", "validationUrl",
        "kind", "rawId", "phoneNumber", "value", "serverCallId", "callerDisplayName", "incomingCallContext", "correlationId",
        "recordingStorageInfo", "recordingChunks", "documentId", "index", "endReason",
        "contentLocation", "metadataLocation", "deleteLocation",
        "recordingStartTime", "recordingDurationMs", "sessionEndReason",
    }.ToDictionary(name => name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The properties of a CloudEvent (its specification, section 3.1) by their names in Event Grid's schema.</summary>
    private static readonly ImmutableDictionary<string, string> CloudEvent = ImmutableDictionary.CreateRange<string, string>(
    [
        new("id", "id"), new("source", "topic"), new("subject", "subject"),
        new("type", "eventType"), new("time", "eventTime"), new("data", "data"),
    ]);

    /// <summary>Times that an event can be read without.</summary>
    private static readonly ImmutableHashSet<string> Times = ["receivedTimestamp", "recordingStartTime"];

    /// <summary>What nobody reads must not keep the rest from being read.</summary>
    private static readonly ImmutableHashSet<string> Unneeded = ["segmentCount", "deliveryAttempts"];

    /// <summary>What the SDK reads as whole numbers, and throws the whole event away for where it is none. It can be done
    /// without.</summary>
    private static readonly ImmutableHashSet<string> WholeNumbers = ["recordingDurationMs", "index"];

    /// <summary>One event and its data; null where it is malformed, or of a kind that the SDK does not know.</summary>
    public static (EventGridEvent Envelope, object Data)? Read(BinaryData json)
    {
        try
        {
            using var document = Parse(json);
            return document.RootElement.ValueKind is JsonValueKind.Object
                && EventGridEvent.Parse(Respell(document.RootElement)) is { Id.Length: > 0 } envelope
                && envelope.TryGetSystemEventData(out var data)
                    ? (envelope, data)
                    : null;
        }
        catch (Exception malformed) when (
            malformed is JsonException or FormatException or InvalidOperationException or ArgumentException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>When an event happened, of whatever kind it is; null where it says no time that can be.</summary>
    public static DateTimeOffset? TimeOf(BinaryData json)
    {
        try
        {
            using var document = Parse(json);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root ? Known(TimeIn(root)) : null;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A time; null where it was never filled in.</summary>
    public static DateTimeOffset? Known(DateTimeOffset? time) => time >= Earliest ? time : null;

    /// <summary>
    /// The events of a delivery, which is one event or an array of them, each byte for byte as it came; what is no JSON is one. However
    /// broken one of them is inside, the others are found. Of more than are to be taken there is one more, and the rest is not looked at.
    /// </summary>
    public static List<BinaryData> Split(BinaryData delivery, int most = MaxEvents)
    {
        var events = new List<BinaryData>();
        var reader = new Utf8JsonReader(delivery, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            if (!reader.Read() || reader.TokenType is not JsonTokenType.StartArray)
            {
                return [delivery];
            }

            while (events.Count <= most && reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
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

    /// <summary>Half a surrogate pair, and bytes that are no UTF-8, are shown as U+FFFD.</summary>
    private static JsonDocument Parse(BinaryData json) => JsonDocument.Parse(
        Escape().Replace(Encoding.UTF8.GetString(json), escape => escape.Groups["half"].Success ? @"\uFFFD" : escape.Value));

    private static BinaryData Respell(JsonElement json)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            var isCloudEvent = IsCloudEvent(json);
            writer.WriteStartObject();
            foreach (var property in json.EnumerateObject())
            {
                var name = isCloudEvent
                    ? CloudEvent.GetValueOrDefault(property.Name) : Spelling.GetValueOrDefault(property.Name, property.Name);
                if (name is not (null or "eventTime"))
                {
                    writer.WritePropertyName(name);
                    Write(property.Value, writer);
                }
            }

            writer.WriteString("eventTime", TimeIn(json) ?? default);
            if (isCloudEvent)
            {
                writer.WriteString("dataVersion", "");
                if (!json.TryGetProperty("subject", out _))
                {
                    writer.WriteString("subject", "");
                }
            }

            writer.WriteEndObject();
        }

        return new(buffer.WrittenMemory);
    }

    private static bool IsCloudEvent(JsonElement json) => json.TryGetProperty("specversion", out _);

    private static DateTimeOffset? TimeIn(JsonElement json)
    {
        var name = IsCloudEvent(json) ? "time" : "eventTime";
        return json.EnumerateObject().Where(property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(property => Time(property.Value)).FirstOrDefault();
    }

    private static DateTimeOffset? Time(JsonElement json) =>
        json.ValueKind is JsonValueKind.String
            && DateTimeOffset.TryParse(json.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;

    private static void Write(JsonElement json, Utf8JsonWriter writer)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in json.EnumerateObject())
                {
                    var name = Spelling.GetValueOrDefault(property.Name, property.Name);
                    if (Times.Contains(name))
                    {
                        if (Time(property.Value) is { } time)
                        {
                            writer.WriteString(name, time);
                        }
                    }
                    else if (!Unneeded.Contains(name)
                        && (!WholeNumbers.Contains(name)
                            || (property.Value.ValueKind is JsonValueKind.Number && property.Value.TryGetInt64(out _))))
                    {
                        writer.WritePropertyName(name);
                        Write(property.Value, writer);
                    }
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

    // An escape by itself, so that a backslash that is escaped does not begin one; the half of a pair that stands alone is named.
    [GeneratedRegex(@"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
        RegexOptions.Singleline)]
    private static partial Regex Escape();
}
