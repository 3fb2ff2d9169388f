using System.Text.RegularExpressions;
using ZuperConnect.Text;

namespace ZuperConnect.Messages;

/// <summary>A telephony provider's own words about a text that failed, as the team may read them.</summary>
public static partial class ProviderErrorText
{
    private const int MaxLength = 160;

    /// <summary>
    /// The words in one line, cut where they are long, and with an ellipsis for what may be a phone number; null where there are none.
    /// </summary>
    public static string? Sanitize(string? text)
    {
        var words = Spaces().Replace(PossibleNumber().Replace(PrintableText.WithoutControls(text ?? ""), "…"), " ").Trim(' ', '.');
        return !words.Any(char.IsLetter) ? null : words.Length <= MaxLength ? words : Truncation.Beginning(words, MaxLength - 1) + "…";
    }

    /// <summary>Seven digits or more, however they are written; the provider's codes have fewer.</summary>
    [GeneratedRegex(@"\+?\p{Nd}(?:[^\p{L}\p{Nd}]{0,3}\p{Nd}){6,}")]
    private static partial Regex PossibleNumber();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
