using System.Collections.Immutable;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Webhooks;

/// <summary>
/// Parses the provider's identifiers of participants. The raw id of a phone is <c>4:</c> followed by the number, or by a UUID or
/// <c>anonymous</c> if the number is hidden. <c>_</c> and an asserted identity may follow, also in the number itself (from the identifier
/// model of its SDKs).
/// </summary>
public static class CommunicationIdentifiers
{
    private const string PhonePrefix = "4:";
    private const string HiddenPrefix = "anonymous";
    private const char BeforeAssertedIdentity = '_';

    /// <summary>The phone number of an identifier, or <see cref="PhoneNumber.Hidden"/>; null if it cannot be read.</summary>
    /// <param name="number">The phone number property; null if there is none.</param>
    /// <param name="rawId">The raw id; null if there is none. If the two differ, the one that contains a number counts.</param>
    public static PhoneNumber? Phone(string? number, string? rawId)
    {
        PhoneNumber?[] read = [Read(number), Read(rawId)];
        return read.FirstOrDefault(phone => phone is { CanBeOurs: true }) ?? read.FirstOrDefault(phone => phone == PhoneNumber.Hidden)
            ?? read.FirstOrDefault(phone => phone is not null);
    }

    /// <summary>The number of the business in an identifier; null if it contains none.</summary>
    /// <inheritdoc cref="Phone"/>
    public static PhoneNumber? Ours(string? number, string? rawId) =>
        PhoneNumber.TryParseOurs(Name(number), out var ours) || PhoneNumber.TryParseOurs(Name(rawId), out ours) ? ours : null;

    /// <summary>
    /// The phones in a list of participants, with duplicates. Participants that are users or apps of the provider are skipped.
    /// </summary>
    /// <param name="participants">The identifiers, see <see cref="Phone"/>.</param>
    /// <returns>The phones, and whether an entry could not be read. Then any phone may be in the call.</returns>
    public static (ImmutableArray<PhoneNumber> Phones, bool IsIncomplete) Phones(IEnumerable<(string? Number, string? RawId)> participants)
    {
        var read = participants.Where(one => !IsNoPhone(one.RawId)).Select(one => Phone(one.Number, one.RawId)).ToList();
        return ([.. read.OfType<PhoneNumber>()], read.Contains(null));
    }

    private static PhoneNumber? Read(string? text)
    {
        var name = Name(text);
        return name?.StartsWith(HiddenPrefix, StringComparison.OrdinalIgnoreCase) is true || Guid.TryParse(name, out _) ? PhoneNumber.Hidden
            : !IsNoPhone(text) && PhoneNumber.TryParse(name, out var number) ? number
            : null;
    }

    /// <summary>A number or raw id without prefix and suffix.</summary>
    private static string? Name(string? text) =>
        (text?.StartsWith(PhonePrefix, StringComparison.Ordinal) is true ? text[PhonePrefix.Length..] : text)?.Split(
            BeforeAssertedIdentity)[0].Trim();

    /// <summary>A raw id starts with the number of its kind and a colon.</summary>
    private static bool IsNoPhone(string? rawId) =>
        rawId?.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && rawId.AsSpan(0, colon).IndexOfAnyExceptInRange('0', '9') < 0
        && !rawId.StartsWith(PhonePrefix, StringComparison.Ordinal);
}
