using System.Globalization;
using System.Text.RegularExpressions;
using PhoneNumbers;

namespace ZuperConnect.PhoneNumbers;

/// <summary>
/// Finds phone numbers in any text, such as an event that could not be read: with a plus, an international prefix or neither, without a
/// country code, grouped with separators, or escaped as in JSON.
/// </summary>
public static partial class NumbersInText
{
    private const int MinDigits = 7;

    // E.164 allows 15 digits, and dialling prefixes have at most five.
    private const int MaxDigits = 20;
    private const int MaxE164Length = 15;

    /// <summary>
    /// International dialling prefixes: most of the world, North America, Australia, Japan (from ITU-T's list of dialling procedures).
    /// </summary>
    private static readonly string[] InternationalPrefixes = ["00", "011", "0011", "010"];

    /// <summary>
    /// Mobile numbers of Mexico and Argentina are written with and without a digit after the country code. Both forms are the same number.
    /// </summary>
    private static readonly (string With, string Without)[] MobilePrefixes = [("521", "52"), ("549", "54")];

    private const int MobileNationalDigits = 10;

    /// <summary>Whether a text contains one of the numbers. Digits inside a longer number do not count.</summary>
    public static bool Contains(string text, IReadOnlyCollection<PhoneNumber> numbers)
    {
        var keys = numbers.Where(number => number.Kind is PhoneNumberKind.E164).Select(number => number.Key).ToHashSet();
        return KeysIn(text, numbers).Any(keys.Contains) || numbers.Any(number => number.Kind switch
        {
            PhoneNumberKind.ShortCode => Regex.IsMatch(text, $"(?<![0-9]){number.Key}(?![0-9])"),
            PhoneNumberKind.Sender => Unescaped(text).Contains(number.Value, StringComparison.OrdinalIgnoreCase),
            _ => false,
        });
    }

    /// <summary>
    /// Whether a text contains both numbers of a conversation. A hidden customer number is contained as <c>anonymous</c>.
    /// </summary>
    public static bool ContainsBoth(string text, PhoneNumber ours, PhoneNumber customer) => Contains(text, [ours])
        && (customer.Kind is PhoneNumberKind.Hidden
            ? Unescaped(text).Contains(customer.Value, StringComparison.OrdinalIgnoreCase) : Contains(text, [customer]));

    /// <summary>The <see cref="PhoneNumber.Key"/>s of everything in a text that may be a phone number. May contain duplicates.</summary>
    /// <param name="text">The text.</param>
    /// <param name="known">Numbers whose countries are assumed for numbers without a country code.</param>
    public static IEnumerable<string> KeysIn(string text, IEnumerable<PhoneNumber> known)
    {
        var countries = known.Select(CountryOf).OfType<Country>().Distinct().ToList();
        return from candidate in Candidates(Unescaped(text))
               from key in Keys(candidate, countries)
               from written in WithAndWithoutMobilePrefix(key)
               where written.Length is >= MinDigits and <= MaxE164Length
               select written;
    }

    private static IEnumerable<string> Keys(Candidate candidate, IReadOnlyList<Country> countries)
    {
        var digits = candidate.Digits;
        yield return digits;
        foreach (var prefix in InternationalPrefixes.Where(prefix => digits.StartsWith(prefix, StringComparison.Ordinal)))
        {
            yield return digits[prefix.Length..];
        }

        foreach (var (code, trunk) in countries)
        {
            if (trunk.Length > 0 && digits.StartsWith(code + trunk, StringComparison.Ordinal))
            {
                // +44 (0)20 7946 0018
                yield return code + digits[(code.Length + trunk.Length)..];
            }

            if (!candidate.HasPlus)
            {
                yield return code + digits;
                if (trunk.Length > 0 && digits.StartsWith(trunk, StringComparison.Ordinal))
                {
                    yield return code + digits[trunk.Length..];

                    // Example: 8 0152 45-09-11 in Belarus.
                    yield return code + digits[trunk.Length..].TrimStart('0');
                }
            }
        }
    }

    private static IEnumerable<string> WithAndWithoutMobilePrefix(string key)
    {
        yield return key;
        foreach (var (with, without) in MobilePrefixes)
        {
            if (key.Length == with.Length + MobileNationalDigits && key.StartsWith(with, StringComparison.Ordinal))
            {
                yield return without + key[with.Length..];
            }
            else if (key.Length == without.Length + MobileNationalDigits && key.StartsWith(without, StringComparison.Ordinal))
            {
                yield return with + key[without.Length..];
            }
        }
    }

    /// <summary>The digits of adjacent groups that together have the length of a phone number.</summary>
    private static IEnumerable<Candidate> Candidates(string text)
    {
        foreach (Match run in Run().Matches(text))
        {
            var groups = Group().Matches(run.Value).Select(group => Digits(group.Value)).ToArray();
            var hasPlus = run.Value[0] is '+' or '\uFF0B';
            var before = 0;
            for (var first = 0; first < groups.Length; before += groups[first++].Length)
            {
                if (hasPlus && before is > 0 and < MinDigits)
                {
                    // Inside a number that began with a plus.
                    continue;
                }

                var digits = "";
                for (var last = first; last < groups.Length && digits.Length <= MaxDigits; last++)
                {
                    digits += groups[last];
                    if (digits.Length is >= MinDigits and <= MaxDigits)
                    {
                        yield return new(digits, hasPlus && first is 0);
                    }
                }
            }
        }
    }

    private static string Digits(string group) =>
        string.Concat(group.Select(digit => (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(digit))));

    private static string Unescaped(string text) => Escape().Replace(text, escape =>
        escape.Groups["code"] is { Success: true } code
            ? $"{(char)ushort.Parse(code.ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)}" : " ");

    private static Country? CountryOf(PhoneNumber number)
    {
        var util = PhoneNumberUtil.GetInstance();
        try
        {
            var code = number.Kind is PhoneNumberKind.E164 ? util.Parse(number.Value, null).CountryCode : 0;
            return code is 0 ? null : new(
                code.ToString(CultureInfo.InvariantCulture), util.GetNddPrefixForRegion(util.GetRegionCodeForCountryCode(code), true)
                    ?? "");
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    /// <summary>Digits that may be a phone number.</summary>
    private sealed record Candidate(string Digits, bool HasPlus);

    /// <summary>A country code, and the trunk prefix for calls inside the country.</summary>
    private sealed record Country(string Code, string Trunk);

    // Separators that people write within numbers, but none that separates values. At most four in a row, as in ") - ".
    [GeneratedRegex(@"(?:[+\uFF0B]\s?\(?)?\p{Nd}(?:[^\p{L}\p{Nd}+\uFF0B,;:""{}<>=&|\\]{0,4}\p{Nd})*")]
    private static partial Regex Run();

    [GeneratedRegex(@"\p{Nd}+")]
    private static partial Regex Group();

    [GeneratedRegex(@"\\(?:u(?<code>[0-9a-fA-F]{4})|.)", RegexOptions.Singleline)]
    private static partial Regex Escape();
}
