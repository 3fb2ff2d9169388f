using System.Collections.Immutable;
using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Search;

/// <summary>
/// The words of the search index: the words of a name without accents and case, and each suffix of the digits of a phone number, so that
/// any run of digits is the prefix of a word (docs/design.md#search).
/// </summary>
public static class SearchWords
{
    private const int MaxWordLength = 40;
    private const int MaxWords = 12;

    /// <summary>The minimum number of digits that can be found.</summary>
    public const int MinDigits = 3;

    /// <summary>This many digits, without leading zeros, can be a complete number with another prefix.</summary>
    private const int MinNationalDigits = 7;

    /// <summary>The words of a conversation: those of the customer number or sender, and of the saved customer's name.</summary>
    public static ImmutableSortedSet<string> Of(Conversation conversation) =>
        [.. Of(conversation.Customer?.Name ?? ""), .. Of(conversation.Id.Customer)];

    /// <summary>The words of a customer: those of the name and of all numbers.</summary>
    public static ImmutableSortedSet<string> Of(Customer customer) => [.. Of(customer.Name), .. customer.Numbers.SelectMany(Of)];

    /// <summary>Whether each searched word is the prefix of one of these words.</summary>
    public static bool AreIn(IReadOnlyCollection<string> words, ImmutableArray<string> asked) =>
        asked.All(wanted => words.Any(word => word.StartsWith(wanted, StringComparison.Ordinal)));

    /// <summary>The words of a name.</summary>
    public static ImmutableSortedSet<string> Of(string name) =>
        [.. SearchableName.Words(name).Take(MaxWords).Select(word => word.Length <= MaxWordLength ? word : word[..MaxWordLength])];

    /// <summary>
    /// The words of a search text, longest first. A phone number in any notation is one word. Empty if there is nothing to search for.
    /// </summary>
    public static ImmutableArray<string> Asked(string text) => Digits(text) is { Length: > 0 } digits
        ? [digits.TrimStart('0') is { Length: >= MinNationalDigits } national ? national : digits]
        : [.. Of(text).OrderByDescending(word => word.Length).ThenBy(word => word, StringComparer.Ordinal)];

    /// <summary>The words of a number in all its forms: its suffixes; for an alphanumeric sender, its words.</summary>
    private static IEnumerable<string> Of(PhoneNumber number) => ((PhoneNumber?[])[number, number.OtherForm]).OfType<PhoneNumber>()
        .SelectMany(form => Digits(form.Value) is { } digits ? Runs(digits) : Of(form.Value));

    private static IEnumerable<string> Runs(string digits) =>
        Enumerable.Range(0, Math.Max(0, digits.Length - MinDigits + 1)).Select(start => digits[start..]);

    /// <summary>
    /// The digits of a text that may be a phone number or a part of one, without the zero in brackets for national calls; null if it is
    /// something else.
    /// </summary>
    private static string? Digits(string text)
    {
        var plain = PhoneText.Plain(text).Replace("(0)", "", StringComparison.Ordinal);
        return plain.All(one => char.IsAsciiDigit(one) || char.IsWhiteSpace(one) || "+-()[]./".Contains(one))
            ? string.Concat(plain.Where(char.IsAsciiDigit))
            : null;
    }
}
