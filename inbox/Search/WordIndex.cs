using System.Collections.Immutable;
using ZuperConnect.Storage;

namespace ZuperConnect.Search;

/// <summary>
/// Finds things of one kind by words. A partition of the table <c>Search</c> has a row <c>{word}|{id}</c> for each word of each thing: what
/// begins with a word is one range, whatever the number of things. A row <c>~{id}</c> has the words that are there, so that a new name
/// takes the old one's away. Neither a word nor an id has a bar in it.
/// </summary>
internal sealed class WordIndex(ITable table, string partition)
{
    /// <summary>The most rows of the index that a page looks at. Where few of many have all that was typed, the page is short.</summary>
    public const int MaxRows = 5 * RowQuery.MaxPageSize;

    /// <summary>About as many things a page reads at most, which are not to be shown.</summary>
    public const int MaxReads = 200;

    /// <summary>The most operations of a transaction (its page on entity group transactions), but for the row that says what is
    /// there.</summary>
    private const int TransactionSize = 99;

    private const int ReadConcurrency = 50;
    private const int RefreshConcurrency = 16;
    private const string AllIndexed = "~";
    private const string WordsColumn = "Words";

    /// <summary>The rows by which a thing is found. Each has all its words, so that what lacks another word is passed over
    /// unread.</summary>
    public static IEnumerable<TableRow> Rows(string partition, string id, ImmutableSortedSet<string> words) =>
        words.Select(word => new TableRow(partition, $"{word}|{id}") { [WordsColumn] = string.Join(' ', words) });

    /// <summary>
    /// Reads a page of what has all the words that were typed, in the order of the index. It costs an answer for up to 1,000 rows of the
    /// range, and a read for each thing; it is short, even empty, where it looked at <see cref="MaxRows"/> or read
    /// <see cref="MaxReads"/>, and goes on from there.
    /// </summary>
    /// <param name="asked">What was typed, see <see cref="SearchWords.Asked"/>; not empty.</param>
    /// <param name="limit">The longest page.</param>
    /// <param name="after">Where the last page ended, as <see cref="ParseCursor"/> gives it; null for the first.</param>
    /// <param name="belongs">Which things count, by their ids; null: all.</param>
    /// <param name="read">Reads a thing as it is now; null where it is not to be shown.</param>
    /// <param name="cancellation">Stops it.</param>
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
                // Before the next answer is asked for, which may turn out to be empty.
                return new(page, Cursors.Encode(await ShowAsync() ?? last));
            }
        }

        return new(page, await ShowAsync() is { } rest ? Cursors.Encode(rest) : null);

        // Puts the hits on the page; where not all fit, the place of the last that did.
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

    /// <summary>Reads a cursor of a search; null where it is none of it.</summary>
    public static string? ParseCursor(ImmutableArray<string> asked, string text) =>
        Cursors.Decode(text) is { } place && place.StartsWith(asked[0], StringComparison.Ordinal) && place.Split('|') is [var word, var id]
            && word.All(char.IsAsciiLetterOrDigit) && SourceIds.CanBeKey(id)
            ? place
            : null;

    /// <summary>Has a thing found by the words that it has now; one that is gone is found no more.</summary>
    /// <param name="id">The thing's id.</param>
    /// <param name="readWords">Reads the words that it has now; null where it is gone.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task RefreshAsync(string id, Func<Task<ImmutableSortedSet<string>?>> readWords, CancellationToken cancellation)
    {
        while (true)
        {
            // The index before the thing: who was slower cannot write an older name over a newer one.
            var indexed = await table.FindAsync(partition, AllIndexed + id, cancellation);
            var words = await readWords();

            // One that was gone may have begun meanwhile.
            if (await TryWriteAsync(id, indexed, words ?? [], cancellation) && (words is not null || await readWords() is null))
            {
                return;
            }

            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Has a thing found that has no words yet, without reading; false where it has some.</summary>
    public Task<bool> TryAddAsync(string id, ImmutableSortedSet<string> words, CancellationToken cancellation) =>
        TryWriteAsync(id, null, words, cancellation);

    /// <summary>Refreshes what has other words than the index says, of things that are read in the ordinal order of their ids.</summary>
    /// <param name="prefix">What all their ids begin with, and those of no other thing.</param>
    /// <param name="things">The ids with the words.</param>
    /// <param name="refresh">Refreshes one by its id.</param>
    /// <param name="cancellation">Stops it; what was done need not be done again.</param>
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
    /// Whether a thing has all that was asked for; counted once, at the first of its words that begins as asked, though others may as well.
    /// </summary>
    private static bool IsHit(string word, IReadOnlyList<string> words, ImmutableArray<string> asked) =>
        words.FirstOrDefault(one => one.StartsWith(asked[0], StringComparison.Ordinal)) == word
        && SearchWords.AreIn(words, asked);

    /// <summary>
    /// Writes the words over those that were there; false where somebody else has written meanwhile. What does not fit one transaction
    /// takes several, each with the row that says what is there after it: first what stays, then what comes, then what goes.
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
