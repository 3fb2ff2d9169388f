using System.Text;

namespace ZuperConnect;

/// <summary>Tells what can be seen from what cannot, such as a name of zero-width spaces alone.</summary>
internal static class VisibleText
{
    // Letters and symbols to Unicode, and yet blank: fillers of Hangul, and the empty pattern of Braille.
    private const string Blanks = "\u115F\u1160\u3164\uFFA0\u2800";

    /// <summary>Whether any character of a text can be seen by itself: a letter, digit, sign of punctuation or symbol.</summary>
    public static bool IsIn(string text) => text.EnumerateRunes().Any(one =>
        (Rune.IsLetter(one) || Rune.IsNumber(one) || Rune.IsPunctuation(one) || Rune.IsSymbol(one))
        && !(one.IsBmp && Blanks.Contains((char)one.Value, StringComparison.Ordinal)));
}
