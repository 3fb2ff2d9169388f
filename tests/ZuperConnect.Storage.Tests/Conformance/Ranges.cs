namespace ZuperConnect.Storage.Tests.Conformance;

/// <summary>Rows come in the order of their keys, from ranges of keys, in pages.</summary>
public abstract class Ranges(IStorage storage) : TableTest(storage)
{
    [Fact]
    public async Task Rows_of_a_partition_come_in_the_ordinal_order_of_their_keys()
    {
        await InsertAsync("p", OrderedKeys.Reverse());
        Assert.Equal(OrderedKeys, await RowKeysAsync(RowQuery.InPartition("p")));
    }

    [Fact]
    public async Task Partitions_come_in_the_ordinal_order_of_their_keys()
    {
        foreach (var key in OrderedKeys.Reverse())
        {
            await InsertAsync(key, ["2", "1"]);
        }

        var rows = await Table.QueryAsync(RowQuery.All, Cancellation).Select(row => (row.PartitionKey, row.RowKey))
            .ToListAsync(Cancellation);
        Assert.Equal(OrderedKeys.SelectMany(key => new[] { (key, "1"), (key, "2") }), rows);
    }

    [Fact]
    public async Task A_range_of_keys_has_its_beginning_and_not_its_end()
    {
        await InsertAsync("p", ["a", "b", "b1", "c", "d"]);
        await InsertAsync("o", ["b"]);
        await InsertAsync("q", ["b"]);
        Assert.Equal(["a", "b", "b1", "c", "d"], await RowKeysAsync(RowQuery.InPartition("p")));
        Assert.Equal(["b", "b1", "c", "d"], await RowKeysAsync(RowQuery.InPartition("p").From("b")));
        Assert.Equal(["b1", "c", "d"], await RowKeysAsync(RowQuery.InPartition("p").After("b")));
        Assert.Equal(["a", "b", "b1"], await RowKeysAsync(RowQuery.InPartition("p").Before("c")));
        Assert.Equal(["b", "b1"], await RowKeysAsync(RowQuery.InPartition("p").From("b").Before("c")));
        Assert.Equal(["b1"], await RowKeysAsync(RowQuery.InPartition("p").From("a").After("b").Before("c")));
        Assert.Equal(["c", "d"], await RowKeysAsync(RowQuery.InPartition("p").From("c").After("a")));
        Assert.Equal(["a", "b", "b1", "c", "d"], await RowKeysAsync(RowQuery.InPartition("p").After(null)));
        Assert.Empty(await RowKeysAsync(RowQuery.InPartition("p").From("c").Before("c")));
        Assert.Empty(await RowKeysAsync(RowQuery.InPartition("p").From("e").Before("a")));
        Assert.Empty(await RowKeysAsync(RowQuery.InPartition("missing")));
    }

    [Fact]
    public async Task Every_key_bounds_a_range_as_it_is_ordered()
    {
        await InsertAsync("p", OrderedKeys);
        foreach (var (place, key) in OrderedKeys.Index())
        {
            Assert.Equal(OrderedKeys.Skip(place), await RowKeysAsync(RowQuery.InPartition("p").From(key)));
            Assert.Equal(OrderedKeys.Skip(place + 1), await RowKeysAsync(RowQuery.InPartition("p").After(key)));
            Assert.Equal(OrderedKeys.Take(place), await RowKeysAsync(RowQuery.InPartition("p").Before(key)));
        }
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a%")]
    [InlineData("a_")]
    [InlineData("a'")]
    [InlineData("A")]
    [InlineData("é")]
    [InlineData("中")]
    [InlineData("aa")]
    public async Task A_prefix_finds_the_keys_that_begin_with_it(string prefix)
    {
        string[] keys =
        [
            "", "A", "Ab", "a", "a%", "a%b", "a'", "a'b", "a_", "a_b", "aa", "aab", "ab", "b", "e", "é", "éa", "ê", "中", "中a", "丮",
        ];
        await InsertAsync("p", keys);
        await InsertAsync("q", keys);
        Assert.Equal(
            keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            await RowKeysAsync(RowQuery.WithPrefix("p", prefix)));
    }

    [Fact]
    public async Task Partitions_after_one_are_those_whose_keys_come_later()
    {
        List<string> partitions = ["a", "b", "b1", "c"];
        foreach (var partition in partitions)
        {
            await InsertAsync(partition, [$"{partition}-1", $"{partition}-2"]);
        }

        Assert.Equal(["b1-1", "b1-2", "c-1", "c-2"], await RowKeysAsync(RowQuery.InPartitionsAfter("b")));
        Assert.Equal(["a-1", "a-2", "b-1", "b-2", "b1-1", "b1-2", "c-1", "c-2"], await RowKeysAsync(RowQuery.InPartitionsAfter("")));
        Assert.Equal(["b1-2", "c-1", "c-2"], await RowKeysAsync(RowQuery.InPartitionsAfter("a").After("b1-1")));
        Assert.Empty(await RowKeysAsync(RowQuery.InPartitionsAfter("c")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(24)]
    [InlineData(25)]
    [InlineData(RowQuery.MaxPageSize)]
    public async Task Pages_of_any_size_bring_every_row_once_and_in_order(int page)
    {
        var keys = Enumerable.Range(0, 12).Select(row => $"{row:D2}").ToList();
        await InsertAsync("p", keys);
        await InsertAsync("q", keys);
        Assert.Equal(keys.Concat(keys), await RowKeysAsync(RowQuery.All.InPagesOf(page)));
        Assert.Equal(keys.Skip(3), await RowKeysAsync(RowQuery.InPartition("q").From("03").InPagesOf(page)));
        Assert.Equal(["05"], await Table.QueryAsync(RowQuery.InPartition("p").From("05").InPagesOf(page), Cancellation)
            .Select(row => row.RowKey).Take(1).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task More_rows_than_the_largest_page_come_once_and_in_order()
    {
        var keys = Enumerable.Range(0, RowQuery.MaxPageSize + 1).Select(row => $"{row:D4}").ToList();
        await InsertAsync("p", keys);
        Assert.Equal(keys, await RowKeysAsync(RowQuery.InPartition("p")));
        Assert.Equal(keys, await RowKeysAsync(RowQuery.All.Select()));
    }

    [Fact]
    public async Task Rows_that_stay_come_once_and_in_order_while_others_come_and_go()
    {
        var stay = Enumerable.Range(0, 30).Select(row => $"{row:D2}").ToList();
        await InsertAsync("p", stay.SelectMany(key => new[] { key, $"{key}-goes" }));
        List<string> seen = [];
        await foreach (var row in Table.QueryAsync(RowQuery.InPartition("p").InPagesOf(7), Cancellation))
        {
            seen.Add(row.RowKey);
            if (stay.Contains(row.RowKey))
            {
                await Table.DeleteAsync("p", $"{row.RowKey}-goes", ETag.Any, Cancellation);
                await Table.UpsertAsync(new("p", $"{row.RowKey}-before") { ["Number"] = seen.Count }, Cancellation);
                await Table.UpsertAsync(row, Cancellation);
            }
        }

        Assert.Equal(stay, seen.Where(key => stay.Contains(key)));
        Assert.Equal(seen.Order(StringComparer.Ordinal), seen);
        Assert.Distinct(seen);
    }

    [Fact]
    public async Task A_query_of_chosen_columns_reads_those_and_the_keys_tag_and_timestamp()
    {
        await Table.InsertAsync(new("p", "1") { ["One"] = 1, ["Two"] = "two", ["Three"] = true }, Cancellation);
        await Table.InsertAsync(new("p", "2") { ["Three"] = false }, Cancellation);
        var chosen = await Table.QueryAsync(RowQuery.InPartition("p").Select("Two", "One"), Cancellation).ToListAsync(Cancellation);
        Assert.Equal(["One", "Two"], chosen[0].Columns.Keys);
        Assert.Equal((1, "two"), (chosen[0].GetInt32("One"), chosen[0].GetString("Two")));
        Assert.Empty(chosen[1].Columns);
        var keys = await Table.QueryAsync(RowQuery.InPartition("p").Where("Three", Comparison.Equal, true).Select(), Cancellation)
            .SingleAsync(Cancellation);
        Assert.Empty(keys.Columns);
        foreach (var row in chosen.Append(keys))
        {
            var whole = await FindAsync(row.PartitionKey, row.RowKey);
            Assert.Equal((whole.ETag, whole.Timestamp), (row.ETag, row.Timestamp));
        }
    }
}
