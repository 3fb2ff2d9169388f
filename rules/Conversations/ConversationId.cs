using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using ZuperConnect.Json;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Conversations;

/// <summary>
/// Identifies a conversation by the digits of the number of the business and of the customer number. A sender that is not a number is
/// written as <c>x</c> and its base64url, a hidden caller as <c>anonymous</c>. An id never changes, so it can be used in links.
/// </summary>
/// <remarks>Written <c>14255550100-12065550199</c> (docs/design.md#http-api).</remarks>
[JsonConverter(typeof(ConversationIdJson))]
public sealed record ConversationId(PhoneNumber Number, PhoneNumber Customer)
{
    /// <summary>Parses an id in the form of <see cref="ToString"/>. Returns false if it is not valid.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ConversationId? id)
    {
        id = text?.Split('-', 2) is [var ours, var theirs]
            && PhoneNumber.TryParseKey(ours, out var number) && number.CanBeOurs
            && PhoneNumber.TryParseKey(theirs, out var customer)
                ? new(number, customer)
                : null;
        return id is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Number.Key}-{Customer.Key}";

    /// <summary>The id with masked phone numbers, for logs: <c>…0100-…0199</c>.</summary>
    public string Masked() => $"{Number.Masked()}-{Customer.Masked()}";

    private sealed class ConversationIdJson() : StringJsonConverter<ConversationId>(TryParse);
}
