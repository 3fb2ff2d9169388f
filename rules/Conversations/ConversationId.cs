using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using ZuperConnect.Json;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Conversations;

/// <summary>
/// The business's number and the customer number, each by its digits; a sender that is no number as <c>x</c> and its base64url, a hidden
/// caller as <c>anonymous</c>. Never changes: safe in links.
/// </summary>
/// <remarks>Written <c>14255550100-12065550199</c> (docs/design.md#http-api).</remarks>
[JsonConverter(typeof(ConversationIdJson))]
public sealed record ConversationId(PhoneNumber Number, PhoneNumber Customer)
{
    /// <summary>Reads an id as <see cref="ToString"/> writes it; false where it is none.</summary>
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

    /// <summary>The id without whole phone numbers, for logs: <c>…0100-…0199</c>.</summary>
    public string Masked() => $"{Number.Masked()}-{Customer.Masked()}";

    private sealed class ConversationIdJson() : StringJsonConverter<ConversationId>(TryParse);
}
