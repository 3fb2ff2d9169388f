using PhoneNumbers;
using ZuperConnect.Text;
using ParsedNumber = PhoneNumbers.PhoneNumber;

namespace ZuperConnect.PhoneNumbers;

/// <summary>Writes numbers as people read them: <c>(206) 555-0199</c> at home, <c>+1 206-555-0199</c> from abroad.</summary>
public static class PhoneNumberDisplay
{
    /// <summary>What is written for a caller who hides the number.</summary>
    public const string Hidden = "Hidden number";

    /// <summary>What is written for a sender of whose name nothing can be seen.</summary>
    public const string NamelessSender = "Unknown sender";

    /// <summary>The number as it is dialled from a number of the business; in its international form where that is of another
    /// country.</summary>
    public static string Display(this PhoneNumber number, PhoneNumber from) => number.Display(Parse(from)?.CountryCode);

    /// <summary>The number as it is dialled in a country.</summary>
    /// <param name="number">The number.</param>
    /// <param name="region">The country's ISO 3166 code; null: all numbers are in their international form.</param>
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

    /// <summary>Null for what is no phone number, and for one that a newer list of the world's numbering plans no longer knows.</summary>
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
