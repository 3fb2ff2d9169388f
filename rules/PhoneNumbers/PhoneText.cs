using System.Globalization;
using System.Text;

namespace ZuperConnect.PhoneNumbers;

/// <summary>
/// Normalizes phone numbers as people and their programs write them: contacts from a phone contain direction marks, web pages contain
/// non-breaking spaces and dashes, and other scripts have their own digits.
/// </summary>
public static class PhoneText
{
    private const int FullWidthOffset = '！' - '!';

    /// <summary>
    /// The text with ASCII digits, spaces, hyphens and signs in place of their Unicode equivalents, without invisible characters, and
    /// trimmed. Letters and control characters stay.
    /// </summary>
    public static string Plain(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text.Trim();
        }

        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = Rune.GetUnicodeCategory(rune) switch
            {
                UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => plain,
                UnicodeCategory.DecimalDigitNumber => plain.Append((int)Rune.GetNumericValue(rune)),
                UnicodeCategory.DashPunctuation => plain.Append('-'),
                UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => plain.Append(' '),
                _ => plain.Append(rune.Value switch
                {
                    >= '！' and <= '～' => ((char)(rune.Value - FullWidthOffset)).ToString(),
                    '\u2212' or '\u2043' => "-",
                    '\uFE62' or '\u207A' => "+",
                    '\uFF61' or '\u3002' or '\u00B7' or '\u2022' or '\u2219' => ".",
                    '\u2044' or '\u2215' => "/",
                    _ => rune.ToString(),
                }),
            };
        }

        return plain.ToString().Trim();
    }
}
