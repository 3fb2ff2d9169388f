using AnyAscii;

namespace ZuperConnect.Customers;

/// <summary>
/// Normalizes names for sorting, comparison and search: words of letters and digits, without accents and case. Other alphabets are
/// transliterated, so that the result is valid in a key.
/// </summary>
public static class SearchableName
{
    private const int MaxKeyLength = 60;

    /// <summary>The normalized words of a name. An apostrophe does not divide a word.</summary>
    public static IReadOnlyList<string> Words(string name) =>
        string.Concat(name.Transliterate().Where(one => one is not '\'')
            .Select(one => char.IsAsciiLetterOrDigit(one) ? char.ToLowerInvariant(one) : ' '))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The sort key of a name: its normalized words, truncated, with hyphens between.</summary>
    public static string SortKey(string name)
    {
        var key = string.Join('-', Words(name));
        return key.Length <= MaxKeyLength ? key : key[..MaxKeyLength];
    }
}
