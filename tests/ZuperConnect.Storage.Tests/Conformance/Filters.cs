namespace ZuperConnect.Storage.Tests.Conformance;

/// <summary>Queries that compare columns.</summary>
public abstract class Filters(IStorage storage) : TableTest(storage)
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, object[]> Ascending = new()
    {
        ["texts"] = ["", " ", "'", "10", "9", "A", "a", "aa", "b", "é", "😀", "\uFFEE"],
        ["32-bit numbers"] = [int.MinValue, -1, 0, 1, 9, 10, int.MaxValue],
        ["64-bit numbers"] = [long.MinValue, int.MinValue - 1L, -1L, 0L, 1L, 1L << 53, (1L << 53) + 1, long.MaxValue],
        ["times"] =
        [
            TableLimits.EarliestTime, Noon.AddDays(-1), Noon.AddMilliseconds(-1), Noon, Noon.AddMilliseconds(1), Noon.AddYears(1),
            DateTimeOffset.MaxValue,
        ],
    };

    public static TheoryData<string> Types => new(Ascending.Keys);

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Columns_are_compared_by_all_that_can_be_less_or_more(string type)
    {
        var values = Ascending[type];
        await InsertValuesAsync(values);
        foreach (var (place, value) in values.Index())
        {
            Assert.Equal([Key(place)], await FindAsync(Comparison.Equal, value));
            Assert.Equal(KeysOf(0, place), await FindAsync(Comparison.LessThan, value));
            Assert.Equal(KeysOf(0, place + 1), await FindAsync(Comparison.LessThanOrEqual, value));
            Assert.Equal(KeysOf(place + 1, values.Length), await FindAsync(Comparison.GreaterThan, value));
            Assert.Equal(KeysOf(place, values.Length), await FindAsync(Comparison.GreaterThanOrEqual, value));
        }
    }

    [Fact]
    public virtual async Task Times_are_compared_to_100_ns()
    {
        await InsertValuesAsync([Noon.AddTicks(-1), Noon, Noon.AddTicks(1)]);
        Assert.Equal([Key(0)], await FindAsync(Comparison.LessThan, Noon));
        Assert.Equal([Key(1)], await FindAsync(Comparison.Equal, Noon));
        Assert.Equal([Key(2)], await FindAsync(Comparison.GreaterThan, Noon));
    }

    [Fact]
    public async Task A_time_is_compared_as_an_instant()
    {
        await InsertValuesAsync([Noon]);
        Assert.Equal([Key(0)], await FindAsync(Comparison.Equal, Noon.ToOffset(TimeSpan.FromHours(5))));
    }

    [Fact]
    public async Task Truth_UUIDs_and_bytes_are_compared_for_equality()
    {
        await Table.InsertAsync(
            new("p", "1") { ["Truth"] = true, ["Id"] = Guid.Empty, ["Bytes"] = new byte[] { 0, 255 } }, Cancellation);
        await Table.InsertAsync(
            new("p", "2") { ["Truth"] = false, ["Id"] = new Guid("8a9dfd2a-9b8e-4b0e-8a53-0d7d6ab6c2f8"), ["Bytes"] = new byte[] { 0 } },
            Cancellation);
        foreach (var row in new[] { await FindAsync("p", "1"), await FindAsync("p", "2") })
        {
            foreach (var (column, value) in row.Columns)
            {
                Assert.Equal([row.RowKey], await RowKeysAsync(RowQuery.All.Where(column, Comparison.Equal, value)));
            }
        }

        Assert.Empty(await RowKeysAsync(RowQuery.All.Where("Bytes", Comparison.Equal, new byte[] { 255 })));
        Assert.Empty(await RowKeysAsync(RowQuery.All.Where("Id", Comparison.Equal, new Guid("8a9dfd2a-9b8e-4b0e-8a53-0d7d6ab6c2f9"))));
    }

    [Theory]
    [InlineData(Comparison.Equal)]
    [InlineData(Comparison.LessThan)]
    [InlineData(Comparison.LessThanOrEqual)]
    [InlineData(Comparison.GreaterThan)]
    [InlineData(Comparison.GreaterThanOrEqual)]
    public async Task A_row_that_lacks_the_column_does_not_match(Comparison comparison)
    {
        await Table.InsertAsync(new("p", "lacks") { ["Other"] = "m" }, Cancellation);
        await Table.InsertAsync(new("p", "lower") { ["value"] = "m" }, Cancellation);
        object[] values = ["", "m", 0, 5L, Noon];
        foreach (var value in values)
        {
            Assert.Empty(await FindAsync(comparison, value));
        }
    }

    [Fact]
    public virtual async Task A_row_that_holds_something_of_another_type_does_not_match()
    {
        object[] values = ["5", 5, Noon, Guid.Empty, new byte[] { 5 }, true];
        await InsertValuesAsync(values);
        foreach (var (place, value) in values.Index())
        {
            Assert.Equal([Key(place)], await FindAsync(Comparison.Equal, value));
        }

        Assert.Equal([Key(0)], await FindAsync(Comparison.LessThan, "6"));
        Assert.Equal([Key(0)], await FindAsync(Comparison.GreaterThan, ""));
        Assert.Equal([Key(1)], await FindAsync(Comparison.LessThan, 6));
        Assert.Equal([Key(1)], await FindAsync(Comparison.GreaterThanOrEqual, 0));
        Assert.Equal([Key(2)], await FindAsync(Comparison.LessThan, DateTimeOffset.MaxValue));
        Assert.Equal([Key(2)], await FindAsync(Comparison.GreaterThan, TableLimits.EarliestTime));
    }

    [Fact]
    public async Task A_row_matches_where_all_filters_do()
    {
        await Table.InsertAsync(new("p", "1") { ["Number"] = 1, ["Open"] = true }, Cancellation);
        await Table.InsertAsync(new("p", "2") { ["Number"] = 2, ["Open"] = true }, Cancellation);
        await Table.InsertAsync(new("p", "3") { ["Number"] = 3, ["Open"] = true }, Cancellation);
        await Table.InsertAsync(new("p", "4") { ["Number"] = 2, ["Open"] = false }, Cancellation);
        await Table.InsertAsync(new("q", "5") { ["Number"] = 2, ["Open"] = true }, Cancellation);
        var open = RowQuery.InPartition("p").Where("Open", Comparison.Equal, true);
        Assert.Equal(["1", "2", "3"], await RowKeysAsync(open));
        Assert.Equal(["2"], await RowKeysAsync(open.Where("Number", Comparison.GreaterThan, 1).Where("Number", Comparison.LessThan, 3)));
        Assert.Equal(["3"], await RowKeysAsync(open.After("2")));
        Assert.Equal(["2"], await RowKeysAsync(open.From("2").Before("3").InPagesOf(1)));
        Assert.Equal(
            ["2", "5"], await RowKeysAsync(RowQuery.All.Where("Number", Comparison.Equal, 2).Where("Open", Comparison.Equal, true)));
    }

    [Fact]
    public async Task Rows_that_match_are_found_in_all_pages()
    {
        var rows = Enumerable.Range(0, 60).Select(row => new TableRow("p", $"{row:D2}") { ["Third"] = row % 3 is 0 });
        await Table.SubmitAsync([.. rows.Select(row => new RowChange.Insert(row))], Cancellation);
        var found = await RowKeysAsync(RowQuery.InPartition("p").Where("Third", Comparison.Equal, true).InPagesOf(4));
        Assert.Equal(Enumerable.Range(0, 20).Select(row => $"{row * 3:D2}"), found);
    }

    [Fact]
    public async Task Rows_are_found_by_their_timestamps()
    {
        await InsertAsync("p", ["1", "2"]);
        var timestamp = (await FindAsync("p", "1")).Timestamp;
        Assert.Equal(
            ["1", "2"], await RowKeysAsync(RowQuery.All.Where(TableRow.TimestampColumn, Comparison.GreaterThanOrEqual, timestamp)));
        Assert.Equal(
            ["1", "2"], await RowKeysAsync(RowQuery.All.Where(TableRow.TimestampColumn, Comparison.LessThan, timestamp.AddDays(1))));
        Assert.Empty(await RowKeysAsync(RowQuery.All.Where(TableRow.TimestampColumn, Comparison.LessThan, timestamp.AddDays(-1))));
        Assert.Empty(await RowKeysAsync(RowQuery.All.Where(TableRow.TimestampColumn, Comparison.GreaterThan, timestamp.AddDays(1))));
    }

    private static string Key(int place) => $"{place:D2}";

    private static IEnumerable<string> KeysOf(int from, int before) => Enumerable.Range(from, before - from).Select(Key);

    private Task InsertValuesAsync(IEnumerable<object> values) =>
        Table.SubmitAsync(
            [.. values.Select((value, place) => new RowChange.Insert(new("p", Key(place)) { ["Value"] = value }))], Cancellation);

    private Task<string[]> FindAsync(Comparison comparison, object value) =>
        RowKeysAsync(RowQuery.InPartition("p").Where("Value", comparison, value));
}
