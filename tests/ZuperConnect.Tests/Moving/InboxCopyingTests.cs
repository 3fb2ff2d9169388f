using Azure.Data.Tables;
using Azure.Storage.Blobs;
using ZuperConnect.AzureStorage;
using ZuperConnect.Local.Moving;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Moving;

public sealed class InboxCopyingTests(TestStorage storage, TestAzurite azurite) : IDisposable
{
    private readonly StringWriter _said = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _said.Dispose();

    [Fact]
    public async Task An_inbox_that_goes_to_Azure_and_back_is_the_same()
    {
        var (local, azure, back) = (storage.New(), await NewAzureAsync(), storage.New());
        await InboxSample.WriteAsync(local, Cancellation);
        var before = await InboxSample.ReadAsync(local, Cancellation);

        await Copying(local, azure).CopyAsync(Cancellation);
        Assert.Empty(await Copying(local, azure).CompareAsync(Cancellation));
        Assert.Equal(before, await InboxSample.ReadAsync(azure, Cancellation));

        await Copying(azure, back).CopyAsync(Cancellation);
        Assert.Empty(await Copying(azure, back).CompareAsync(Cancellation));
        Assert.Equal(before, await InboxSample.ReadAsync(back, Cancellation));
        Assert.Contains("Inbox: 253 rows, copied: 253", _said.ToString());
        Assert.Contains("recordings: 5 (7,000,000 bytes) blobs, copied: 5 (7,000,000 bytes)", _said.ToString());
    }

    [Fact]
    public async Task Stopped_at_any_write_it_goes_on_and_writes_nothing_again_that_is_there()
    {
        var (from, whole) = (storage.New(), new StoppingStorage(storage.New(), int.MaxValue));
        await InboxSample.WriteAsync(from, Cancellation);
        var before = await InboxSample.ReadAsync(from, Cancellation);
        await Copying(from, whole).CopyAsync(Cancellation);

        for (var writes = 0; writes < whole.Writes; writes += 7)
        {
            var to = storage.New();
            await Assert.ThrowsAnyAsync<Exception>(() => Copying(from, new StoppingStorage(to, writes)).CopyAsync(Cancellation));
            var rest = new StoppingStorage(to, int.MaxValue);
            await Copying(from, rest).CopyAsync(Cancellation);

            Assert.Equal(before, await InboxSample.ReadAsync(to, Cancellation));
            Assert.Equal(whole.Writes - writes, rest.Writes);
        }
    }

    [Fact]
    public async Task A_second_copy_finds_everything_there()
    {
        var (from, to) = (storage.New(), storage.New());
        await InboxSample.WriteAsync(from, Cancellation);
        await Copying(from, to).CopyAsync(Cancellation);

        await Copying(from, new StoppingStorage(to, 0)).CopyAsync(Cancellation);
    }

    [Theory]
    [InlineData("a row too many")]
    [InlineData("a row less")]
    [InlineData("another row")]
    [InlineData("a blob too many")]
    [InlineData("a blob less")]
    [InlineData("a longer blob")]
    [InlineData("another type")]
    [InlineData("other metadata")]
    public async Task Whatever_is_not_the_same_on_both_sides_is_found(string difference)
    {
        var (from, to) = (storage.New(), storage.New());
        await InboxSample.WriteAsync(from, Cancellation);
        await Copying(from, to).CopyAsync(Cancellation);
        var there = new StorageTables(to);
        var name = difference.Contains("row", StringComparison.Ordinal) ? there.Jobs.Name : there.Greetings.Name;
        await (difference switch
        {
            "a row too many" => there.Jobs.UpsertAsync(new("zzz", "more"), Cancellation),
            "a row less" => there.Jobs.DeleteAsync("large", "3", ETag.Any, Cancellation),
            "another row" => there.Jobs.UpsertAsync(new("large", "3") { ["Text0"] = "other" }, Cancellation),
            "a blob too many" => there.Greetings.UploadAsync("more", new byte[1], new(), BlobCondition.None, Cancellation),
            "a blob less" => there.Greetings.DeleteAsync("hello.wav", ETag.Any, Cancellation),
            "a longer blob" => there.Greetings.UploadAsync("hello.wav", new byte[4], new(), BlobCondition.None, Cancellation),
            "another type" =>
                there.Greetings.UploadAsync(
                    "hello.wav", new byte[3], new() { ContentType = "audio/wav" }, BlobCondition.None, Cancellation),
            _ => (Task)there.Greetings.UploadAsync("hello.wav", new byte[3],
                new() { Metadata = new Dictionary<string, string> { ["a"] = "b" } }, BlobCondition.None, Cancellation),
        });

        var found = Assert.Single(await Copying(from, to).CompareAsync(Cancellation));
        Assert.StartsWith($"{name} has 1 ", found);
    }

    [Fact]
    public async Task Storage_that_has_something_is_told_from_storage_where_only_search_was_prepared()
    {
        var to = storage.New();
        await new StorageTables(to).Search.UpsertAsync(new("search", "complete"), Cancellation);
        Assert.Empty(await Copying(storage.New(), to).DataThereAsync(Cancellation));

        await new StorageTables(to).Team.UpsertAsync(new("team", "ana"), Cancellation);
        await new StorageTables(to).Recordings.UploadAsync("one", new byte[1], new(), BlobCondition.None, Cancellation);
        Assert.Equal(["Team", "recordings"], await Copying(storage.New(), to).DataThereAsync(Cancellation));
    }

    [Fact]
    public async Task Lists_are_paired_by_their_order_and_one_without_it_is_refused()
    {
        Assert.Equal(
            [("a", null), ("b", "b"), (null, "c"), ("d", "d"), (null, "e")],
            await List("a", "b", "d").WithAsync(List("b", "c", "d", "e"), string.CompareOrdinal, Cancellation).ToListAsync(Cancellation));

        await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await List("a", "b").WithAsync(List("b", "a"), string.CompareOrdinal, Cancellation).ToListAsync(Cancellation));

        static IAsyncEnumerable<string> List(params string[] items) => items.ToAsyncEnumerable();
    }

    private InboxCopying Copying(IStorage from, IStorage to) => new(from, to, withPhones: false, _said);

    private async Task<IStorage> NewAzureAsync()
    {
        var connectionString = azurite.NewConnectionString();
        var account = new AzureStorageAccount(new TableServiceClient(connectionString), new BlobServiceClient(connectionString));
        await new StorageTables(account).CreateAsync(Cancellation);
        return account;
    }
}
