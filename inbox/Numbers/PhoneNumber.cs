using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using PhoneNumbers;

namespace ZuperConnect.Numbers;

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
    private const string HiddenText = "anonymous";
    private const int LongestShortCode = 6;
    private const int LongestE164 = 15;
    private const int LongestSender = 64;

    private PhoneNumber(PhoneNumberKind kind, string value, string key) => (Kind, Value, Key) = (kind, value, key);

    /// <summary>A caller who hides the number.</summary>
    public static PhoneNumber Hidden { get; } = new(PhoneNumberKind.Hidden, HiddenText, HiddenText);

    /// <summary>What this number stands for.</summary>
    public PhoneNumberKind Kind { get; }

    /// <summary>The number as people and providers write it: E.164, a short code, or the sender's text.</summary>
    public string Value { get; }

    /// <summary>
    /// The form used in ids and storage keys (design, section 7): digits; a sender as <c>x</c> and its base64url; <c>anonymous</c>.
    /// </summary>
    public string Key { get; }

    /// <summary>Whether a text can be sent to it.</summary>
    public bool CanBeTexted => Kind is PhoneNumberKind.E164;

    /// <summary>Whether it can be a number of the business: a customer can text or call it.</summary>
    public bool CanBeOurs => Kind is PhoneNumberKind.E164 or PhoneNumberKind.ShortCode;

    /// <summary>Reads a number in any of the forms that providers and people use; false where there is nothing to read.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out PhoneNumber? number)
    {
        text = text?.Trim();
        number = text switch
        {
            null or "" or { Length: > LongestSender } => null,
            _ when text.Equals(HiddenText, StringComparison.OrdinalIgnoreCase) => Hidden,
            { Length: <= LongestShortCode } when Digits().IsMatch(text) => new(PhoneNumberKind.ShortCode, text, text),
            _ => (Dialable().IsMatch(text) ? Possible(text) : null) ?? Sender(text),
        };
        return number is not null;
    }

    /// <summary>
    /// Reads a <see cref="Key"/> back; false where it is not one. Digits are taken as they are: what was stored as a number stays one, also
    /// where a newer list of the world's numbering plans no longer thinks it possible.
    /// </summary>
    public static bool TryParseKey(string key, [NotNullWhen(true)] out PhoneNumber? number)
    {
        if (key.Length is > LongestShortCode and <= LongestE164 && key[0] is not '0' && Digits().IsMatch(key))
        {
            number = new(PhoneNumberKind.E164, "+" + key, key);
            return true;
        }

        var text = key is ['x', .. var encoded] && Base64Url.IsValid(encoded) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(encoded)) : key;
        return TryParse(text, out number) && number.Key == key;
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
        E164(text) is { Length: > LongestShortCode + 1 } e164 && (e164 == text || E164(e164) == e164)
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

    private sealed class PhoneNumberJson() : TextJson<PhoneNumber>(TryParse);
}
