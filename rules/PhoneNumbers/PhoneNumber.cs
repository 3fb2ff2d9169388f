using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using PhoneNumbers;
using ZuperConnect.Json;

namespace ZuperConnect.PhoneNumbers;

/// <summary>What a <see cref="PhoneNumber"/> stands for, and so what can be done with it.</summary>
public enum PhoneNumberKind
{
    /// <summary>A possible phone number, written in E.164 (<c>+14255550100</c>). The only kind that can be texted or called.</summary>
    E164,

    /// <summary>Up to six digits, without a country (<c>72975</c>).</summary>
    ShortCode,

    /// <summary>A sender that is no number (<c>ACME</c>), or digits that no country could have given out.</summary>
    Sender,

    /// <summary>A caller who hides the number; all of them share one conversation per number of ours.</summary>
    Hidden,
}

/// <summary>
/// One side of a conversation, as the provider names it, brought into one form: providers write the same number with and without
/// <c>+</c>, even inside one event.
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

    /// <summary>A caller who hides the number.</summary>
    public static PhoneNumber Hidden { get; } = new(PhoneNumberKind.Hidden, HiddenText, HiddenText);

    /// <summary>What this number stands for.</summary>
    public PhoneNumberKind Kind { get; }

    /// <summary>The number as people and providers write it: E.164, a short code, or the sender's text.</summary>
    public string Value { get; }

    /// <summary>
    /// The form used in ids and storage keys (docs/design.md#http-api): digits; a sender as <c>x</c> and its base64url; <c>anonymous</c>.
    /// </summary>
    public string Key { get; }

    /// <summary>Whether a text can be sent to it.</summary>
    public bool CanBeTexted => Kind is PhoneNumberKind.E164;

    /// <summary>Whether it can be a number of the business: a customer can text or call it.</summary>
    public bool CanBeOurs => Kind is PhoneNumberKind.E164 or PhoneNumberKind.ShortCode;

    /// <summary>
    /// The same number in its other form, under which older rows may be stored; null where it has one form only. Mexico dropped the 1 after
    /// 52 in 2019, and a number with it counted as a sender; the 9 after 54 of an Argentine mobile is often left out.
    /// </summary>
    public PhoneNumber? OtherForm => Kind is PhoneNumberKind.E164 && Mexican().IsMatch(Key) ? Sender(Key.Insert(2, "1"))
        : Kind is PhoneNumberKind.E164 && ArgentineWithNine().IsMatch(Key) ? OfDigits(Key.Remove(2, 1))
        : InOneForm() is var form && form != this ? form
        : null;

    /// <summary>Whether it is the same number, in this or its other form.</summary>
    public bool IsSameAs(PhoneNumber number) => this == number || OtherForm == number;

    /// <summary>
    /// Reads what the provider sends, with or without a plus: digits begin with the country's code. Characters that cannot be seen are
    /// dropped, Unicode's spaces, dashes and digits are read as ASCII's. False where there is nothing to read. What people write is read by
    /// <see cref="WrittenNumber.TryRead"/>.
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
    /// Reads a number of the business as the provider writes it: in no other form, as it is what texts and calls are sent from.
    /// </summary>
    public static bool TryParseOurs([NotNullWhen(true)] string? text, [NotNullWhen(true)] out PhoneNumber? number)
    {
        number = text is null ? null : Read(PhoneText.Plain(text)) is { CanBeOurs: true } ours ? ours : null;
        return number is not null;
    }

    /// <summary>
    /// Reads a <see cref="Key"/> back; false where it is not one. Digits are taken as they are: what was stored as a number stays one, also
    /// where a newer list of the world's numbering plans no longer thinks it possible.
    /// </summary>
    public static bool TryParseKey(string key, [NotNullWhen(true)] out PhoneNumber? number)
    {
        number = OfDigits(key) ?? Read(key is ['x', .. var encoded] && Base64Url.IsValid(encoded)
                ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(encoded)) : key);
        number = number?.Key == key ? number : null;
        return number is not null;
    }

    /// <summary>Reads a <see cref="Value"/> back, in whichever form it was stored.</summary>
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

    /// <summary>Of numbers that carriers and people write in two forms, the one that a mobile is dialled by from abroad.</summary>
    private PhoneNumber InOneForm()
    {
        var digits = Kind is PhoneNumberKind.Sender && Dialable().IsMatch(Value) ? string.Concat(Value.Where(char.IsAsciiDigit)) : Key;
        return MexicanWithOne().IsMatch(digits) ? OfDigits(digits.Remove(2, 1))!
            : Kind is PhoneNumberKind.E164 && Argentine().IsMatch(digits) ? OfDigits(digits.Insert(2, "9"))!
            : this;
    }

    /// <summary>The <see cref="Value"/>. Logs show the id of a conversation or <see cref="Masked"/>, never this.</summary>
    public override string ToString() => Value;

    /// <summary>The last four characters of the key alone, for logs: <c>…0199</c>. A sender may be any text; its key is harmless.</summary>
    public string Masked() => Kind is PhoneNumberKind.Hidden ? Value : "…" + Key[^Math.Min(4, Key.Length)..];

    /// <summary>
    /// Only what reads back from its key as the same number. As few digits as a short code has would not, nor would zeros that are
    /// dropped one by one each time they are read.
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

    /// <summary>Half a surrogate pair has no UTF-8: what stands in the key for it stands in the value, too.</summary>
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
