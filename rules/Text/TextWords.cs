using System.Text;

namespace ZuperConnect.Text;

/// <summary>A word of a text, as it is compared with searched words.</summary>
/// <param name="Value">The word in lower-case ASCII letters and digits.</param>
/// <param name="Start">Where it starts in the text.</param>
/// <param name="Length">How long it is in the text.</param>
public readonly record struct TextWord(string Value, int Start, int Length);

/// <summary>Divides texts into words for searching: runs of letters and digits, without accents and case.</summary>
public static class TextWords
{
    /// <summary>The maximum length of a word; longer ones are truncated.</summary>
    public const int MaxLength = 40;

    private const int MaxContractionLength = 2;

    /// <summary>
    /// The words of a text, in order. An English contraction is one word (<c>dont</c>), a French elision two (<c>d envoyer</c>). A Chinese
    /// character is a word of its own.
    /// </summary>
    public static IReadOnlyList<TextWord> Of(string text)
    {
        var letters = Read(text);
        var (words, word, start, end) = (new List<TextWord>(), new StringBuilder(), 0, 0);
        for (var at = 0; at < letters.Count; at++)
        {
            var (letter, from, to, isAlone) = letters[at];
            if (!char.IsAsciiLetterOrDigit(letter))
            {
                if (letter is not '\'' || !IsContraction(letters, at + 1))
                {
                    Close();
                }

                continue;
            }

            // Several letters can come from one character, which is never divided.
            if (word.Length > 0 && from >= end && (isAlone || letters[at - 1].IsAlone))
            {
                Close();
            }

            start = word.Length is 0 ? from : start;
            end = to;
            if (word.Length < MaxLength)
            {
                word.Append(char.ToLowerInvariant(letter));
            }
        }

        Close();
        return words;

        void Close()
        {
            if (word.Length > 0)
            {
                words.Add(new(word.ToString(), start, end - start));
                word.Clear();
            }
        }
    }

    /// <summary>Whether each searched word is the beginning of one of these words.</summary>
    public static bool AreIn(IReadOnlyList<TextWord> words, IReadOnlyCollection<string> asked) =>
        asked.All(wanted => words.Any(word => word.Value.StartsWith(wanted, StringComparison.Ordinal)));

    private static List<(char Letter, int From, int To, bool IsAlone)> Read(string text)
    {
        var letters = new List<(char, int, int, bool)>(text.Length);
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var next = at + rune.Utf16SequenceLength;
            foreach (var letter in rune.IsAscii ? ((char)rune.Value).ToString() : FoldedText.ToAscii(rune.ToString()))
            {
                letters.Add((letter is '`' ? '\'' : letter, at, next, IsHan(rune.Value)));
            }

            at = next;
        }

        return letters;
    }

    private static bool IsHan(int rune) => rune is (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);

    private static bool IsContraction(List<(char Letter, int From, int To, bool IsAlone)> letters, int at)
    {
        var count = letters.Skip(at).Take(MaxContractionLength + 1).TakeWhile(one => char.IsAsciiLetter(one.Letter)).Count();
        return count is > 0 and <= MaxContractionLength;
    }
}
