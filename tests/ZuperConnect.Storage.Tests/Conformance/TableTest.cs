namespace ZuperConnect.Storage.Tests.Conformance;

/// <summary>Tests with a new, empty table.</summary>
public abstract class TableTest(IStorage storage) : IAsyncLifetime
{
    protected IStorage Storage { get; } = storage;

    protected ITable Table { get; } = storage.GetTable("Rows");

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await Table.CreateIfNotExistsAsync(Cancellation);

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Keys that look alike, that UTF-16 orders differently, or that have a meaning in a query language.</summary>
    public static TheoryData<string> Keys => new(OrderedKeys.Append(new string('k', TableLimits.MaxKeyLength)));

    /// <summary>The same keys in order.</summary>
    protected static IEnumerable<string> OrderedKeys { get; } = new[]
    {
        "", " ", "  ", "!", "\"", "%", "%25", "&", "'", "''", "*", "+", "-1", "0",
        "10", "9", ":", ";", "<a>", "=", "A", "B", "_", "a", "a b",
        "aB", "aa", "b", "e\u0301", "it's", "{0}", "~", "é", "ß", "Ж", "中", "\uFFEE", "😀", "😁a",
    }.Order(StringComparer.Ordinal);

    protected async Task<TableRow> FindAsync(string partitionKey, string rowKey) =>
        await Table.FindAsync(partitionKey, rowKey, Cancellation) ?? throw new InvalidOperationException("The row is not there.");

    protected async Task<string[]> RowKeysAsync(RowQuery query) =>
        await Table.QueryAsync(query, Cancellation).Select(row => row.RowKey).ToArrayAsync(Cancellation);

    /// <summary>Adds rows without columns.</summary>
    protected async Task InsertAsync(string partitionKey, IEnumerable<string> rowKeys)
    {
        foreach (var some in rowKeys.Chunk(TableOperations.MaxTransactionSize))
        {
            await Table.SubmitAsync([.. some.Select(key => new RowChange.Insert(new(partitionKey, key)))], Cancellation);
        }
    }

    protected static async Task AssertConflictAsync(Conflict kind, Func<Task> write) =>
        Assert.Equal(kind, (await Assert.ThrowsAsync<ConflictException>(write)).Kind);
}
