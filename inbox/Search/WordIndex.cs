using System.Collections.Immutable;
using ZuperConnect.Storage;

namespace ZuperConnect.Search;

/// <summary>
/// An index of ids by words. A partition of the table <c>Search</c> contains a row <c>{word}|{id}</c> for each word of each id, so that a
/// prefix search is one range query. A row <c>~{id}</c> contains the current words, so that the rows of old words can be deleted. Words and
/// ids contain no bar.
/// </summary>
internal sealed class WordIndex(ITable table, string partition)
{
    /// <summary>The maximum number of index rows that are read for a page. A page may be short if few of them match.</summary>
    public const int MaxRows = 5 * RowQuery.MaxPageSize;

    /// <summary>The approximate maximum number of items that are read for a page but not shown.</summary>
    public const int MaxReads = 200;

    /// <summary>
    /// The maximum number of operations in a transaction (from the service's page on entity group transactions), minus one for the row with
    /// the current words.
    /// </summary>
    private const int TransactionSize = 99;

    private const int ReadConcurrency = 50;
    private const int RefreshConcurrency = 16;
    private const string AllIndexed = "~";
    private const string WordsColumn = "Words";

    /// <summary>
    /// The rows for an id. Each contains all its words, so that items without the other searched words are skipped without reading them.
    /// </summary>
    public static IEnumerable<TableRow> Rows(string partition, string id, ImmutableSortedSet<string> words) =>
        words.Select(word => new TableRow(partition, $"{word}|{id}") { [WordsColumn] = string.Join(' ', words) });

    /// <summary>
    /// Reads a page of the items that match all words, in the order of the index. It costs one request for each 1,000 rows, and one read
    /// for each item. A page can be short or empty if it reached <see cref="MaxRows"/> or <see cref="MaxReads"/>.
    /// </summary>
    /// <param name="asked">The words to search for, see <see cref="SearchWords.Asked"/>; not empty.</param>
    /// <param name="limit">The maximum number of items.</param>
    /// <param name="after">The end of the previous page, from <see cref="ParseCursor"/>; null for the first page.</param>
    /// <param name="belongs">A filter for ids; null for all.</param>
    /// <param name="read">Reads an item; null if it is not shown.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public async Task<Page<T>> FindAsync<T>(
        ImmutableArray<string> asked, int limit, string? after, Predicate<string>? belongs,
        Func<string, Task<T?>> read, CancellationToken cancellation)
        where T : class
    {
        var isNarrowed = asked.Length > 1 || belongs is not null;
        var rows = table.QueryAsync(
            RowQuery.WithPrefix(partition, asked[0]).After(after).InPagesOf(isNarrowed ? RowQuery.MaxPageSize : Math.Max(limit + 1, 100)),
            cancellation);

        var (page, hits, looked, reads) = (new List<T>(limit), new List<(string Place, string Id)>(), 0, 0);
        var last = "";
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            if (page.Count == limit || reads >= MaxReads)
            {
                return new(page, Cursors.Encode(await ShowAsync() ?? last));
            }

            (last, looked) = (row.RowKey, looked + 1);
            if (row.RowKey.Split('|') is [var word, var id] && IsHit(word, Read(row), asked) && belongs?.Invoke(id) is not false)
            {
                hits.Add((row.RowKey, id));
                if (hits.Count == (reads is 0 ? limit : Math.Max(limit - page.Count, ReadConcurrency)) && await ShowAsync() is { } place)
                {
                    return new(page, Cursors.Encode(place));
                }
            }

            if (looked == MaxRows)
            {
                // Shown before the next rows are requested, because there may be none.
                return new(page, Cursors.Encode(await ShowAsync() ?? last));
            }
        }

        return new(page, await ShowAsync() is { } rest ? Cursors.Encode(rest) : null);

        // Adds items to the page. If it is full, returns the position of the last one.
        async Task<string?> ShowAsync()
        {
            var things = await Task.WhenAll(hits.Select(hit => read(hit.Id)));
            var shown = hits.Zip(things).Where(hit => hit.Second is not null).Take(limit - page.Count).ToList();
            page.AddRange(shown.Select(hit => hit.Second!));
            var place = page.Count == limit && shown.Count > 0 && shown[^1].First != hits[^1] ? shown[^1].First.Place : null;
            reads += hits.Count;
            hits.Clear();
            return place;
        }
    }

    /// <summary>Parses a cursor; null if it is not valid for this search.</summary>
    public static string? ParseCursor(ImmutableArray<string> asked, string text) =>
        Cursors.Decode(text) is { } place && place.StartsWith(asked[0], StringComparison.Ordinal) && place.Split('|') is [var word, var id]
            && word.All(char.IsAsciiLetterOrDigit) && SourceIds.CanBeKey(id)
            ? place
            : null;

    /// <summary>Updates the index for an id, or removes it.</summary>
    /// <param name="id">The id.</param>
    /// <param name="readWords">Reads the current words; null if the item is deleted.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public async Task RefreshAsync(string id, Func<Task<ImmutableSortedSet<string>?>> readWords, CancellationToken cancellation)
    {
        while (true)
        {
            // Read the index before the item, so that a slower process cannot overwrite a newer name.
            var indexed = await table.FindAsync(partition, AllIndexed + id, cancellation);
            var words = await readWords();

            // A deleted item may have been created again meanwhile.
            if (await TryWriteAsync(id, indexed, words ?? [], cancellation) && (words is not null || await readWords() is null))
            {
                return;
            }

            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Adds an id without reading. Returns false if it is in the index already.</summary>
    public Task<bool> TryAddAsync(string id, ImmutableSortedSet<string> words, CancellationToken cancellation) =>
        TryWriteAsync(id, null, words, cancellation);

    /// <summary>Updates the index for all ids whose words differ. The items are read in ordinal order of their ids.</summary>
    /// <param name="prefix">The common prefix of the ids, which no other ids have.</param>
    /// <param name="things">The ids with their words.</param>
    /// <param name="refresh">Updates the index for one id.</param>
    /// <param name="cancellation">Cancels the operation. What is done is not repeated.</param>
    public async Task CompleteAsync(
        string prefix, IAsyncEnumerable<(string Id, ImmutableSortedSet<string> Words)> things,
        Func<string, Task> refresh, CancellationToken cancellation)
    {
        await using var indexed = table.QueryAsync(RowQuery.WithPrefix(partition, AllIndexed + prefix), cancellation)
            .GetAsyncEnumerator(cancellation);
        var more = await indexed.MoveNextAsync();
        var outdated = things.Where(async (thing, _) =>
        {
            while (more && string.CompareOrdinal(indexed.Current.RowKey[AllIndexed.Length..], thing.Id) < 0)
            {
                more = await indexed.MoveNextAsync();
            }

            return !more || indexed.Current.RowKey[AllIndexed.Length..] != thing.Id || !Read(indexed.Current).SequenceEqual(thing.Words);
        });
        await foreach (var some in outdated.Select(thing => thing.Id).Chunk(RefreshConcurrency).WithCancellation(cancellation))
        {
            await Task.WhenAll(some.Select(refresh));
        }
    }

    /// <summary>
    /// Whether a row is a hit: the item has all words, and this is its first word with the searched prefix, so that it counts once.
    /// </summary>
    private static bool IsHit(string word, IReadOnlyList<string> words, ImmutableArray<string> asked) =>
        words.FirstOrDefault(one => one.StartsWith(asked[0], StringComparison.Ordinal)) == word
        && SearchWords.AreIn(words, asked);

    /// <summary>
    /// Replaces the words of an id. Returns false if they were changed meanwhile. If one transaction is not enough, each of several updates
    /// the row with the current words: they first keep, then add, then delete rows.
    /// </summary>
    private async Task<bool> TryWriteAsync(string id, TableRow? indexed, ImmutableSortedSet<string> words, CancellationToken cancellation)
    {
        ImmutableSortedSet<string> there = indexed is null ? [] : [.. Read(indexed)];
        if (there.SetEquals(words))
        {
            return true;
        }

        var rows = Rows(partition, id, words).ToDictionary(row => row.RowKey.Split('|')[0]);
        var etag = indexed?.ETag;
        foreach (var some in words.Intersect(there).Concat(words.Except(there)).Concat(there.Except(words)).Chunk(TransactionSize))
        {
            there = there.Union(some.Where(words.Contains)).Except(some.Where(word => !words.Contains(word)));
            var said = new TableRow(partition, AllIndexed + id) { [WordsColumn] = string.Join(' ', there) };
            List<RowChange> changes =
            [
                etag is not { } known ? new RowChange.Insert(said)
                    : there.IsEmpty ? new RowChange.Delete(partition, said.RowKey, known)
                    : new RowChange.Replace(said, known),
                .. some.Select(word => rows.TryGetValue(word, out var row)
                    ? (RowChange)new RowChange.Upsert(row)
                    : new RowChange.Delete(partition, $"{word}|{id}", ETag.Any)),
            ];
            try
            {
                etag = (await table.SubmitAsync(changes, cancellation))[0];
            }
            catch (ConflictException)
            {
                return false;
            }
        }

        return true;
    }

    private static string[] Read(TableRow row) => row.GetString(WordsColumn)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
}
