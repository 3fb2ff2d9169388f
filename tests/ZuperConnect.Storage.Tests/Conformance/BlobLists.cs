namespace ZuperConnect.Storage.Tests.Conformance;

/// <summary>Blobs are listed by their names.</summary>
public abstract class BlobLists(IStorage storage) : BlobTest(storage)
{
    private static readonly string[] Names =
    [
        "A", "a", "a b", "a%", "a%b", "a'b", "a-b", "a/1", "a/10", "a/2", "a/b/c", "a_", "a_b", "aa", "b", "é", "中", "😀", "\uFFEE",
    ];

    [Fact]
    public async Task Blobs_are_listed_in_the_ordinal_order_of_their_names()
    {
        await UploadAsync();
        Assert.Equal(Names.Order(StringComparer.Ordinal), await ListAsync(null));
        Assert.Equal(Names.Order(StringComparer.Ordinal), await ListAsync(""));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("A")]
    [InlineData("a/")]
    [InlineData("a/1")]
    [InlineData("a%")]
    [InlineData("a_")]
    [InlineData("a'")]
    [InlineData("é")]
    [InlineData("中")]
    [InlineData("missing")]
    public async Task Blobs_are_listed_whose_names_begin_with_a_prefix(string prefix)
    {
        await UploadAsync();
        Assert.Equal(
            Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal), await ListAsync(prefix));
    }

    [Fact]
    public async Task A_list_knows_what_was_written_last()
    {
        await UploadAsync("a", Bytes(1));
        await UploadAsync("b", Bytes(2));
        var tag = await Container.SetMetadataAsync("a", new Dictionary<string, string> { ["Number"] = "5" }, ETag.Any, Cancellation);
        await Container.DeleteAsync("b", ETag.Any, Cancellation);
        var listed = await Container.ListAsync(null, Cancellation).SingleAsync(Cancellation);
        Assert.Equal(("a", 1L, tag, "5"), (listed.Name, listed.Length, listed.ETag, listed.Metadata["number"]));
    }

    private async Task UploadAsync()
    {
        foreach (var name in Names.Reverse())
        {
            await UploadAsync(name, Bytes(1));
        }
    }

    private async Task<List<string>> ListAsync(string? prefix) =>
        await Container.ListAsync(prefix, Cancellation).Select(blob => blob.Name).ToListAsync(Cancellation);
}
