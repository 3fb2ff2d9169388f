using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Azure.Messaging.EventGrid;

namespace ZuperConnect.Webhooks;

/// <summary>
/// Parses events in the Event Grid or CloudEvents schema with the SDK. Before that, it repairs what the SDK would fail on although the
/// event is usable: other spellings of property names (<c>Tag</c>), invalid times, half surrogate pairs.
/// </summary>
internal static partial class EventGridJson
{
    /// <summary>The maximum number of events in a delivery. Event Grid and the provider send a few at most.</summary>
    public const int MaxEvents = 1_000;

    /// <summary>The earliest time that a row can hold. An earlier time means that the provider left it empty.</summary>
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

    /// <summary>The properties of a CloudEvent (specification, section 3.1) by their names in the Event Grid schema.</summary>
    private static readonly ImmutableDictionary<string, string> CloudEvent = ImmutableDictionary.CreateRange<string, string>(
    [
        new("id", "id"), new("source", "topic"), new("subject", "subject"),
        new("type", "eventType"), new("time", "eventTime"), new("data", "data"),
    ]);

    /// <summary>Times that are optional.</summary>
    private static readonly ImmutableHashSet<string> Times = ["receivedTimestamp", "recordingStartTime"];

    /// <summary>Properties that are removed because nothing reads them, so that invalid values do no harm.</summary>
    private static readonly ImmutableHashSet<string> Unneeded = ["segmentCount", "deliveryAttempts"];

    /// <summary>Optional properties that the SDK reads as integers. It refuses the whole event if they are none.</summary>
    private static readonly ImmutableHashSet<string> WholeNumbers = ["recordingDurationMs", "index"];

    /// <summary>An event with its data; null if it is malformed or of a kind that the SDK does not know.</summary>
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

    /// <summary>The time of an event of any kind; null if it has no valid time.</summary>
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

    /// <summary>The time; null if it was left empty.</summary>
    public static DateTimeOffset? Known(DateTimeOffset? time) => time >= Earliest ? time : null;

    /// <summary>
    /// Splits a delivery, which is one event or an array, into unchanged events. Text that is not JSON counts as one event. A malformed
    /// event does not affect the others. If there are more than <paramref name="most"/>, one more is returned and the rest is ignored.
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

    /// <summary>Half surrogate pairs and invalid UTF-8 become U+FFFD.</summary>
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

    // Matches each escape separately, so that an escaped backslash does not start another escape. The group is half of a surrogate pair.
    [GeneratedRegex(@"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
        RegexOptions.Singleline)]
    private static partial Regex Escape();
}
