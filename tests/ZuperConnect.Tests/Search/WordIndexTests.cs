using System.Collections.Immutable;
using Azure.Core;
using ZuperConnect.Search;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Search;

public sealed class WordIndexTests(TestStorage storage)
{
    private const string Partition = "things";
    private readonly IStorage _account = storage.New();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Words_that_do_not_fit_one_transaction_are_written_and_replaced_whole()
    {
        var (index, table) = Open();
        foreach (var words in (ImmutableSortedSet<string>[])[Words(0, 150), Words(100, 240), Words(100, 110), Words(0, 250), []])
        {
            await index.RefreshAsync("one", () => Task.FromResult<ImmutableSortedSet<string>?>(words), Cancellation);
            await AssertAsync(table, words);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Writer_that_dies_between_two_transactions_leaves_what_the_next_completes(int transactions)
    {
        var (index, table) = Open();
        await index.RefreshAsync("one", () => Task.FromResult<ImmutableSortedSet<string>?>(Words(0, 150)), Cancellation);
        var left = transactions;
        var (mortal, _) = Open(
            (request, next) => request.Writes && left-- is 0 ? throw new InvalidOperationException("The process died.") : next());
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => mortal.RefreshAsync("one", () => Task.FromResult<ImmutableSortedSet<string>?>(Words(120, 270)), Cancellation));

        await index.RefreshAsync("one", () => Task.FromResult<ImmutableSortedSet<string>?>(Words(120, 270)), Cancellation);
        await AssertAsync(table, Words(120, 270));
    }

    [Fact]
    public async Task Page_looks_at_a_bounded_number_of_rows_and_the_next_goes_on_from_there()
    {
        var requests = 0;
        var (index, table) = Open((_, next) =>
        {
            requests++;
            return next();
        });
        var rows = Enumerable.Range(0, WordIndex.MaxRows + 500).SelectMany(one => WordIndex.Rows(Partition, $"{one:D5}", ["carla"]))
            .Concat(WordIndex.Rows(Partition, "99999", ["carla", "lane"]).Take(1));
        foreach (var some in rows.Chunk(100))
        {
            await table.SubmitAsync([.. some.Select(row => new RowChange.Insert(row))], Cancellation);
        }

        requests = 0;
        var first = await FindAsync(null);
        Assert.Equal((0, 5), (first.Items.Count, requests));
        var cursor = WordIndex.ParseCursor(["carla", "lane"], first.NextCursor!);
        Assert.NotNull(cursor);

        requests = 0;
        var second = await FindAsync(cursor);
        Assert.Equal(["99999"], second.Items);
        Assert.Equal((null, 1), (second.NextCursor, requests));

        Task<Page<string>> FindAsync(string? after) =>
            index.FindAsync(["carla", "lane"], 1, after, null, id => Task.FromResult<string?>(id), Cancellation);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task Page_reads_a_bounded_number_of_things_that_are_not_shown_and_pages_give_each_of_the_others_once(int limit)
    {
        var (index, table) = Open();
        var rows = Enumerable.Range(0, 700).SelectMany(one => WordIndex.Rows(Partition, $"{one:D5}", ["carla"]));
        foreach (var some in rows.Chunk(100))
        {
            await table.SubmitAsync([.. some.Select(row => new RowChange.Insert(row))], Cancellation);
        }

        var (found, pages, after) = (new List<string>(), 0, (string?)null);
        do
        {
            var reads = 0;
            var page = await index.FindAsync(["carla"], limit, after, null, ReadAsync, Cancellation);
            Assert.InRange(reads, 0, WordIndex.MaxReads + 100);
            Assert.InRange(page.Items.Count, 0, limit);
            found.AddRange(page.Items);
            after = page.NextCursor is { } cursor ? WordIndex.ParseCursor(["carla"], cursor) : null;
            pages++;

            Task<string?> ReadAsync(string id)
            {
                reads++;
                return Task.FromResult(IsShown(id) ? id : null);
            }
        }
        while (after is not null);

        var shown = Enumerable.Range(0, 700).Select(one => $"{one:D5}").Where(IsShown).ToList();
        Assert.Equal(shown, found);
        Assert.InRange(pages, 1, (shown.Count / limit) + (700 / WordIndex.MaxReads) + 1);

        // The first 500 are not shown. Of the others every tenth is.
        static bool IsShown(string id) => string.CompareOrdinal(id, "00500") >= 0 && id[^1] is '3';
    }

    private (WordIndex Index, ITable Table) Open(StorageWatch? watch = null)
    {
        var table = new StorageTables(watch is null ? _account : new WatchedStorage(_account, watch)).Search;
        return (new(table, Partition), table);
    }

    private static ImmutableSortedSet<string> Words(int from, int to) =>
        [.. Enumerable.Range(from, to - from).Select(word => $"w{word:D3}")];

    /// <summary>Asserts that the rows are exactly those of the words.</summary>
    private static async Task AssertAsync(ITable table, ImmutableSortedSet<string> words)
    {
        var all = string.Join(' ', words);
        var rows = await table.QueryAsync(RowQuery.InPartition(Partition), Cancellation).ToListAsync(Cancellation);
        Assert.Equal(words.Select(word => $"{word}|one").Concat(words.IsEmpty ? [] : ["~one"]), rows.Select(row => row.RowKey));
        Assert.All(rows, row => Assert.Equal(all, row.GetString("Words")));
    }
}
