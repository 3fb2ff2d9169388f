using System.Collections.Immutable;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Webhooks;

/// <summary>
/// Reads the provider's identifiers of who takes part in a call. A phone's raw id is <c>4:</c> and the number, or a UUID or
/// <c>anonymous</c>
/// where the number is hidden; <c>_</c> and an asserted identity may follow, in the number itself too (the identifier model of its SDKs).
/// </summary>
public static class CommunicationIdentifiers
{
    private const string PhonePrefix = "4:";
    private const string HiddenPrefix = "anonymous";
    private const char BeforeAssertedIdentity = '_';

    /// <summary>The phone that an identifier names, <see cref="PhoneNumber.Hidden"/> where its number is hidden; null where it cannot be
    /// read.</summary>
    /// <param name="number">The identifier's own phone number; null where it has none.</param>
    /// <param name="rawId">Its raw id; null where it has none. The two need not agree: whichever has a number in it counts.</param>
    public static PhoneNumber? Phone(string? number, string? rawId)
    {
        PhoneNumber?[] read = [Read(number), Read(rawId)];
        return read.FirstOrDefault(phone => phone is { CanBeOurs: true }) ?? read.FirstOrDefault(phone => phone == PhoneNumber.Hidden)
            ?? read.FirstOrDefault(phone => phone is not null);
    }

    /// <summary>The number of the business that an identifier names; null where it names none.</summary>
    /// <inheritdoc cref="Phone"/>
    public static PhoneNumber? Ours(string? number, string? rawId) =>
        PhoneNumber.TryParseOurs(Name(number), out var ours) || PhoneNumber.TryParseOurs(Name(rawId), out ours) ? ours : null;

    /// <summary>The phones in a list of participants, each as often as it is listed. Users of the provider's own and apps have
    /// none.</summary>
    /// <param name="participants">The identifiers, each as <see cref="Phone"/> takes it.</param>
    /// <returns>The phones, and whether there was an entry that cannot be read: then any phone may be in the call.</returns>
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

    /// <summary>A number or raw id without what stands around it.</summary>
    private static string? Name(string? text) =>
        (text?.StartsWith(PhonePrefix, StringComparison.Ordinal) is true ? text[PhonePrefix.Length..] : text)?.Split(
            BeforeAssertedIdentity)[0].Trim();

    /// <summary>Raw ids begin with the number of their kind and a colon.</summary>
    private static bool IsNoPhone(string? rawId) =>
        rawId?.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && rawId.AsSpan(0, colon).IndexOfAnyExceptInRange('0', '9') < 0
        && !rawId.StartsWith(PhonePrefix, StringComparison.Ordinal);
}
