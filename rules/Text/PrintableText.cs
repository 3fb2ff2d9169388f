using System.Text;

namespace ZuperConnect.Text;

/// <summary>Recognizes visible and storable characters.</summary>
public static class PrintableText
{
    // Unicode letters and symbols that are blank: Hangul fillers and the empty Braille pattern.
    private const string Blanks = "\u115F\u1160\u3164\uFFA0\u2800";

    /// <summary>Whether a text contains a visible character: a letter, digit, punctuation or symbol.</summary>
    public static bool IsIn(string text) => text.EnumerateRunes().Any(one =>
        (Rune.IsLetter(one) || Rune.IsNumber(one) || Rune.IsPunctuation(one) || Rune.IsSymbol(one))
        && !(one.IsBmp && Blanks.Contains((char)one.Value, StringComparison.Ordinal)));

    /// <summary>
    /// A text as it is stored: without control characters (category Cc) except line breaks and tabs, and with U+FFFD in place of half a
    /// surrogate pair, which UTF-8 cannot encode.
    /// </summary>
    public static string WithoutControls(string text)
    {
        // The common case.
        if (!text.Any(one => char.IsSurrogate(one) || IsUnwritten(one)))
        {
            return text;
        }

        var written = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes().Where(rune => !rune.IsBmp || !IsUnwritten((char)rune.Value)))
        {
            written.Append(rune.ToString());
        }

        return written.ToString();
    }

    /// <summary>Whether a character is allowed in a single-line text, such as a name.</summary>
    public static bool IsInLine(char one) => !char.IsControl(one) && one is not ('\u2028' or '\u2029');

    /// <summary>Whether a character is a control character other than a line break or tab.</summary>
    public static bool IsUnwritten(char one) => char.IsControl(one) && one is not ('\r' or '\n' or '\t');
}
