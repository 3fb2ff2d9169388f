namespace ZuperConnect.Storage.Tests.Conformance;

/// <summary>The value of a column is read as the same type.</summary>
public abstract class Columns(IStorage storage) : TableTest(storage)
{
    /// <summary>Extreme values by description, because the values are too long for the name of a test.</summary>
    private static readonly Dictionary<string, object> Values = new()
    {
        ["no text"] = "",
        ["the longest text"] = new string('中', TableLimits.MaxTextLength),
        ["white space"] = " \t\r\n ",
        ["every script"] = "é e\u0301 ß Ж 中 😀 \u200B \uFFFD ' \" \\ < & % \u0001",
        ["text like a number"] = "007",
        ["text like a time"] = "2026-01-05T09:00:00Z",
        ["text like a UUID"] = "8a9dfd2a-9b8e-4b0e-8a53-0d7d6ab6c2f8",
        ["text like bytes"] = "AAECAw==",
        ["text like truth"] = "true",
        ["true"] = true,
        ["false"] = false,
        ["the least 32-bit number"] = int.MinValue,
        ["the greatest 32-bit number"] = int.MaxValue,
        ["zero in 32 bits"] = 0,
        ["the least 64-bit number"] = long.MinValue,
        ["the greatest 64-bit number"] = long.MaxValue,
        ["zero in 64 bits"] = 0L,
        ["more than a double can hold"] = (1L << 53) + 1,
        ["the earliest time"] = TableLimits.EarliestTime,
        ["the latest time"] = DateTimeOffset.MaxValue,
        ["100 ns after a second"] = new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero).AddTicks(1),
        ["100 ns before a second"] = new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero).AddTicks(-1),
        ["a whole second"] = new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero),
        ["the empty UUID"] = Guid.Empty,
        ["a UUID"] = Guid.Parse("8a9dfd2a-9b8e-4b0e-8a53-0d7d6ab6c2f8"),
        ["no bytes"] = Array.Empty<byte>(),
        ["the most bytes"] = Enumerable.Range(0, TableLimits.MaxBytes).Select(place => (byte)place).ToArray(),
    };

    public static TheoryData<string> ValueNames => new(Values.Keys);

    [Theory]
    [MemberData(nameof(ValueNames))]
    public async Task A_value_is_read_as_it_was_written(string name)
    {
        var value = Values[name];
        await Table.InsertAsync(new("p", "r") { ["Column"] = value }, Cancellation);
        AssertValue(value, (await FindAsync("p", "r"))["Column"]);
        AssertValue(value, (await Table.QueryAsync(RowQuery.All, Cancellation).SingleAsync(Cancellation))["Column"]);
        AssertValue(value, (await Table.QueryAsync(RowQuery.All.Select("Column"), Cancellation).SingleAsync(Cancellation))["Column"]);
    }

    [Fact]
    public async Task Values_of_all_types_are_read_as_they_were_written_in_a_transaction()
    {
        var values = Values.Where(one => one.Key is not "the longest text" and not "the most bytes").Select(one => one.Value);
        var rows = values.Select((value, place) => new TableRow("p", $"{place:D3}") { ["Column"] = value }).ToList();
        await Table.SubmitAsync([.. rows.Select(row => new RowChange.Insert(row))], Cancellation);
        var read = await Table.QueryAsync(RowQuery.InPartition("p"), Cancellation).ToListAsync(Cancellation);
        Assert.Equal(rows.Count, read.Count);
        Assert.All(rows.Zip(read), pair => AssertValue(pair.First["Column"]!, pair.Second["Column"]));
    }

    [Fact]
    public async Task A_time_is_read_in_UTC()
    {
        var at = new DateTimeOffset(2026, 7, 5, 9, 0, 0, TimeSpan.FromHours(-7));
        await Table.InsertAsync(new("p", "r") { ["At"] = at }, Cancellation);
        var read = (await FindAsync("p", "r")).GetDateTimeOffset("At");
        Assert.Equal((at, TimeSpan.Zero), (read!.Value, read.Value.Offset));
    }

    [Fact]
    public async Task A_row_has_the_columns_that_were_written_and_no_others()
    {
        await Table.InsertAsync(new("p", "r") { ["One"] = 1, ["Two"] = null }, Cancellation);
        Assert.Equal(["One"], (await FindAsync("p", "r")).Columns.Keys);
        await Table.InsertAsync(new("p", "empty"), Cancellation);
        Assert.Empty((await FindAsync("p", "empty")).Columns);
    }

    [Fact]
    public async Task Names_of_columns_are_told_apart_by_case()
    {
        await Table.InsertAsync(new("p", "r") { ["name"] = "lower", ["Name"] = "upper" }, Cancellation);
        var row = await FindAsync("p", "r");
        Assert.Equal(("lower", "upper"), (row.GetString("name"), row.GetString("Name")));
    }

    [Theory]
    [InlineData("_")]
    [InlineData("_a1")]
    [InlineData("Größe")]
    [InlineData("名")]
    [InlineData("order")]
    [InlineData("select")]
    [InlineData("ETag")]
    [InlineData("timestamp")]
    public async Task A_column_may_have_any_identifier_as_its_name(string name)
    {
        await Table.InsertAsync(new("p", "r") { [name] = 5 }, Cancellation);
        Assert.Equal(5, (await FindAsync("p", "r")).GetInt32(name));
        Assert.Equal(["r"], await RowKeysAsync(RowQuery.All.Where(name, Comparison.Equal, 5)));
    }

    private static void AssertValue(object expected, object? value)
    {
        Assert.IsType(expected.GetType(), value);
        Assert.Equal(expected, value);
    }
}
