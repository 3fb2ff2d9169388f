using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using ZuperConnect.SqliteStorage;

namespace ZuperConnect.Storage.Tests.Sqlite;

/// <summary>A backup is verified before it is restored, and a refused one changes nothing.</summary>
public sealed class Restoring(SqliteStores stores) : BackupTest(stores)
{
    [Fact]
    public async Task A_folder_that_has_data_is_not_restored_into()
    {
        await (await WriteAsync()).DisposeAsync();
        await BackUpAsync();
        await UploadMoreAsync();
        var before = Contents(Folder);
        await Assert.ThrowsAsync<BackupException>(() => SqliteBackup.RestoreAsync(Backup, Folder, Progress, Cancellation));
        Assert.Equal(before, Contents(Folder));
    }

    public static TheoryData<string> Alterations =>
        ["cut", "cut in the middle", "a byte", "every byte", "another file", "missing", "outside", "other content", "no database"];

    [Theory]
    [MemberData(nameof(Alterations))]
    public async Task A_file_that_is_not_a_whole_and_unaltered_backup_is_not_restored(string alteration)
    {
        await (await WriteAsync()).DisposeAsync();
        await BackUpAsync();
        Alter(alteration);
        var refused = await Assert.ThrowsAsync<BackupException>(RestoreAsync);
        Assert.Contains(Backup, refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Target));
        Assert.False(File.Exists(Path.Combine(Path.GetDirectoryName(Target)!, "outside")));
    }

    [Fact]
    public async Task A_backup_of_a_newer_schema_is_not_restored()
    {
        await (await OpenAsync()).DisposeAsync();
        await BackUpAsync();
        ReplaceDatabase(path =>
        {
            using var connection = new SqliteConnection($"Data Source={path};Pooling=false");
            connection.Open();
            Run(connection, "PRAGMA user_version = 1000");
        });
        await Assert.ThrowsAsync<IncompatibleStorageException>(RestoreAsync);
        Assert.False(Directory.Exists(Target));
    }

    [Fact]
    public async Task A_restore_that_was_killed_is_done_again()
    {
        await (await WriteAsync()).DisposeAsync();
        await BackUpAsync();
        Directory.CreateDirectory(Path.Combine(Target, "restore.part", "blobs"));
        await File.WriteAllTextAsync(Path.Combine(Target, "restore.part", "inbox.db"), "half", Cancellation);
        await RestoreAsync();
        await using var restored = await SqliteStore.OpenAsync(Target, Time, Cancellation, durable: false);
        Assert.Equal(new byte[] { 1, 2, 3 }, await ReadAsync(restored, "a"));
        Assert.False(Directory.Exists(Path.Combine(Target, "restore.part")));
    }

    private static List<(string Path, long Length)> Contents(string folder) =>
        [.. new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Select(file => (file.FullName, file.Length))
            .Order()];

    private async Task UploadMoreAsync()
    {
        await using var store = await OpenAsync();
        await UploadAsync(store, "more", 5);
    }

    private void Alter(string alteration)
    {
        var bytes = File.ReadAllBytes(Backup);
        switch (alteration)
        {
            case "cut":
                File.WriteAllBytes(Backup, bytes[..^1]);
                break;
            case "cut in the middle":
                File.WriteAllBytes(Backup, bytes[..(bytes.Length / 2)]);
                break;
            case "a byte":
                bytes[bytes.Length / 4] ^= 1;
                File.WriteAllBytes(Backup, bytes);
                break;
            case "every byte":
                File.WriteAllBytes(Backup, new byte[bytes.Length]);
                break;
            default:
                using (var zip = ZipFile.Open(Backup, ZipArchiveMode.Update))
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
                Write(zip, "SHA256SUMS", string.Join('\n', [.. Sums(zip), $"{Convert.ToHexStringLower(SHA256.HashData([]))}  ../outside"]));
                break;
            case "other content":
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

    /// <summary>Alters the database in a backup, with a matching checksum.</summary>
    private void ReplaceDatabase(Action<string> alter)
    {
        using var zip = ZipFile.Open(Backup, ZipArchiveMode.Update);
        var path = $"{Backup}.altered";
        zip.GetEntry("inbox.db")!.ExtractToFile(path);
        alter(path);
        zip.GetEntry("inbox.db")!.Delete();
        zip.CreateEntryFromFile(path, "inbox.db");
        var sum = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
        Write(zip, "SHA256SUMS", $"{sum}  inbox.db\n");
    }
}
