using PhoneNumbers;
using ZuperConnect.PhoneNumbers;
using PhoneNumber = ZuperConnect.PhoneNumbers.PhoneNumber;

namespace ZuperConnect.Numbers;

/// <summary>The country whose national phone numbers people mean when they write one without the country's code.</summary>
/// <param name="numbers">The numbers of the business.</param>
/// <param name="setting">The setting <see cref="Setting"/>; null where it is not set.</param>
public sealed class NumberRegion(NumberStore numbers, string? setting)
{
    /// <summary>The setting that names it where the business's numbers are of different countries: an ISO 3166 code, such as
    /// <c>US</c>.</summary>
    public const string Setting = "Numbers:Region";

    /// <summary>Whether a text is a country that has phone numbers.</summary>
    public static bool IsKnown(string text) => PhoneNumberUtil.GetInstance().GetSupportedRegions().Contains(text.ToUpperInvariant());

    /// <summary>
    /// The setting; without one, the country of the business's numbers where all have the same country's code. Null: only numbers with the
    /// country's code can be read.
    /// </summary>
    public async ValueTask<string?> ReadAsync(CancellationToken cancellation) =>
        setting is { Length: > 0 } ? setting.ToUpperInvariant() : Of((await numbers.AllAsync(cancellation)).Values);

    private static string? Of(IEnumerable<BusinessNumber> ours)
    {
        var util = PhoneNumberUtil.GetInstance();
        var codes = ours.Where(one => one is { Number.Kind: PhoneNumberKind.E164 })
            .GroupBy(one => one.Retired).OrderBy(group => group.Key).FirstOrDefault()?
            .Select(one => CountryCode(one.Number)).Distinct().ToList();
        return codes is [{ } code] && util.GetRegionCodeForCountryCode(code) is var region && IsKnown(region) ? region : null;
    }

    private static int? CountryCode(PhoneNumber number)
    {
        try
        {
            return PhoneNumberUtil.GetInstance().Parse(number.Value, null).CountryCode;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }
}
