using PhoneNumbers;
using ZuperConnect.Text;
using ParsedNumber = PhoneNumbers.PhoneNumber;

namespace ZuperConnect.PhoneNumbers;

/// <summary>Formats numbers for people: <c>(206) 555-0199</c> in the same country, <c>+1 206-555-0199</c> from another one.</summary>
public static class PhoneNumberDisplay
{
    /// <summary>The text for a caller with a hidden number.</summary>
    public const string Hidden = "Hidden number";

    /// <summary>The text for a sender whose name has no visible character.</summary>
    public const string NamelessSender = "Unknown sender";

    /// <summary>The number in national format if the business's number is of the same country, otherwise in international format.</summary>
    public static string Display(this PhoneNumber number, PhoneNumber from) => number.Display(Parse(from)?.CountryCode);

    /// <summary>The number as it is dialled in a country.</summary>
    /// <param name="number">The number.</param>
    /// <param name="region">The ISO 3166 code of the country; null for the international format.</param>
    public static string Display(this PhoneNumber number, string? region) =>
        number.Display(region is null ? default(int?) : PhoneNumberUtil.GetInstance().GetCountryCodeForRegion(region));

    private static string Display(this PhoneNumber number, int? countryCode) => number.Kind switch
    {
        PhoneNumberKind.Hidden => Hidden,
        PhoneNumberKind.Sender => string.Concat(number.Value.Where(PrintableText.IsInLine)) is var name
            && PrintableText.IsIn(name) ? name : NamelessSender,
        PhoneNumberKind.E164 when Parse(number) is { } parsed => PhoneNumberUtil.GetInstance().Format(
            parsed, parsed.CountryCode == countryCode ? PhoneNumberFormat.NATIONAL : PhoneNumberFormat.INTERNATIONAL),
        _ => number.Value,
    };

    /// <summary>Null if it is not a phone number, or not valid in the current numbering plans.</summary>
    private static ParsedNumber? Parse(PhoneNumber number)
    {
        try
        {
            return number.Kind is PhoneNumberKind.E164 ? PhoneNumberUtil.GetInstance().Parse(number.Value, null) : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }
}
