using AnyAscii;

namespace ZuperConnect.Customers;

/// <summary>
/// Names as they are ordered, compared and searched: accents and case ignored, in words of letters and digits. Letters of other alphabets
/// are transliterated, so that all of it can stand in a key.
/// </summary>
public static class SearchableName
{
    private const int MaxKeyLength = 60;

    /// <summary>The words of a name, folded; what only an apostrophe divides is one word.</summary>
    public static IReadOnlyList<string> Words(string name) =>
        string.Concat(name.Transliterate().Where(one => one is not '\'')
            .Select(one => char.IsAsciiLetterOrDigit(one) ? char.ToLowerInvariant(one) : ' '))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What names are sorted by: the folded words, as much of them as matters, with a hyphen between.</summary>
    public static string SortKey(string name)
    {
        var key = string.Join('-', Words(name));
        return key.Length <= MaxKeyLength ? key : key[..MaxKeyLength];
    }
}
