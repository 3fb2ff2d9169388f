using System.Collections.Immutable;
using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Search;

/// <summary>
/// The words by which something is found, pure: those of a name, without accents and case, and every run of digits of a phone number that
/// goes to its end, so that a beginning of one of them is any run of its digits (docs/design.md#storage).
/// </summary>
public static class SearchWords
{
    private const int MaxWordLength = 40;
    private const int MaxWords = 12;

    /// <summary>The shortest run of digits that is found.</summary>
    public const int MinDigits = 3;

    /// <summary>As many digits without the zeros before them are a number of some country, and no run within a number.</summary>
    private const int MinNationalDigits = 7;

    /// <summary>The words of a conversation: its customer number's or sender's, and the name's where the customer is saved.</summary>
    public static ImmutableSortedSet<string> Of(Conversation conversation) =>
        [.. Of(conversation.Customer?.Name ?? ""), .. Of(conversation.Id.Customer)];

    /// <summary>The words of a customer: the name's, and those of all numbers.</summary>
    public static ImmutableSortedSet<string> Of(Customer customer) => [.. Of(customer.Name), .. customer.Numbers.SelectMany(Of)];

    /// <summary>Whether each word that was asked for is the beginning of one of these.</summary>
    public static bool AreIn(IReadOnlyCollection<string> words, ImmutableArray<string> asked) =>
        asked.All(wanted => words.Any(word => word.StartsWith(wanted, StringComparison.Ordinal)));

    /// <summary>The words of a name.</summary>
    public static ImmutableSortedSet<string> Of(string name) =>
        [.. SearchableName.Words(name).Take(MaxWords).Select(word => word.Length <= MaxWordLength ? word : word[..MaxWordLength])];

    /// <summary>
    /// What somebody types: the words that all have to be found, longest first; a phone number, however it is written, is one word. Empty
    /// where there is nothing to search for.
    /// </summary>
    public static ImmutableArray<string> Asked(string text) => Digits(text) is { Length: > 0 } digits
        ? [digits.TrimStart('0') is { Length: >= MinNationalDigits } national ? national : digits]
        : [.. Of(text).OrderByDescending(word => word.Length).ThenBy(word => word, StringComparer.Ordinal)];

    /// <summary>The digits of a number in all its forms, of which any run is found; the words of a sender that is none.</summary>
    private static IEnumerable<string> Of(PhoneNumber number) => ((PhoneNumber?[])[number, number.OtherForm]).OfType<PhoneNumber>()
        .SelectMany(form => Digits(form.Value) is { } digits ? Runs(digits) : Of(form.Value));

    private static IEnumerable<string> Runs(string digits) =>
        Enumerable.Range(0, Math.Max(0, digits.Length - MinDigits + 1)).Select(start => digits[start..]);

    /// <summary>
    /// The digits of what may be a phone number or a part of one, as people write it and programs show it, without the zero in brackets
    /// that is dialled within the country alone; null where it is something else.
    /// </summary>
    private static string? Digits(string text)
    {
        var plain = PhoneText.Plain(text).Replace("(0)", "", StringComparison.Ordinal);
        return plain.All(one => char.IsAsciiDigit(one) || char.IsWhiteSpace(one) || "+-()[]./".Contains(one))
            ? string.Concat(plain.Where(char.IsAsciiDigit))
            : null;
    }
}
