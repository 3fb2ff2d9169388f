using ZuperConnect.SqliteStorage;

namespace ZuperConnect.Storage.Tests.Sqlite;

/// <summary>Waiting writes are committed as one transaction, but succeed or fail separately.</summary>
public sealed class GroupedCommits : SqliteTest, IAsyncDisposable
{
    private readonly StorageFolder _folder;
    private readonly GroupCommit _writes;
    private readonly ReadConnections _reads;
    private readonly SqliteTable _table;
    private readonly ManualResetEventSlim _go = new();
    private string _pragmas = "";

    public GroupedCommits(SqliteStores stores)
        : base(stores)
    {
        _folder = new(Folder, durable: false);
        _folder.CreateFolders();
        _folder.Prepare(Schema.Steps);
        _writes = new(() => Connection.Open(_folder.Database, _pragmas), Time);
        _reads = new(_folder.OpenReader);
        _table = new("rows", _reads, _writes);
    }

    public async ValueTask DisposeAsync()
    {
        _go.Set();
        await _writes.DisposeAsync();
        _reads.Dispose();
        _go.Dispose();
    }

    [Fact]
    public async Task Writes_that_wait_are_committed_together()
    {
        var held = await HoldWriterAsync();
        var waiting = Enumerable.Range(0, 10).Select(row => _table.InsertAsync(new("p", $"{row}"), Cancellation)).ToList();
        const string Count = "SELECT count(*) FROM rows";
        var last = _writes.WriteAsync((connection, _) => (Inside: connection.ReadNumber(Count), Outside: Read(Count)), Cancellation);
        _go.Set();
        await held;
        await Task.WhenAll(waiting);
        Assert.Equal((10L, "0"), await last);
    }

    [Fact]
    public async Task A_conflict_of_one_leaves_the_others()
    {
        await _table.InsertAsync(new("p", "there"), Cancellation);
        var held = await HoldWriterAsync();
        var first = _table.InsertAsync(new("p", "first"), Cancellation);
        var refused = _table.SubmitAsync([new RowChange.Insert(new("p", "new")), new RowChange.Insert(new("p", "there"))], Cancellation);
        var last = _table.InsertAsync(new("p", "last"), Cancellation);
        _go.Set();
        await held;
        Assert.NotEqual(await first, await last);
        Assert.Equal(Conflict.Exists, (await Assert.ThrowsAsync<ConflictException>(() => refused)).Kind);
        Assert.Equal("first,last,there", Read("SELECT group_concat(row_key, ',' ORDER BY row_key) FROM rows"));
    }

    [Fact]
    public async Task A_write_sees_those_before_it()
    {
        var held = await HoldWriterAsync();
        var first = _table.InsertAsync(new("p", "r"), Cancellation);
        var second = _table.InsertAsync(new("p", "r"), Cancellation);
        _go.Set();
        await held;
        await first;
        Assert.Equal(Conflict.Exists, (await Assert.ThrowsAsync<ConflictException>(() => second)).Kind);
    }

    [Fact]
    public async Task A_write_that_was_cancelled_before_it_began_is_not_done()
    {
        using var cancelled = new CancellationTokenSource();
        var held = await HoldWriterAsync();
        var write = _table.InsertAsync(new("p", "cancelled"), cancelled.Token);
        var other = _table.InsertAsync(new("p", "other"), Cancellation);
        await cancelled.CancelAsync();
        _go.Set();
        await held;
        await other;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
        Assert.Equal("other", Read("SELECT group_concat(row_key) FROM rows"));
    }

    [Fact]
    public async Task A_full_disk_is_storage_away_and_nothing_is_half_there_until_there_is_room()
    {
        await _table.InsertAsync(Row("before"), Cancellation);
        await StopWriterAsync();
        _pragmas = $"PRAGMA max_page_count = {Read("PRAGMA page_count")}; PRAGMA cache_size = 10;";
        var writes = Enumerable.Range(0, 5).Select(write => _table.SubmitAsync(
            [.. Enumerable.Range(0, 50).Select(row => new RowChange.Insert(Row($"{write}-{row}")))], Cancellation)).ToList();
        foreach (var write in writes)
        {
            await Assert.ThrowsAsync<StorageUnavailableException>(() => write);
        }

        Assert.Equal("before", Read("SELECT group_concat(row_key) FROM rows"));
        _pragmas = "";
        await _table.InsertAsync(Row("after"), Cancellation);
        Assert.Equal("after,before", Read("SELECT group_concat(row_key, ',' ORDER BY row_key) FROM rows"));
    }

    private static TableRow Row(string key) => new("p", key) { ["Text"] = new string('x', 10_000) };

    /// <summary>
    /// Lets the writer wait for the signal. Completes when it waits, so that what is written next is not in the same group.
    /// </summary>
    /// <returns>The write that waits.</returns>
    private async Task<Task<bool>> HoldWriterAsync()
    {
        var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = _writes.WriteAsync(
            (_, _) =>
            {
                waits.SetResult();
                return _go.Wait(TimeSpan.FromMinutes(1));
            },
            Cancellation);
        await waits.Task;
        return held;
    }

    /// <summary>Makes the writer fail, so that it opens a new connection.</summary>
    private Task StopWriterAsync() => Assert.ThrowsAsync<StorageUnavailableException>(
        () => _writes.WriteAsync<bool>((_, _) => throw new IOException("The disk is away."), Cancellation));
}
