using Microsoft.Data.Sqlite;
using ZuperConnect.SqliteStorage;

namespace ZuperConnect.Storage.Tests.Sqlite;

/// <summary>Files that are locked, damaged, of another program, or of another version.</summary>
public sealed class Faults(SqliteStores stores) : SqliteTest(stores)
{
    [Fact]
    public async Task A_database_that_another_process_has_locked_is_away_for_writes_until_it_is_unlocked()
    {
        await using var store = await OpenAsync();
        var table = store.GetTable("rows");
        await table.InsertAsync(new("p", "before"), Cancellation);
        using (var other = Connect())
        {
            Run(other, "BEGIN IMMEDIATE");
            await Assert.ThrowsAsync<StorageUnavailableException>(() => table.InsertAsync(new("p", "locked"), Cancellation));
            Assert.NotNull(await table.FindAsync("p", "before", Cancellation));
        }

        await table.InsertAsync(new("p", "after"), Cancellation);
        Assert.Null(await table.FindAsync("p", "locked", Cancellation));
    }

    [Fact]
    public async Task A_folder_that_is_open_is_not_opened_again_until_it_is_closed()
    {
        await using (await OpenAsync())
        {
            await Assert.ThrowsAsync<StorageUnavailableException>(OpenAsync);
        }

        await using var again = await OpenAsync();
    }

    [Fact]
    public async Task A_damaged_page_is_found_at_the_start()
    {
        await WriteAsync(500);
        Overwrite(new FileInfo(Database).Length / 2, 20_000);
        await AssertDamagedAsync();
    }

    [Fact]
    public async Task A_damaged_page_of_a_large_database_is_found_soon_after_the_start()
    {
        await WriteAsync(500);
        Overwrite(new FileInfo(Database).Length / 2, 20_000);
        await using var store = await SqliteStore.OpenAsync(Folder, Time, Schema.Steps, durable: false, Cancellation, checkedAtOnce: 0);
        var damaged = await Assert.ThrowsAsync<DamagedStorageException>(() => store.Checked);
        Assert.Contains(Database, damaged.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_database_that_is_whole_is_found_so()
    {
        await WriteAsync(500);
        var leftBehind = Path.Combine(Blobs, $"{Guid.NewGuid():N}");
        await File.WriteAllTextAsync(leftBehind, "left behind", Cancellation);
        await using var store = await SqliteStore.OpenAsync(Folder, Time, Schema.Steps, durable: false, Cancellation, checkedAtOnce: 0);
        await store.Checked;
        Assert.False(File.Exists(leftBehind));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_found_at_the_start()
    {
        await WriteAsync(1);
        Overwrite(0, 100);
        await AssertDamagedAsync();
    }

    [Fact]
    public async Task A_file_that_is_cut_short_is_found_at_the_start()
    {
        await WriteAsync(500);
        using (var file = File.OpenWrite(Database))
        {
            file.SetLength(file.Length / 2);
        }

        await AssertDamagedAsync();
    }

    [Fact]
    public async Task A_database_that_is_gone_is_not_created_anew_beside_its_blobs()
    {
        await WriteAsync(1);
        File.Delete(Database);
        await AssertDamagedAsync();
        Assert.Single(Directory.GetFiles(Blobs));
    }

    [Fact]
    public async Task Damage_while_it_runs_is_storage_away()
    {
        await using var store = await OpenAsync();
        var table = store.GetTable("rows");
        await FillAsync(table, 2_000);
        Run("PRAGMA wal_checkpoint(TRUNCATE)");
        Overwrite(8192 * 2, (int)new FileInfo(Database).Length - (8192 * 2));
        await Assert.ThrowsAsync<StorageUnavailableException>(
            async () => await table.QueryAsync(RowQuery.All, Cancellation).CountAsync(Cancellation));
    }

    [Fact]
    public async Task A_database_of_another_program_is_refused()
    {
        Directory.CreateDirectory(Folder);
        await using (File.Create(Database))
        {
        }

        Run("CREATE TABLE theirs (column)");
        var refused = await Assert.ThrowsAsync<IncompatibleStorageException>(OpenAsync);
        Assert.Contains("another program", refused.Message, StringComparison.Ordinal);
        Assert.Equal("0", Read("PRAGMA application_id"));
    }

    [Fact]
    public async Task A_database_of_a_newer_schema_is_refused()
    {
        await WriteAsync(1);
        Run("PRAGMA user_version = 1000");
        var refused = await Assert.ThrowsAsync<IncompatibleStorageException>(OpenAsync);
        Assert.Contains("schema 1000", refused.Message, StringComparison.Ordinal);
        Assert.Equal("1000", Read("PRAGMA user_version"));
    }

    [Fact]
    public async Task An_older_database_gets_the_steps_that_it_lacks()
    {
        await WriteAsync(1);
        await using (var store = await OpenAsync([.. Schema.Steps, "CREATE TABLE second (x)", "INSERT INTO second VALUES ('third')"]))
        {
            Assert.NotNull(await store.GetTable("rows").FindAsync("p", "0", Cancellation));
        }

        Assert.Equal($"{Schema.Steps.Count + 2}", Read("PRAGMA user_version"));
        Assert.Equal("third", Read("SELECT group_concat(x) FROM second"));
    }

    [Fact]
    public async Task A_step_that_fails_leaves_the_older_schema()
    {
        await WriteAsync(1);
        await Assert.ThrowsAsync<SqliteException>(
            () => OpenAsync([.. Schema.Steps, "CREATE TABLE second (x)", "INSERT INTO nowhere VALUES (1)"]));
        Assert.Equal($"{Schema.Steps.Count}", Read("PRAGMA user_version"));
        Assert.Equal("0", Read("SELECT count(*) FROM sqlite_schema WHERE name = 'second'"));
        await using var store = await OpenAsync();
        Assert.NotNull(await store.GetTable("rows").FindAsync("p", "0", Cancellation));
    }

    private static async Task FillAsync(ITable table, int rows)
    {
        foreach (var some in Enumerable.Range(0, rows).Chunk(TableOperations.MaxTransactionSize))
        {
            await table.SubmitAsync(
                [.. some.Select(row => new RowChange.Insert(new("p", $"{row}") { ["Text"] = new string('x', 1_000) }))], Cancellation);
        }
    }

    private async Task WriteAsync(int rows)
    {
        await using var store = await OpenAsync();
        await FillAsync(store.GetTable("rows"), rows);
        await UploadAsync(store, "a", 1);
    }

    private void Overwrite(long place, int length)
    {
        using var file = new FileStream(Database, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.Position = place;
        file.Write(Enumerable.Repeat((byte)0xA5, length).ToArray());
    }

    private async Task AssertDamagedAsync()
    {
        var damaged = await Assert.ThrowsAsync<DamagedStorageException>(OpenAsync);
        Assert.Contains(Database, damaged.Message, StringComparison.Ordinal);
        Assert.Contains("backup", damaged.Message, StringComparison.Ordinal);
    }
}
