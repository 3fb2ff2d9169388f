using System.Text;

namespace ZuperConnect.Text;

/// <summary>Tells what can be seen from what cannot, such as a name of zero-width spaces alone, and what can be stored from what
/// cannot.</summary>
public static class PrintableText
{
    // Letters and symbols to Unicode, and yet blank: fillers of Hangul, and the empty pattern of Braille.
    private const string Blanks = "\u115F\u1160\u3164\uFFA0\u2800";

    /// <summary>Whether any character of a text can be seen by itself: a letter, digit, sign of punctuation or symbol.</summary>
    public static bool IsIn(string text) => text.EnumerateRunes().Any(one =>
        (Rune.IsLetter(one) || Rune.IsNumber(one) || Rune.IsPunctuation(one) || Rune.IsSymbol(one))
        && !(one.IsBmp && Blanks.Contains((char)one.Value, StringComparison.Ordinal)));

    /// <summary>
    /// A text as it is stored: without control characters (Unicode's category Cc) but line breaks and tabs, and with U+FFFD for half a
    /// surrogate pair, which no UTF-8 can hold.
    /// </summary>
    public static string WithoutControls(string text)
    {
        // Nearly every text is so.
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

    /// <summary>Whether a character can stand in a text of one line, such as a name.</summary>
    public static bool IsInLine(char one) => !char.IsControl(one) && one is not ('\u2028' or '\u2029');

    /// <summary>Whether a character is a control character that nobody writes: any but line breaks and tabs.</summary>
    public static bool IsUnwritten(char one) => char.IsControl(one) && one is not ('\r' or '\n' or '\t');
}
