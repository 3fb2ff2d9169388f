using System.Collections.Immutable;
using ZuperConnect.Conversations;
using ZuperConnect.Customers;

namespace ZuperConnect.Search;

/// <summary>
/// The words by which something is found, pure: those of a name, without accents and case, and every run of digits of a phone number that
/// goes to its end, so that a beginning of one of them is any run of its digits (design, section 5).
/// </summary>
public static class SearchWords
{
    private const int LongestWord = 40;
    private const int MostWords = 12;

    /// <summary>The shortest run of digits that is found.</summary>
    public const int ShortestRun = 3;

    /// <summary>The words of a conversation: its customer number's digits, and the name where the customer is saved.</summary>
    public static ImmutableSortedSet<string> Of(Conversation conversation)
    {
        var digits = conversation.Id.Customer.Key.All(char.IsAsciiDigit) ? conversation.Id.Customer.Key : "";
        return
        [
            .. Of(conversation.Customer?.Name ?? ""),
            .. Enumerable.Range(0, Math.Max(0, digits.Length - ShortestRun + 1)).Select(start => digits[start..]),
        ];
    }

    /// <summary>Whether what is typed is a phone number or a part of one, however it is written.</summary>
    public static bool IsNumber(string text) => text.Any(char.IsAsciiDigit) && text.All(one => char.IsAsciiDigit(one) || " +-().".Contains(one));

    /// <summary>Whether a conversation has all that was asked for, as it is now.</summary>
    public static bool AreIn(Conversation conversation, ImmutableArray<string> asked) => AreIn(Of(conversation), asked);

    /// <summary>Whether each word that was asked for is the beginning of one of these.</summary>
    public static bool AreIn(IReadOnlyCollection<string> words, ImmutableArray<string> asked) =>
        asked.All(wanted => words.Any(word => word.StartsWith(wanted, StringComparison.Ordinal)));

    /// <summary>The words of a name.</summary>
    public static ImmutableSortedSet<string> Of(string name) =>
        [.. FoldedName.Words(name).Take(MostWords).Select(word => word.Length <= LongestWord ? word : word[..LongestWord])];

    /// <summary>
    /// What somebody types: the words that all have to be found, longest first; a phone number, however it is written, is one word. Empty
    /// where there is nothing to search for.
    /// </summary>
    public static ImmutableArray<string> Asked(string text) => IsNumber(text)
        ? [string.Concat(text.Where(char.IsAsciiDigit))]
        : [.. Of(text).OrderByDescending(word => word.Length).ThenBy(word => word, StringComparer.Ordinal)];
}
