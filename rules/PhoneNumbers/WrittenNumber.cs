using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using PhoneNumbers;

namespace ZuperConnect.PhoneNumbers;

/// <summary>
/// A phone number as a person writes it: with or without the country's code, as a link (<c>tel:</c>, RFC 3966), with an extension.
/// What the provider sends is read by <see cref="PhoneNumber.TryParse"/>, where digits without a plus begin with the country's code.
/// </summary>
/// <param name="Number">The number.</param>
/// <param name="Extension">The extension's digits; null where there is none.</param>
public sealed partial record WrittenNumber(PhoneNumber Number, string? Extension)
{
    private const int MaxLength = 100;
    private const int MinDigits = 5;
    private const int MaxDigits = 22;
    private const int MaxCountryCodeLength = 3;

    private static readonly Lazy<FrozenSet<int>> CountryCodes = new(
        () => PhoneNumberUtil.GetInstance().GetSupportedCallingCodes().ToFrozenSet());

    /// <summary>What is wrong with a text that is none, and what would be right.</summary>
    public const string Fault =
        "It is no phone number, or lacks the country's code. Write it with a plus and the country's code, such as +12065550199.";

    /// <summary>Reads a number; false where it is none, or where nobody knows of which country.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="region">The country whose national numbers are meant, as ISO 3166 code; null: none.</param>
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

    /// <summary>What the notes of a customer say of the extension; null where there is none.</summary>
    public string? Note => Extension is null ? null : $"{Number} extension {Extension}";

    private static string? E164(string number, string? region)
    {
        var util = PhoneNumberUtil.GetInstance();
        var digits = string.Concat(number.Where(char.IsAsciiDigit));

        // What cannot be read is told from the rest without an exception: a file may have millions of it.
        if (digits.Length is < MinDigits or > MaxDigits || !(number.StartsWith('+') ? HasCountryCode(digits) : region is not null))
        {
            return null;
        }

        try
        {
            var parsed = util.Parse(number, region);

            // What people dial within one town is possible to libphonenumber, too; all else that is not, PhoneNumber finds.
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

    /// <summary>Digits and the signs between them, then perhaps an extension. Other words are not guessed at: they would be dialled as
    /// letters.</summary>
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

    /// <summary>How most of the world dials abroad; how else a country does, libphonenumber knows from the region.</summary>
    [GeneratedRegex(@"^[(\[]*(?:00(?=\s*[1-9])|\+)[\])]*\s*")]
    private static partial Regex International();
}
