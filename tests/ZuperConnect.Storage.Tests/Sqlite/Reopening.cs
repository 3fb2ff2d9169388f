using System.Runtime.Versioning;

namespace ZuperConnect.Storage.Tests.Sqlite;

/// <summary>The data after a folder is opened again.</summary>
public sealed class Reopening(SqliteStores stores) : SqliteTest(stores)
{
    [Fact]
    public async Task Rows_and_blobs_are_there_after_a_restart()
    {
        var id = Guid.NewGuid();
        ETag tag;
        await using (var store = await OpenAsync())
        {
            tag = await store.GetTable("rows").InsertAsync(
                new("p", "😀")
                {
                    ["Text"] = "a",
                    ["Number"] = 1L,
                    ["Small"] = 2,
                    ["At"] = Time.GetUtcNow().AddTicks(1),
                    ["Id"] = id,
                    ["Bytes"] = new byte[] { 0, 255 },
                },
                Cancellation);
            await UploadAsync(store, "a/b", 1, 2, 3);
        }

        await using var again = await OpenAsync();
        var row = await again.GetTable("rows").FindAsync("p", "😀", Cancellation);
        Assert.Equal(tag, row!.ETag);
        Assert.Equal(("a", 1L, 2, Time.GetUtcNow().AddTicks(1), id), (row["Text"], row["Number"], row["Small"], row["At"], row["Id"]));
        Assert.Equal(new byte[] { 0, 255 }, row.GetBinary("Bytes"));
        Assert.Equal(new byte[] { 1, 2, 3 }, await ReadAsync(again, "a/b"));
    }

    [Fact]
    public async Task A_row_that_was_deleted_and_inserted_again_has_another_tag_though_the_clock_went_back()
    {
        HashSet<ETag> tags = [];
        for (var day = 5; day > 0; day--)
        {
            Time.AdjustTime(new(2026, 1, day, 9, 0, 0, TimeSpan.Zero));
            await using var store = await OpenAsync();
            var table = store.GetTable("rows");
            for (var time = 0; time < 3; time++)
            {
                Assert.True(tags.Add(await table.InsertAsync(new("p", "r"), Cancellation)));
                await table.DeleteAsync("p", "r", ETag.Any, Cancellation);
            }
        }
    }

    [Fact]
    public async Task The_time_of_a_row_is_that_of_the_clock()
    {
        await using var store = await OpenAsync();
        Time.Advance(TimeSpan.FromDays(1));
        await store.GetTable("rows").InsertAsync(new("p", "r"), Cancellation);
        Assert.Equal(Time.GetUtcNow(), (await store.GetTable("rows").FindAsync("p", "r", Cancellation))!.Timestamp);
    }

    [Fact]
    public async Task The_time_of_the_last_write_is_known_after_a_restart()
    {
        await using (var store = await OpenAsync())
        {
            Assert.Equal(DateTimeOffset.MinValue, store.LastWriteAt);
            await store.GetTable("rows").InsertAsync(new("p", "r"), Cancellation);
        }

        var writtenAt = Time.GetUtcNow();
        Time.Advance(TimeSpan.FromDays(1));
        await using var again = await OpenAsync();
        Assert.Equal(writtenAt, again.LastWriteAt);
    }

    [Fact]
    public async Task Columns_can_be_read_with_the_sqlite3_tool()
    {
        await using var store = await OpenAsync();
        await store.GetTable("rows").InsertAsync(new("p", "r") { ["Text"] = "é", ["Number"] = 5L }, Cancellation);
        Assert.Equal("é", Read("SELECT columns ->> 'Text' FROM rows WHERE table_name = 'rows' AND partition_key = 'p' AND row_key = 'r'"));
        Assert.Equal("Edm.Int64", Read("SELECT columns ->> 'Number@odata.type' FROM rows"));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Nobody_else_can_read_the_files()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        await using var store = await OpenAsync();
        await store.GetTable("rows").InsertAsync(new("p", "r"), Cancellation);
        await UploadAsync(store, "a", 1);
        const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        var all = Directory.EnumerateFileSystemEntries(Folder, "*", SearchOption.AllDirectories).Append(Folder);
        Assert.All(all, path => Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & ~Mine));
    }

    [Fact]
    public async Task Pages_are_ranges_of_an_index()
    {
        await using var store = await OpenAsync();
        string[] queries =
        [
            "SELECT columns FROM rows WHERE table_name = 't' AND partition_key = 'p' AND row_key >= 'a' AND row_key < 'b' ORDER BY row_key",
            """
            SELECT columns FROM rows WHERE table_name = 't' AND (partition_key, row_key) >= ('p', 'q') AND row_key >= 'a' AND row_key < 'b'
            ORDER BY partition_key, row_key
            """,
        ];
        using var connection = Connect();
        foreach (var query in queries)
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"EXPLAIN QUERY PLAN {query}";
            using var plan = command.ExecuteReader();
            Assert.True(plan.Read());
            Assert.StartsWith("SEARCH rows USING INDEX", plan.GetString(3), StringComparison.Ordinal);
            Assert.False(plan.Read());
        }
    }
}
