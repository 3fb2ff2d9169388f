using PhoneNumbers;
using ZuperConnect.PhoneNumbers;
using PhoneNumber = ZuperConnect.PhoneNumbers.PhoneNumber;

namespace ZuperConnect.Numbers;

/// <summary>The country of phone numbers that people write without a country code.</summary>
/// <param name="numbers">The numbers of the business.</param>
/// <param name="setting">The value of the setting <see cref="Setting"/>; null if it is not set.</param>
public sealed class NumberRegion(NumberStore numbers, string? setting)
{
    /// <summary>
    /// The setting with the ISO 3166 code of the country, such as <c>US</c>. Needed if the business has numbers in several countries.
    /// </summary>
    public const string Setting = "Numbers:Region";

    /// <summary>Whether a text is the code of a country with phone numbers.</summary>
    public static bool IsKnown(string text) => PhoneNumberUtil.GetInstance().GetSupportedRegions().Contains(text.ToUpperInvariant());

    /// <summary>
    /// The setting, or the country of the business's numbers if all have the same country code. Null if neither exists: then only numbers
    /// with a country code can be read.
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
