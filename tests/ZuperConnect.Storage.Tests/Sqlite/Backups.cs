using ZuperConnect.SqliteStorage;

namespace ZuperConnect.Storage.Tests.Sqlite;

/// <summary>A backup is consistent and complete.</summary>
public sealed class Backups(SqliteStores stores) : BackupTest(stores)
{
    [Fact]
    public async Task A_backup_brings_back_rows_and_blobs_as_they_were()
    {
        await using (var store = await WriteAsync())
        {
            Assert.Empty(await BackUpAsync());
            await UploadAsync(store, "a", 9, 9);
            await store.GetTable("rows").DeleteAsync("p", "r", ETag.Any, Cancellation);
        }

        await RestoreAsync();
        await using var restored = await SqliteStore.OpenAsync(Target, Time, Cancellation, durable: false);
        Assert.Equal("text", (await restored.GetTable("rows").FindAsync("p", "r", Cancellation))!.GetString("Text"));
        Assert.Equal(new byte[] { 1, 2, 3 }, await ReadAsync(restored, "a"));
        Assert.Equal(new byte[] { 4 }, await ReadAsync(restored, "b/c"));
        Assert.Empty(restored.LostBlobs);
        Assert.NotEmpty(Progress.Told);
        Assert.All(Progress.Told, progress => Assert.InRange(progress.Bytes, 1, progress.OfBytes));
        Assert.Equal([Backup], Directory.GetFiles(Path.GetDirectoryName(Folder)!, $"{Path.GetFileName(Folder)}*"));
        Assert.False(Directory.Exists(Path.Combine(Target, "restore.part")));
    }

    [Fact]
    public async Task A_backup_while_blobs_are_replaced_and_rows_are_written_is_of_one_moment()
    {
        await using var store = await OpenAsync();
        using var stop = new CancellationTokenSource();
        var writing = Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() => ReplaceAsync(store, $"w{writer}", stop.Token))));
        try
        {
            // Writing starts before the backup and continues after it.
            var rows = store.GetTable("rows");
            await WaitForAsync(async () => await rows.QueryAsync(RowQuery.All, Cancellation).CountAsync(Cancellation) is 4);
            Assert.Empty(await BackUpAsync());
        }
        finally
        {
            await stop.CancelAsync();
            await writing;
        }

        await RestoreAsync();
        await using var restored = await SqliteStore.OpenAsync(Target, Time, Cancellation, durable: false);
        Assert.Empty(restored.LostBlobs);
        for (var writer = 0; writer < 4; writer++)
        {
            // A blob is written before the row that refers to it.
            var number = (await restored.GetTable("rows").FindAsync($"w{writer}", "counter", Cancellation))!.GetInt32("Number")!.Value;
            var content = await ReadAsync(restored, $"w{writer}");
            Assert.InRange(BitConverter.ToInt32(content), number, number + 1);
            Assert.Equal(20_000, content.Length);
        }
    }

    [Fact]
    public async Task A_blob_that_the_storage_has_lost_is_told_and_stops_no_backup()
    {
        await using var store = await WriteAsync();
        File.Delete(new DirectoryInfo(Blobs).EnumerateFiles().Single(file => file.Length is 1).FullName);
        Assert.Equal(["contents/b/c"], await BackUpAsync());
        await RestoreAsync();
        await using var restored = await SqliteStore.OpenAsync(Target, Time, Cancellation, durable: false);
        Assert.Equal(["contents/b/c"], restored.LostBlobs);
        Assert.Equal(new byte[] { 1, 2, 3 }, await ReadAsync(restored, "a"));
    }

    [Fact]
    public async Task A_backup_overwrites_nothing()
    {
        await using var store = await WriteAsync();
        await File.WriteAllTextAsync(Backup, "theirs", Cancellation);
        await Assert.ThrowsAsync<BackupException>(BackUpAsync);
        Assert.Equal("theirs", await File.ReadAllTextAsync(Backup, Cancellation));
    }

    [Fact]
    public async Task A_folder_without_storage_is_not_backed_up()
    {
        await Assert.ThrowsAsync<BackupException>(BackUpAsync);
        Assert.False(File.Exists(Backup));
    }

    [Fact]
    public async Task A_damaged_database_is_not_backed_up()
    {
        await (await WriteAsync()).DisposeAsync();
        await File.WriteAllTextAsync(Database, new string('x', 8192), Cancellation);
        await Assert.ThrowsAsync<DamagedStorageException>(BackUpAsync);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(Folder)!, $"{Path.GetFileName(Folder)}*"));
    }

    private static async Task ReplaceAsync(SqliteStore store, string writer, CancellationToken stop)
    {
        for (var number = 1; !stop.IsCancellationRequested; number++)
        {
            var content = new byte[20_000];
            BitConverter.TryWriteBytes(content, number);
            await UploadAsync(store, writer, content);
            await store.GetTable("rows").UpsertAsync(new(writer, "counter") { ["Number"] = number }, Cancellation);
        }
    }

    private static async Task WaitForAsync(Func<Task<bool>> condition)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!await condition())
        {
            await Task.Delay(10, timeout.Token);
        }
    }
}
