using System.Collections.Immutable;
using Azure.Data.Tables;
using ZuperConnect.Conversations;
using ZuperConnect.Storage;
using ZuperConnect.Work;
using ETag = Azure.ETag;

namespace ZuperConnect.Search;

/// <summary>
/// Finds conversations by words. The table <c>Search</c> has one partition, with a row <c>{word}|{conversation}</c> for each word of each
/// conversation: what begins with a word is one range, whatever the number of conversations. A row <c>~{conversation}</c> has the words
/// that are there, so that a new name takes the old one's away.
/// </summary>
public sealed class SearchIndex(InboxStorage storage, WorkRows rows, ConversationLedger ledger, TimeProvider time)
{
    private const string Partition = "conversations";
    private const string IndexedPrefix = "~";
    private const string WordsColumn = "Words";

    /// <summary>The work that brings a conversation's words up to date.</summary>
    public static WorkId Work(ConversationId id) => new(id, "index");

    /// <summary>Brings a conversation's words up to date; where the conversation has changed meanwhile, once more.</summary>
    public async Task<WorkStep> StepAsync(WorkRow row, ConversationId id, CancellationToken cancellation)
    {
        await RefreshAsync(id, cancellation);
        await rows.RemoveAsync(row, cancellation);
        return new([], await rows.FindAsync(row.Id, cancellation) is null ? null : time.GetUtcNow());
    }

    /// <summary>Has a conversation found by the words that it has now; one that is gone is found no more.</summary>
    public async Task RefreshAsync(ConversationId id, CancellationToken cancellation)
    {
        while (!await TryRefreshAsync(id, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>A page of the conversations that have all the words that were typed, in the order of the index.</summary>
    /// <param name="asked">What was typed, see <see cref="SearchWords.Asked"/>; not empty.</param>
    /// <param name="limit">The longest page.</param>
    /// <param name="after">Where the last page ended, as <see cref="ParseCursor"/> gives it; null for the first.</param>
    /// <param name="belongs">Which conversations count, by their ids.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<Page<ConversationId>> FindAsync(
        ImmutableArray<string> asked, int limit, string? after, Predicate<ConversationId> belongs, CancellationToken cancellation)
    {
        var (from, end) = (after ?? asked[0], RowKeys.After(asked[0]));
        var found = new List<ConversationId>(limit);
        var last = "";
        var hits = storage.Search.QueryAsync<TableEntity>(
            row => row.PartitionKey == Partition && row.RowKey.CompareTo(from) > 0 && row.RowKey.CompareTo(end) < 0, limit + 1, cancellationToken: cancellation);
        await foreach (var hit in hits.WithCancellation(cancellation))
        {
            if (found.Count == limit)
            {
                return new(found, Cursors.Encode(last));
            }

            last = hit.RowKey;
            if (hit.RowKey.Split('|') is [var word, var text] && ConversationId.TryParse(text, out var id) && belongs(id) && IsHit(word, Read(hit), asked))
            {
                found.Add(id);
            }
        }

        return new(found, null);
    }

    /// <summary>Reads a cursor of a search; null where it is none of it.</summary>
    public static string? ParseCursor(ImmutableArray<string> asked, string text) =>
        Cursors.Decode(text) is { } place && place.StartsWith(asked[0], StringComparison.Ordinal) && place.Split('|') is [var word, var id]
            && word.All(char.IsAsciiLetterOrDigit) && ConversationId.TryParse(id, out _)
            ? place
            : null;

    /// <summary>
    /// Whether a conversation has all that was asked for; counted once, at the first of its words that begins as asked, though others may
    /// as well.
    /// </summary>
    private static bool IsHit(string word, IReadOnlyList<string> words, ImmutableArray<string> asked) =>
        words.First(one => one.StartsWith(asked[0], StringComparison.Ordinal)) == word
        && SearchWords.AreIn(words, asked);

    /// <summary>False where somebody else wrote meanwhile, or where a conversation that was gone has begun.</summary>
    private async Task<bool> TryRefreshAsync(ConversationId id, CancellationToken cancellation)
    {
        // The index before the conversation: who was slower cannot write an older name over a newer one.
        var indexed = await storage.Search.FindAsync<TableEntity>(Partition, IndexedPrefix + id, cancellation);
        var conversation = (await ledger.ReadAsync(id, cancellation)).Conversation;
        return await WriteAsync(id, indexed, conversation is null ? [] : SearchWords.Of(conversation), cancellation)
            && (conversation is not null || (await ledger.ReadAsync(id, cancellation)).Conversation is null);
    }

    /// <summary>Writes the words over those that were there; false where somebody else has written meanwhile.</summary>
    private async Task<bool> WriteAsync(ConversationId id, TableEntity? indexed, ImmutableSortedSet<string> words, CancellationToken cancellation)
    {
        var key = IndexedPrefix + id;
        var before = indexed is null ? [] : Read(indexed);
        if (before.SequenceEqual(words))
        {
            return true;
        }

        var marker = new TableEntity(Partition, key) { [WordsColumn] = string.Join(' ', words) };
        List<TableTransactionAction> actions =
        [
            indexed is null ? new(TableTransactionActionType.Add, marker)
                : new(words.IsEmpty ? TableTransactionActionType.Delete : TableTransactionActionType.UpdateReplace, marker, indexed.ETag),
            .. before.Except(words).Select(word => new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(Partition, $"{word}|{id}"), ETag.All)),
            .. Rows(id, words).Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)),
        ];
        try
        {
            await storage.Search.SubmitTransactionAsync(actions, cancellation);
            return true;
        }
        catch (TableTransactionFailedException conflict) when (conflict.Status is 404 or 409 or 412)
        {
            return false;
        }
    }

    /// <summary>The rows by which a conversation is found.</summary>
    internal static IEnumerable<TableEntity> Rows(ConversationId id, ImmutableSortedSet<string> words) =>
        words.Select(word => new TableEntity(Partition, $"{word}|{id}") { [WordsColumn] = string.Join(' ', words) });

    private static string[] Read(TableEntity row) => row.GetString(WordsColumn).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
