using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ZuperConnect.Json;
using ZuperConnect.Twilio.Rest;

namespace ZuperConnect.Twilio.Webhooks;

/// <summary>A webhook request. A dead letter is stored in this form.</summary>
/// <param name="Twilio">The path of the request, without the leading slash.</param>
/// <param name="Fields">The form fields.</param>
internal sealed record TwilioWebhook(string Twilio, ImmutableSortedDictionary<string, string> Fields)
{
    /// <summary>When it happened, if known. Webhooks have no time.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? At { get; init; }

    /// <summary>A field; null if it is missing or empty.</summary>
    public string? this[string name] => Fields.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <summary>The webhook for a message that was found in Twilio's list.</summary>
    /// <param name="message">The message.</param>
    /// <param name="media">Its files, which the list does not contain.</param>
    public static TwilioWebhook Of(TwilioMessage message, IReadOnlyList<(Uri Address, string ContentType)> media) => Of(
        TwilioAddresses.Messages,
        [
            ("MessageSid", message.Sid), ("From", message.From), ("To", message.To), ("Body", message.Body),
            ("NumMedia", message.NumMedia?.ToString(CultureInfo.InvariantCulture)),
            .. media.SelectMany((file, index) => new (string Name, string? Value)[]
            {
                (string.Create(CultureInfo.InvariantCulture, $"MediaUrl{index}"), file.Address.AbsoluteUri),
                (string.Create(CultureInfo.InvariantCulture, $"MediaContentType{index}"), file.ContentType),
            }),
        ]) with
    {
        At = message.SentAt ?? message.CreatedAt,
    };

    /// <summary>A webhook with these fields; null values are left out.</summary>
    public static TwilioWebhook Of(string path, params ReadOnlySpan<(string Name, string? Value)> fields)
    {
        var given = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in fields)
        {
            if (value is not null)
            {
                given[name] = value;
            }
        }

        return new(path, given.ToImmutable());
    }

    public BinaryData ToJson() => BinaryData.FromObjectAsJson(this, InboxJson.Options);

    /// <summary>Parses a dead letter; null if it is not a Twilio webhook.</summary>
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
