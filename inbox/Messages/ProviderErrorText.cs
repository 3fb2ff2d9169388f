using System.Text.RegularExpressions;
using ZuperConnect.Text;

namespace ZuperConnect.Messages;

/// <summary>Prepares the provider's error text of a failed message for the team.</summary>
public static partial class ProviderErrorText
{
    private const int MaxLength = 160;

    /// <summary>
    /// The text in one line, truncated, with possible phone numbers replaced by an ellipsis; null if it contains no letters.
    /// </summary>
    public static string? Sanitize(string? text)
    {
        var words = Spaces().Replace(PossibleNumber().Replace(PrintableText.WithoutControls(text ?? ""), "…"), " ").Trim(' ', '.');
        return !words.Any(char.IsLetter) ? null : words.Length <= MaxLength ? words : Truncation.Beginning(words, MaxLength - 1) + "…";
    }

    /// <summary>At least seven digits in any notation. The provider's codes have fewer.</summary>
    [GeneratedRegex(@"\+?\p{Nd}(?:[^\p{L}\p{Nd}]{0,3}\p{Nd}){6,}")]
    private static partial Regex PossibleNumber();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
