using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using PhoneNumbers;

namespace ZuperConnect.PhoneNumbers;

/// <summary>
/// A phone number as people write it: with or without the country code, as a link (<c>tel:</c>, RFC 3966), with an extension. For numbers
/// of the provider, use <see cref="PhoneNumber.TryParse"/>.
/// </summary>
/// <param name="Number">The number.</param>
/// <param name="Extension">The digits of the extension; null if there is none.</param>
public sealed partial record WrittenNumber(PhoneNumber Number, string? Extension)
{
    private const int MaxLength = 100;
    private const int MinDigits = 5;
    private const int MaxDigits = 22;
    private const int MaxCountryCodeLength = 3;

    private static readonly Lazy<FrozenSet<int>> CountryCodes = new(
        () => PhoneNumberUtil.GetInstance().GetSupportedCallingCodes().ToFrozenSet());

    /// <summary>The error message for a text that is not a valid number.</summary>
    public const string Fault =
        "It is no phone number, or lacks the country's code. Write it with a plus and the country's code, such as +12065550199.";

    /// <summary>Parses a number. Returns false if it is not valid or if its country is unknown.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="region">The ISO 3166 code of the country of national numbers; null if only international numbers are accepted.</param>
    /// <param name="written">The number.</param>
    public static bool TryRead(string? text, string? region, [NotNullWhen(true)] out WrittenNumber? written)
    {
        written = null;
        if (text is null or { Length: > MaxLength } || Parts().Match(PhoneText.Plain(text)) is not { Success: true } parts)
        {
            return false;
        }

        var (number, extension) = (International().Replace(parts.Groups["number"].Value, "+"), parts.Groups["extension"].Value);
        if (E164(number, region) is { } e164 && PhoneNumber.TryParse(e164, out var read) && read.Kind is PhoneNumberKind.E164)
        {
            written = new(read, extension is "" ? null : extension);
        }

        return written is not null;
    }

    /// <summary>The note about the extension for the customer's notes; null if there is no extension.</summary>
    public string? Note => Extension is null ? null : $"{Number} extension {Extension}";

    private static string? E164(string number, string? region)
    {
        var util = PhoneNumberUtil.GetInstance();
        var digits = string.Concat(number.Where(char.IsAsciiDigit));

        // Rejects most invalid texts without an exception: a file may contain millions of them.
        if (digits.Length is < MinDigits or > MaxDigits || !(number.StartsWith('+') ? HasCountryCode(digits) : region is not null))
        {
            return null;
        }

        try
        {
            var parsed = util.Parse(number, region);

            // libphonenumber also accepts local numbers without an area code. PhoneNumber finds everything else that is not valid.
            return util.IsPossibleNumberWithReason(parsed) is PhoneNumberUtil.ValidationResult.IS_POSSIBLE_LOCAL_ONLY
                ? null : util.Format(parsed, PhoneNumberFormat.E164);
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    private static bool HasCountryCode(string digits) =>
        Enumerable.Range(1, MaxCountryCodeLength)
            .Any(length => CountryCodes.Value.Contains(int.Parse(digits.AsSpan(0, length), CultureInfo.InvariantCulture)));

    /// <summary>
    /// Digits with separators and an optional extension. Other words are not accepted: libphonenumber would dial their letters.
    /// </summary>
    [GeneratedRegex(
        """
        ^(?:tel:[ ]*)?
        (?<number>[(\[ ]*\+?[(\[ ]*[0-9][0-9 ().\-/\[\]]*?)
        (?:[ ]*(?:;[ ]*ext=|,+;?|;|\#|[,;(]?[ ]*(?:ext(?:ension|ensi[oó]n|n)?|xtn?|x|доб|anexo|poste|ramal|int|dw)[.:=]?)[ ]*(?<extension>[0-9]{1,7})[)\#]?)?
        (?:;(?:phone-context|isub)=[^;]*)*
        [ ]*\z
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Parts();

    /// <summary>The international prefix of most countries. libphonenumber knows the others from the region.</summary>
    [GeneratedRegex(@"^[(\[]*(?:00(?=\s*[1-9])|\+)[\])]*\s*")]
    private static partial Regex International();
}
