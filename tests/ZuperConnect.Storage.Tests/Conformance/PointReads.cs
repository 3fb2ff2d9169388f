namespace ZuperConnect.Storage.Tests.Conformance;

/// <summary>Rows are found by their keys.</summary>
public abstract class PointReads(IStorage storage) : TableTest(storage)
{
    [Fact]
    public async Task A_row_that_is_not_there_is_null()
    {
        await Table.InsertAsync(new("p", "r"), Cancellation);
        Assert.Null(await Table.FindAsync("p", "other", Cancellation));
        Assert.Null(await Table.FindAsync("other", "r", Cancellation));
        Assert.Null(await Table.FindAsync("P", "r", Cancellation));
        Assert.Null(await Table.FindAsync("p", "R", Cancellation));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task A_row_is_found_by_both_of_its_keys(string key)
    {
        await Table.InsertAsync(new(key, key) { ["Text"] = "found" }, Cancellation);
        var row = await FindAsync(key, key);
        Assert.Equal((key, key, "found"), (row.PartitionKey, row.RowKey, row.GetString("Text")));
        Assert.Equal([key], await RowKeysAsync(RowQuery.InPartition(key).From(key)));
    }

    [Fact]
    public async Task Keys_that_look_alike_are_keys_of_different_rows()
    {
        await InsertAsync("p", OrderedKeys);
        foreach (var key in OrderedKeys)
        {
            Assert.Equal(key, (await FindAsync("p", key)).RowKey);
        }
    }

    [Fact]
    public async Task Tables_share_no_rows()
    {
        var other = Storage.GetTable("Others");
        await other.CreateIfNotExistsAsync(Cancellation);
        await Table.InsertAsync(new("p", "r"), Cancellation);
        Assert.Null(await other.FindAsync("p", "r", Cancellation));
        Assert.Equal(("Rows", "Others"), (Table.Name, other.Name));
    }

    [Fact]
    public async Task A_table_that_is_there_is_not_created_anew()
    {
        await Table.InsertAsync(new("p", "r"), Cancellation);
        await Table.CreateIfNotExistsAsync(Cancellation);
        await Storage.GetTable("Rows").CreateIfNotExistsAsync(Cancellation);
        Assert.NotNull(await Table.FindAsync("p", "r", Cancellation));
    }

    [Fact]
    public async Task What_the_caller_cancelled_is_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Table.FindAsync("p", "r", cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Table.InsertAsync(new("p", "r"), cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Table.QueryAsync(RowQuery.All, cancelled.Token).ToArrayAsync(Cancellation));
        Assert.Null(await Table.FindAsync("p", "r", Cancellation));
    }
}
