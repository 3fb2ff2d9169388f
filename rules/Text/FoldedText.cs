using System.Text;
using AnyAscii;

namespace ZuperConnect.Text;

/// <summary>Normalizes texts for comparison.</summary>
public static class FoldedText
{
    private const int MaxContractionLength = 2;

    /// <summary>
    /// A text in ASCII: without accents and invisible characters, with letters of other widths or shapes as usual ones, and other alphabets
    /// transliterated. An emoji becomes a space, not its name. The result is the same on every machine, unlike normalization and case
    /// mapping, which depend on ICU data.
    /// </summary>
    public static string ToAscii(string text)
    {
        var ascii = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsAscii)
            {
                ascii.Append((char)rune.Value);
            }
            else
            {
                var shown = rune.ToString().Transliterate();
                ascii.Append(shown.Contains(':', StringComparison.Ordinal) ? " " : shown);
            }
        }

        return ascii.ToString();
    }

    /// <summary>
    /// The words of a text, in lower case with one space between: runs of letters or of digits. An English contraction is one word
    /// (<c>dont</c>), a French elision two (<c>d envoyer</c>). A sentence ends with a separate <c>.</c>.
    /// </summary>
    public static string WordsOf(string text)
    {
        var (ascii, words) = (ToAscii(text), new StringBuilder(text.Length));
        for (var at = 0; at < ascii.Length; at++)
        {
            var one = ascii[at];
            if (char.IsAsciiLetterOrDigit(one))
            {
                var isNew = at > 0 && char.IsAsciiLetterOrDigit(ascii[at - 1])
                    && char.IsAsciiLetter(ascii[at - 1]) != char.IsAsciiLetter(one);
                words.Append(isNew ? " " : "").Append(char.ToLowerInvariant(one));
            }
            else if (one is '\'' or '`')
            {
                words.Append(IsContraction(ascii.AsSpan(at + 1)) ? "" : " ");
            }
            else
            {
                words.Append(one is '.' or '!' or '?' or '\n' or ';' ? " . " : " ");
            }
        }

        return string.Join(' ', words.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static bool IsContraction(ReadOnlySpan<char> rest)
    {
        var letters = 0;
        while (letters < rest.Length && letters <= MaxContractionLength && char.IsAsciiLetter(rest[letters]))
        {
            letters++;
        }

        return letters is > 0 and <= MaxContractionLength;
    }
}
