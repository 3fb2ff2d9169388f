namespace ZuperConnect.Storage.Tests.Conformance;

/// <summary>Values at a limit are stored, those beyond it are refused (<see cref="TableLimits"/>).</summary>
public abstract class Limits(IStorage storage) : TableTest(storage)
{
    private static readonly Dictionary<string, TableRow> Refused = new()
    {
        ["a partition key of 513 characters"] = new(new string('k', TableLimits.MaxKeyLength + 1), "r"),
        ["a row key of 513 characters"] = new("p", new string('k', TableLimits.MaxKeyLength + 1)),
        ["a slash in a key"] = new("p", "a/b"),
        ["a backslash in a key"] = new("p", "a\\b"),
        ["a number sign in a key"] = new("p#", "r"),
        ["a question mark in a key"] = new("p", "r?"),
        ["a tab in a key"] = new("p", "a\tb"),
        ["a line feed in a key"] = new("p\n", "r"),
        ["a NUL in a key"] = new("p", "\0"),
        ["U+007F in a key"] = new("p", "a\u007F"),
        ["U+0080 in a key"] = new("p", "a\u0080"),
        ["a text of 32,769 characters"] = With("Column", new string('x', TableLimits.MaxTextLength + 1)),
        ["half of a surrogate pair in a text"] = With("Column", "a\uD83D"),
        ["65,537 bytes"] = With("Column", new byte[TableLimits.MaxBytes + 1]),
        ["a time before 1601"] = With("Column", TableLimits.EarliestTime.AddTicks(-1)),
        ["253 columns"] = Columns(TableLimits.MaxColumns + 1),
        ["a column without a name"] = With("", 1),
        ["a name of 256 characters"] = With(new string('n', TableLimits.MaxColumnNameLength + 1), 1),
        ["a name with a dash"] = With("a-b", 1),
        ["a name that begins with a digit"] = With("1a", 1),
        ["a column with the name of a key"] = With("RowKey", "r"),
        ["a column with the name of the timestamp"] = With("Timestamp", DateTimeOffset.UnixEpoch),
        ["more than 1 MiB of text"] = Texts(16, TableLimits.MaxTextLength),
        ["more than 1 MiB of bytes"] = Bytes(16, TableLimits.MaxBytes),
    };

    private static readonly Dictionary<string, TableRow> Kept = new()
    {
        ["keys of 512 characters"] = new(new string('k', TableLimits.MaxKeyLength), new string('中', TableLimits.MaxKeyLength)),
        ["252 columns"] = Columns(TableLimits.MaxColumns),
        ["a name of 255 characters"] = With(new string('n', TableLimits.MaxColumnNameLength), 1),
        ["nearly 1 MiB of text"] = Texts(15, TableLimits.MaxTextLength),
    };

    public static TheoryData<string> RefusedNames => new(Refused.Keys);

    public static TheoryData<string> KeptNames => new(Kept.Keys);

    [Theory]
    [MemberData(nameof(RefusedNames))]
    public async Task What_is_beyond_a_limit_is_never_written(string name)
    {
        await Assert.ThrowsAsync<StorageLimitException>(() => Table.InsertAsync(Refused[name], Cancellation));
        await Assert.ThrowsAsync<StorageLimitException>(() => Table.UpsertAsync(Refused[name], Cancellation));
        await Assert.ThrowsAsync<StorageLimitException>(() => Table.ReplaceAsync(Refused[name], ETag.Any, Cancellation));
        Assert.Empty(await RowKeysAsync(RowQuery.All));
    }

    [Theory]
    [MemberData(nameof(KeptNames))]
    public async Task A_row_at_a_limit_is_stored_whole(string name)
    {
        var row = Kept[name];
        await Table.InsertAsync(row, Cancellation);
        Assert.Equal(row.Columns, (await FindAsync(row.PartitionKey, row.RowKey)).Columns);
        await Table.UpsertAsync(row, Cancellation);
        Assert.Equal(row.Columns, (await Table.QueryAsync(RowQuery.All, Cancellation).SingleAsync(Cancellation)).Columns);
    }

    [Fact]
    public virtual async Task Bytes_count_as_bytes_to_the_limit_of_a_row()
    {
        var row = Bytes(15, TableLimits.MaxBytes);
        await Table.InsertAsync(row, Cancellation);
        Assert.Equal(row.Columns, (await FindAsync("p", "r")).Columns);
    }

    [Fact]
    public async Task A_refusal_shows_nothing_of_what_was_to_be_written()
    {
        var row = new TableRow("secret", "secret") { ["Column"] = string.Concat(Enumerable.Repeat("secret", 10_000)) };
        var refused = await Assert.ThrowsAsync<StorageLimitException>(() => Table.InsertAsync(row, Cancellation));
        Assert.DoesNotContain("secret", refused.ToString(), StringComparison.Ordinal);
    }

    private static TableRow With(string column, object value) => new("p", "r") { [column] = value };

    private static TableRow Columns(int columns) => Filled(columns, place => place);

    private static TableRow Texts(int columns, int length) => Filled(columns, _ => new string('x', length));

    private static TableRow Bytes(int columns, int length) => Filled(columns, place => Enumerable.Repeat((byte)place, length).ToArray());

    private static TableRow Filled(int columns, Func<int, object> value)
    {
        var row = new TableRow("p", "r");
        for (var column = 0; column < columns; column++)
        {
            row[$"Column{column}"] = value(column);
        }

        return row;
    }
}
