using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ZuperConnect.Json;
using ZuperConnect.Twilio.Rest;

namespace ZuperConnect.Twilio.Webhooks;

/// <summary>A webhook, or what would have been one: in this form it is kept where nobody can read it.</summary>
/// <param name="Twilio">The path that it came to, without the first slash.</param>
/// <param name="Fields">Its fields.</param>
internal sealed record TwilioWebhook(string Twilio, ImmutableSortedDictionary<string, string> Fields)
{
    /// <summary>When it happened, where that is known; a webhook does not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? At { get; init; }

    /// <summary>A field; null where it is missing or empty.</summary>
    public string? this[string name] => Fields.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <summary>The webhook that would have brought a text which stands in Twilio's list.</summary>
    public static TwilioWebhook Of(TwilioMessage message) => new(
        TwilioAddresses.Messages,
        new (string Name, string? Value)[]
        {
            ("MessageSid", message.Sid), ("From", message.From), ("To", message.To), ("Body", message.Body),
            ("NumMedia", message.NumMedia?.ToString(CultureInfo.InvariantCulture)),
        }.Where(field => field.Value is not null)
            .ToImmutableSortedDictionary(field => field.Name, field => field.Value!, StringComparer.Ordinal))
    {
        At = message.SentAt ?? message.CreatedAt,
    };

    public BinaryData ToJson() => BinaryData.FromObjectAsJson(this, InboxJson.Options);

    /// <summary>Reads one that was kept; null where it is none.</summary>
    public static TwilioWebhook? Read(BinaryData json)
    {
        try
        {
            return json.ToObjectFromJson<TwilioWebhook>(InboxJson.Options) is { Twilio: not null, Fields: not null } webhook
                ? webhook : null;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
