namespace ZuperConnect.Storage.Tests.Conformance;

/// <summary>Several changes are made together or not at all.</summary>
public abstract class Transactions(IStorage storage) : TableTest(storage)
{
    private const int Most = TableOperations.MaxTransactionSize;

    [Fact]
    public async Task A_transaction_makes_100_changes_of_all_kinds()
    {
        await InsertAsync("p", Enumerable.Range(0, Most).Where(row => row % 4 is not 0).Select(Key));
        var before = await Table.QueryAsync(RowQuery.InPartition("p"), Cancellation)
            .ToDictionaryAsync(row => row.RowKey, row => row.ETag, cancellationToken: Cancellation);
        var tags = await Table.SubmitAsync([.. Enumerable.Range(0, Most).Select(row => Change(row, before))], Cancellation);
        var after = await Table.QueryAsync(RowQuery.InPartition("p"), Cancellation)
            .ToDictionaryAsync(row => row.RowKey, cancellationToken: Cancellation);
        Assert.Equal(Most, tags.Count);
        for (var row = 0; row < Most; row++)
        {
            Assert.Equal(row % 4 is 3 ? null : row, after.GetValueOrDefault(Key(row))?.GetInt32("Number"));
            Assert.Equal(row % 4 is 3 ? default : after[Key(row)].ETag, tags[row]);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    [InlineData(Most - 1)]
    public async Task A_transaction_with_one_conflict_changes_nothing(int place)
    {
        var stale = await Table.InsertAsync(new("p", Key(place)), Cancellation);
        await Table.UpsertAsync(new("p", Key(place)), Cancellation);
        var before = await AllAsync();
        await AssertConflictAsync(Conflict.Exists, () => SubmitAsync(place, new RowChange.Insert(new("p", Key(place)))));
        await AssertConflictAsync(Conflict.Changed, () => SubmitAsync(place, new RowChange.Replace(new("p", Key(place)), stale)));
        await AssertConflictAsync(Conflict.Changed, () => SubmitAsync(place, new RowChange.Delete("p", Key(place), stale)));
        await AssertConflictAsync(Conflict.Missing, () => SubmitAsync(place, new RowChange.Replace(new("p", "missing"), stale)));
        await AssertConflictAsync(Conflict.Missing, () => SubmitAsync(place, new RowChange.Replace(new("p", "missing"), ETag.Any)));
        await AssertConflictAsync(Conflict.Missing, () => SubmitAsync(place, new RowChange.Delete("p", "missing", ETag.Any)));
        Assert.Equal(before, await AllAsync());
    }

    [Fact]
    public async Task A_transaction_with_a_conflict_deletes_and_replaces_nothing()
    {
        await InsertAsync("p", ["1", "2", "3"]);
        var before = await AllAsync();
        await AssertConflictAsync(Conflict.Exists, () => Table.SubmitAsync(
            [
                new RowChange.Delete("p", "1", ETag.Any),
                new RowChange.Replace(new("p", "2") { ["Number"] = 2 }, ETag.Any),
                new RowChange.Upsert(new("p", "4")),
                new RowChange.Insert(new("p", "3")),
            ],
            Cancellation));
        Assert.Equal(before, await AllAsync());
    }

    [Fact]
    public async Task A_transaction_beyond_a_limit_changes_nothing()
    {
        await Assert.ThrowsAsync<StorageLimitException>(
            () => SubmitAsync(50, new RowChange.Insert(new("p", "large") { ["Text"] = new string('x', TableLimits.MaxTextLength + 1) })));
        Assert.Empty(await AllAsync());
    }

    [Fact]
    public async Task A_transaction_of_101_changes_is_beyond_the_limit()
    {
        await Assert.ThrowsAsync<StorageLimitException>(() => InsertAllAsync(Most + 1));
        Assert.Empty(await AllAsync());
        await InsertAllAsync(Most);
        Assert.Equal(Most, (await AllAsync()).Length);
    }

    [Fact]
    public async Task A_transaction_is_of_one_partition_and_changes_a_row_once()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Table.SubmitAsync([], Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(
            () => Table.SubmitAsync([new RowChange.Insert(new("p", "1")), new RowChange.Insert(new("q", "2"))], Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(
            () => Table.SubmitAsync([new RowChange.Insert(new("p", "1")), new RowChange.Delete("p", "1", ETag.Any)], Cancellation));
        Assert.Empty(await AllAsync());
    }

    [Fact]
    public async Task A_transaction_of_more_than_4_MB_is_beyond_the_limit()
    {
        await Assert.ThrowsAsync<StorageLimitException>(() => Table.SubmitAsync([.. Large(5)], Cancellation));
        Assert.Empty(await AllAsync());
        await Table.SubmitAsync([.. Large(4)], Cancellation);
        Assert.Equal(4, (await AllAsync()).Length);
    }

    [Fact]
    public async Task Rows_that_a_query_finds_are_deleted_by_the_hundred()
    {
        await InsertAsync("p", Enumerable.Range(0, (2 * Most) + 1).Select(Key));
        Assert.Equal(Most + 1, await Table.DeleteAsync(RowQuery.InPartition("p").Before(Key(Most + 1)), Cancellation));
        Assert.Equal(Key(Most + 1), (await RowKeysAsync(RowQuery.All))[0]);
        Assert.Equal(Most, await Table.DeleteAsync(RowQuery.InPartition("p"), Cancellation));
        Assert.Empty(await AllAsync());
    }

    private static string Key(int row) => $"{row:D3}";

    private static RowChange Change(int row, Dictionary<string, ETag> tags)
    {
        var changed = new TableRow("p", Key(row)) { ["Number"] = row };
        return (row % 4) switch
        {
            0 => new RowChange.Insert(changed),
            1 => new RowChange.Replace(changed, tags[Key(row)]),
            2 => new RowChange.Upsert(changed),
            _ => new RowChange.Delete("p", Key(row), row % 8 is 3 ? ETag.Any : tags[Key(row)]),
        };
    }

    /// <summary>Rows of 990 KB each.</summary>
    private static IEnumerable<RowChange> Large(int rows) => Enumerable.Range(0, rows).Select(row =>
    {
        var large = new TableRow("p", Key(row));
        for (var column = 0; column < 15; column++)
        {
            large[$"Text{column}"] = new string('x', 33_000 - 1_000);
        }

        return new RowChange.Insert(large);
    });

    /// <summary>Submits a transaction of 100 changes with this one at an index.</summary>
    private Task SubmitAsync(int place, RowChange change) => Table.SubmitAsync(
        [.. Enumerable.Range(0, Most).Select(row => row == place ? change : new RowChange.Insert(new("p", $"new{row}")))], Cancellation);

    private Task InsertAllAsync(int rows) =>
        Table.SubmitAsync([.. Enumerable.Range(0, rows).Select(row => new RowChange.Insert(new("p", Key(row))))], Cancellation);

    private async Task<(string Key, ETag Tag)[]> AllAsync() =>
        await Table.QueryAsync(RowQuery.All, Cancellation).Select(row => (row.RowKey, row.ETag)).ToArrayAsync(Cancellation);
}
