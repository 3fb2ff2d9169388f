using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using PhoneNumbers;
using ZuperConnect.Json;

namespace ZuperConnect.PhoneNumbers;

/// <summary>The kind of a <see cref="PhoneNumber"/>.</summary>
public enum PhoneNumberKind
{
    /// <summary>A valid phone number in E.164 format (<c>+14255550100</c>). The only kind that can be texted and called.</summary>
    E164,

    /// <summary>A short code of up to six digits (<c>72975</c>).</summary>
    ShortCode,

    /// <summary>A sender that is not a number (<c>ACME</c>), or digits that are not a valid number in any country.</summary>
    Sender,

    /// <summary>A caller with a hidden number. All of them share one conversation for each number of the business.</summary>
    Hidden,
}

/// <summary>
/// A number as the provider names it, in a normalized form: providers write the same number with and without <c>+</c>, even inside one
/// event.
/// </summary>
[JsonConverter(typeof(PhoneNumberJson))]
public sealed partial record PhoneNumber
{
    /// <summary>The longest that any is.</summary>
    public const int MaxLength = 64;

    private const string HiddenText = "anonymous";
    private const int MaxShortCodeLength = 6;
    private const int MaxE164Length = 15;

    private PhoneNumber(PhoneNumberKind kind, string value, string key) => (Kind, Value, Key) = (kind, value, key);

    /// <summary>The caller with a hidden number.</summary>
    public static PhoneNumber Hidden { get; } = new(PhoneNumberKind.Hidden, HiddenText, HiddenText);

    /// <summary>The kind of number.</summary>
    public PhoneNumberKind Kind { get; }

    /// <summary>The number in its usual form: E.164, a short code, or the sender's name.</summary>
    public string Value { get; }

    /// <summary>
    /// The form for ids and storage keys (docs/design.md#http-api): digits; for a sender, <c>x</c> and its base64url; <c>anonymous</c>.
    /// </summary>
    public string Key { get; }

    /// <summary>Whether texts can be sent to it.</summary>
    public bool CanBeTexted => Kind is PhoneNumberKind.E164;

    /// <summary>Whether it can be a number of the business.</summary>
    public bool CanBeOurs => Kind is PhoneNumberKind.E164 or PhoneNumberKind.ShortCode;

    /// <summary>
    /// The other form of the same number, under which older rows may be stored; null if there is only one form. Mexico dropped the 1 after
    /// 52 in 2019, and earlier versions stored numbers with it as senders. The 9 after 54 of an Argentine mobile number is often left out.
    /// </summary>
    public PhoneNumber? OtherForm => Kind is PhoneNumberKind.E164 && Mexican().IsMatch(Key) ? Sender(Key.Insert(2, "1"))
        : Kind is PhoneNumberKind.E164 && ArgentineWithNine().IsMatch(Key) ? OfDigits(Key.Remove(2, 1))
        : InOneForm() is var form && form != this ? form
        : null;

    /// <summary>Whether it is the same number, in this form or its other form.</summary>
    public bool IsSameAs(PhoneNumber number) => this == number || OtherForm == number;

    /// <summary>
    /// Parses a number of the provider, with or without a plus: digits start with the country code. Invisible characters are dropped;
    /// Unicode spaces, dashes and digits are read as ASCII. Returns false if nothing is left. For numbers that people write, use <see
    /// cref="WrittenNumber.TryRead"/>.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out PhoneNumber? number)
    {
        number = Read(text?.Trim());
        if (number is { Kind: PhoneNumberKind.Sender } && PhoneText.Plain(number.Value) is var plain && plain != number.Value
            && Read(plain) is { Kind: not PhoneNumberKind.Sender } read)
        {
            number = read;
        }

        number = number?.InOneForm();
        return number is not null;
    }

    /// <summary>
    /// Parses a number of the business and keeps the form in which the provider writes it, because it is the sender of texts and calls.
    /// </summary>
    public static bool TryParseOurs([NotNullWhen(true)] string? text, [NotNullWhen(true)] out PhoneNumber? number)
    {
        number = text is null ? null : Read(PhoneText.Plain(text)) is { CanBeOurs: true } ours ? ours : null;
        return number is not null;
    }

    /// <summary>
    /// Parses a <see cref="Key"/>; returns false if it is not valid. Digits are accepted as they are: a number that was stored stays valid,
    /// even if newer numbering plans no longer contain it.
    /// </summary>
    public static bool TryParseKey(string key, [NotNullWhen(true)] out PhoneNumber? number)
    {
        number = OfDigits(key) ?? Read(key is ['x', .. var encoded] && Base64Url.IsValid(encoded)
                ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(encoded)) : key);
        number = number?.Key == key ? number : null;
        return number is not null;
    }

    /// <summary>Parses a <see cref="Value"/> in any form that was stored.</summary>
    private static bool TryParseValue(string? text, [NotNullWhen(true)] out PhoneNumber? number)
    {
        number = Read(text?.Trim());
        return number is not null;
    }

    private static PhoneNumber? OfDigits(string digits) =>
        digits.Length is > MaxShortCodeLength and <= MaxE164Length && digits[0] is not '0' && Digits().IsMatch(digits)
            ? new(PhoneNumberKind.E164, "+" + digits, digits)
            : null;

    private static PhoneNumber? Read(string? text) => text switch
    {
        null or "" or { Length: > MaxLength } => null,
        _ when text.Equals(HiddenText, StringComparison.OrdinalIgnoreCase) => Hidden,
        { Length: <= MaxShortCodeLength } when Digits().IsMatch(text) => new(PhoneNumberKind.ShortCode, text, text),
        _ => (Dialable().IsMatch(text) ? Possible(text) : null) ?? Sender(text),
    };

    /// <summary>For numbers with two forms, the form that is dialled from abroad.</summary>
    private PhoneNumber InOneForm()
    {
        var digits = Kind is PhoneNumberKind.Sender && Dialable().IsMatch(Value) ? string.Concat(Value.Where(char.IsAsciiDigit)) : Key;
        return MexicanWithOne().IsMatch(digits) ? OfDigits(digits.Remove(2, 1))!
            : Kind is PhoneNumberKind.E164 && Argentine().IsMatch(digits) ? OfDigits(digits.Insert(2, "9"))!
            : this;
    }

    /// <summary>The <see cref="Value"/>. Do not log it: use <see cref="Masked"/>.</summary>
    public override string ToString() => Value;

    /// <summary>The last four characters of the key, for logs: <c>…0199</c>.</summary>
    public string Masked() => Kind is PhoneNumberKind.Hidden ? Value : "…" + Key[^Math.Min(4, Key.Length)..];

    /// <summary>
    /// Null unless parsing the key gives the same number again. Digits as few as in a short code would not, nor would leading zeros.
    /// </summary>
    private static PhoneNumber? Possible(string text) =>
        E164(text) is { Length: > MaxShortCodeLength + 1 } e164 && (e164 == text || E164(e164) == e164)
            ? new(PhoneNumberKind.E164, e164, e164[1..])
            : null;

    private static string? E164(string text)
    {
        var util = PhoneNumberUtil.GetInstance();
        try
        {
            var parsed = util.Parse("+" + text.TrimStart('+'), null);
            return util.IsPossibleNumber(parsed) ? util.Format(parsed, PhoneNumberFormat.E164) : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    /// <summary>Half a surrogate pair cannot be encoded in UTF-8, so the value is normalized like the key.</summary>
    private static PhoneNumber Sender(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return new(PhoneNumberKind.Sender, Encoding.UTF8.GetString(bytes), "x" + Base64Url.EncodeToString(bytes));
    }

    [GeneratedRegex(@"^[0-9]+\z")]
    private static partial Regex Digits();

    [GeneratedRegex(@"^\+?[0-9][0-9 ().\-]*\z")]
    private static partial Regex Dialable();

    [GeneratedRegex(@"^52[2-9][0-9]{9}\z")]
    private static partial Regex Mexican();

    [GeneratedRegex(@"^521[2-9][0-9]{9}\z")]
    private static partial Regex MexicanWithOne();

    [GeneratedRegex(@"^54[1-3][0-9]{9}\z")]
    private static partial Regex Argentine();

    [GeneratedRegex(@"^549[1-3][0-9]{9}\z")]
    private static partial Regex ArgentineWithNine();

    private sealed class PhoneNumberJson() : StringJsonConverter<PhoneNumber>(TryParseValue);
}
