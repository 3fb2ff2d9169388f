using System.IO.Compression;
using ZuperConnect.SqliteStorage;

namespace ZuperConnect.Storage.Tests.Sqlite;

/// <summary>Backups are consistent, and are checked before they are restored.</summary>
public sealed class Backups(SqliteStores stores) : SqliteTest(stores), IProgress<BackupProgress>
{
    private readonly string _target = stores.NewFolder();
    private readonly List<BackupProgress> _progress = [];

    private string File1 => $"{Folder}.zip";

    public void Report(BackupProgress value) => _progress.Add(value);

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
        await using var restored = await SqliteStore.OpenAsync(_target, Time, Cancellation, durable: false);
        Assert.Equal("text", (await restored.GetTable("rows").FindAsync("p", "r", Cancellation))!.GetString("Text"));
        Assert.Equal(new byte[] { 1, 2, 3 }, await ReadAsync(restored, "a"));
        Assert.Equal(new byte[] { 4 }, await ReadAsync(restored, "b/c"));
        Assert.Empty(restored.LostBlobs);
        Assert.NotEmpty(_progress);
        Assert.All(_progress, progress => Assert.InRange(progress.Bytes, 1, progress.OfBytes));
        Assert.Equal([File1], Directory.GetFiles(Path.GetDirectoryName(Folder)!, $"{Path.GetFileName(Folder)}*"));
        Assert.Equal(["blobs", "inbox.db"], Directory.GetFileSystemEntries(_target).Select(Path.GetFileName).Order().Where(name => !name!.Contains('-')));
    }

    [Fact]
    public async Task A_backup_while_blobs_are_replaced_and_rows_are_written_is_of_one_moment()
    {
        await using var store = await OpenAsync();
        using var stop = new CancellationTokenSource();
        var writing = Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() => ReplaceAsync(store, $"w{writer}", stop.Token))));
        try
        {
            // It is being written before the backup begins, and goes on until after it ended.
            await WaitForAsync(async () => await store.GetTable("rows").QueryAsync(RowQuery.All, Cancellation).CountAsync(Cancellation) is 4);
            Assert.Empty(await BackUpAsync());
        }
        finally
        {
            await stop.CancelAsync();
            await writing;
        }

        await RestoreAsync();
        await using var restored = await SqliteStore.OpenAsync(_target, Time, Cancellation, durable: false);
        Assert.Empty(restored.LostBlobs);
        for (var writer = 0; writer < 4; writer++)
        {
            // A blob is written before the row that tells of it, and only then the next one.
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
        await using var restored = await SqliteStore.OpenAsync(_target, Time, Cancellation, durable: false);
        Assert.Equal(["contents/b/c"], restored.LostBlobs);
        Assert.Equal(new byte[] { 1, 2, 3 }, await ReadAsync(restored, "a"));
    }

    [Fact]
    public async Task A_backup_overwrites_nothing()
    {
        await using var store = await WriteAsync();
        await File.WriteAllTextAsync(File1, "theirs", Cancellation);
        await Assert.ThrowsAsync<BackupException>(BackUpAsync);
        Assert.Equal("theirs", await File.ReadAllTextAsync(File1, Cancellation));
    }

    [Fact]
    public async Task A_folder_without_storage_is_not_backed_up()
    {
        await Assert.ThrowsAsync<BackupException>(BackUpAsync);
        Assert.False(File.Exists(File1));
    }

    [Fact]
    public async Task A_damaged_database_is_not_backed_up()
    {
        await (await WriteAsync()).DisposeAsync();
        await File.WriteAllBytesAsync(Database, new byte[8192], Cancellation);
        await Assert.ThrowsAnyAsync<Exception>(BackUpAsync);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(Folder)!, $"{Path.GetFileName(Folder)}*"));
    }

    [Fact]
    public async Task A_folder_that_has_data_is_not_restored_into()
    {
        await (await WriteAsync()).DisposeAsync();
        await BackUpAsync();
        await UploadMoreAsync();
        var before = Contents(Folder);
        await Assert.ThrowsAsync<BackupException>(() => SqliteBackup.RestoreAsync(File1, Folder, this, Cancellation));
        Assert.Equal(before, Contents(Folder));
    }

    public static TheoryData<string> Alterations => ["cut", "cut in the middle", "a byte", "every byte", "another file", "missing", "outside", "a sum", "no database"];

    [Theory]
    [MemberData(nameof(Alterations))]
    public async Task A_file_that_is_not_a_whole_and_unaltered_backup_is_not_restored(string alteration)
    {
        await (await WriteAsync()).DisposeAsync();
        await BackUpAsync();
        Alter(alteration);
        var refused = await Assert.ThrowsAsync<BackupException>(RestoreAsync);
        Assert.Contains(File1, refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_target));
        Assert.False(File.Exists(Path.Combine(Path.GetDirectoryName(_target)!, "outside")));
    }

    [Fact]
    public async Task A_backup_of_a_newer_schema_is_not_restored()
    {
        await using (await OpenAsync([.. Schema.Steps, "CREATE TABLE newer (x)"]))
        {
        }

        Run("PRAGMA user_version = 1");
        await BackUpAsync();
        ReplaceDatabase(path =>
        {
            using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={path};Pooling=false");
            connection.Open();
            Run(connection, "PRAGMA user_version = 1000");
        });
        await Assert.ThrowsAsync<IncompatibleStorageException>(RestoreAsync);
        Assert.False(Directory.Exists(_target));
    }

    [Fact]
    public async Task A_restore_that_was_killed_is_done_again()
    {
        await (await WriteAsync()).DisposeAsync();
        await BackUpAsync();
        Directory.CreateDirectory(Path.Combine(_target, "restore.part", "blobs"));
        await File.WriteAllTextAsync(Path.Combine(_target, "restore.part", "inbox.db"), "half", Cancellation);
        await RestoreAsync();
        await using var restored = await SqliteStore.OpenAsync(_target, Time, Cancellation, durable: false);
        Assert.Equal(new byte[] { 1, 2, 3 }, await ReadAsync(restored, "a"));
        Assert.False(Directory.Exists(Path.Combine(_target, "restore.part")));
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
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!await condition())
        {
            await Task.Delay(10, patience.Token);
        }
    }

    private static List<(string Path, long Length)> Contents(string folder) =>
        [.. new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Select(file => (file.FullName, file.Length)).Order()];

    private async Task UploadMoreAsync()
    {
        await using var store = await OpenAsync();
        await UploadAsync(store, "more", 5);
    }

    private async Task<SqliteStore> WriteAsync()
    {
        var store = await OpenAsync();
        await store.GetTable("rows").InsertAsync(new("p", "r") { ["Text"] = "text" }, Cancellation);
        await UploadAsync(store, "a", 1, 2, 3);
        await UploadAsync(store, "b/c", 4);
        return store;
    }

    private Task<IReadOnlyList<string>> BackUpAsync() => SqliteBackup.CreateAsync(Folder, File1, this, Cancellation);

    private Task RestoreAsync() => SqliteBackup.RestoreAsync(File1, _target, this, Cancellation);

    private void Alter(string alteration)
    {
        var bytes = File.ReadAllBytes(File1);
        switch (alteration)
        {
            case "cut":
                File.WriteAllBytes(File1, bytes[..^1]);
                break;
            case "cut in the middle":
                File.WriteAllBytes(File1, bytes[..(bytes.Length / 2)]);
                break;
            case "a byte":
                bytes[bytes.Length / 4] ^= 1;
                File.WriteAllBytes(File1, bytes);
                break;
            case "every byte":
                File.WriteAllBytes(File1, new byte[bytes.Length]);
                break;
            default:
                using (var zip = ZipFile.Open(File1, ZipArchiveMode.Update))
                {
                    Alter(zip, alteration);
                }

                break;
        }
    }

    private static void Alter(ZipArchive zip, string alteration)
    {
        var blob = zip.Entries.First(entry => entry.FullName.StartsWith("blobs/", StringComparison.Ordinal)).FullName;
        switch (alteration)
        {
            case "another file":
                Write(zip, "another", "text");
                break;
            case "missing":
                zip.GetEntry(blob)!.Delete();
                break;
            case "no database":
                zip.GetEntry("inbox.db")!.Delete();
                Write(zip, "SHA256SUMS", string.Join('\n', Sums(zip).Where(line => !line.EndsWith("inbox.db", StringComparison.Ordinal))));
                break;
            case "outside":
                Write(zip, "../outside", "");
                Write(zip, "SHA256SUMS", string.Join('\n', [.. Sums(zip), $"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData([]))}  ../outside"]));
                break;
            case "a sum":
                Write(zip, blob, "other content of the blob");
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(alteration));
        }
    }

    private static string[] Sums(ZipArchive zip)
    {
        using var reader = new StreamReader(zip.GetEntry("SHA256SUMS")!.Open());
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static void Write(ZipArchive zip, string name, string text)
    {
        zip.GetEntry(name)?.Delete();
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(text);
    }

    /// <summary>Alters the database in a backup, with a sum that fits.</summary>
    private void ReplaceDatabase(Action<string> alter)
    {
        using var zip = ZipFile.Open(File1, ZipArchiveMode.Update);
        var path = $"{File1}.altered";
        zip.GetEntry("inbox.db")!.ExtractToFile(path);
        alter(path);
        zip.GetEntry("inbox.db")!.Delete();
        zip.CreateEntryFromFile(path, "inbox.db");
        var sum = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)));
        Write(zip, "SHA256SUMS", $"{sum}  inbox.db\n");
    }
}
