using System.Collections.Immutable;
using ZuperConnect.Conversations;
using ZuperConnect.Storage;
using ZuperConnect.Text;

namespace ZuperConnect.Search;

/// <summary>
/// The rows of the search index of texts, in a partition of the table <c>Search</c> (docs/design.md#search). A text has a row
/// <c>{beginning}|{place}</c> for the beginnings of its words, so that the texts with a word beginning are one range, newest first. A row
/// <c>~{conversation}|{reversed time}|{item}</c>, its record, contains its words, so that the other rows can be deleted.
/// </summary>
internal static class TextIndexRows
{
    public const string Partition = "texts";

    /// <summary>
    /// The lengths of the beginnings that have rows. A word beginning of another length reads the rows of the next shorter one, which
    /// contain the whole words.
    /// </summary>
    private static readonly ImmutableArray<int> Lengths = [1, 2, 3, 4, 6, 9];

    /// <summary>Up to this length, each beginning has its own rows.</summary>
    private const int MaxCompleteLength = 4;

    private const int MaxWordsLength = 30_000;
    private const string WordsColumn = "Words";
    private const string CompleteColumn = "Complete";
    private const string RecordPrefix = "~";

    /// <summary>The different words of a text. Of an extremely long one, the first.</summary>
    public static ImmutableSortedSet<string> WordsOf(string text)
    {
        var length = 0;
        return
        [
            .. TextWords.Of(text).Select(word => word.Value).Distinct()
                .TakeWhile(word => (length += word.Length + 1) < MaxWordsLength),
        ];
    }

    /// <summary>The rows of the beginnings of some words.</summary>
    public static IEnumerable<TableRow> Of(TextPlace place, IEnumerable<string> words) => words
        .SelectMany(word => Lengths.Where(length => length <= word.Length).Select(length => (Beginning: word[..length], Word: word)))
        .GroupBy(one => one.Beginning, one => one.Word)
        .Select(group => new TableRow(Partition, $"{Prefix(group.Key)}{place}")
        {
            [WordsColumn] = group.Key.Length < MaxCompleteLength ? null : string.Join(' ', group),
        });

    /// <summary>The prefix of the rows in which a searched word is found.</summary>
    public static string PrefixFor(string asked) => Prefix(asked[..Lengths.Last(length => length <= asked.Length)]);

    /// <summary>Whether a row with the prefix of a searched word contains that word.</summary>
    public static bool Contains(TableRow row, string asked) => row.GetString(WordsColumn) is not { } words
        || words.Split(' ').Any(word => word.StartsWith(asked, StringComparison.Ordinal));

    /// <summary>The record of a text.</summary>
    /// <param name="place">The text.</param>
    /// <param name="words">Its words.</param>
    /// <param name="isComplete">Whether all its rows are written.</param>
    public static TableRow Record(TextPlace place, IEnumerable<string> words, bool isComplete) =>
        new(Partition, $"{Records(place.Conversation)}{SortableTime.NewestFirst(place.At)}|{place.ItemId}")
        {
            [WordsColumn] = string.Join(' ', words),
            [CompleteColumn] = isComplete,
        };

    /// <summary>The prefix of the records of a conversation, newest first.</summary>
    public static string Records(ConversationId conversation) => $"{RecordPrefix}{conversation}|";

    /// <summary>The prefix of the records of a number.</summary>
    public static string Records(string numberKey) => $"{RecordPrefix}{numberKey}-";

    /// <summary>The place of a record's text.</summary>
    public static TextPlace PlaceOf(TableRow record) =>
        record.RowKey[RecordPrefix.Length..].Split('|') is [var id, var time, var itemId]
        && TextPlace.Parse($"{time}|{id}|{itemId}") is { } place
            ? place : throw new InvalidOperationException("A record of the search index has no place.");

    /// <summary>The words of a record.</summary>
    public static string[] ReadWords(TableRow record) =>
        record.GetString(WordsColumn)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>Whether all rows of a record are written.</summary>
    public static bool IsComplete(TableRow record) => record.GetBoolean(CompleteColumn) is true;

    private static string Prefix(string beginning) => $"{beginning}|";
}
