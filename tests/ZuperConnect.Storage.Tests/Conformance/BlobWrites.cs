namespace ZuperConnect.Storage.Tests.Conformance;

/// <summary>Blobs are written whole, on a condition.</summary>
public abstract class BlobWrites(IStorage storage) : BlobTest(storage)
{
    private const int Writers = 8;

    [Fact]
    public async Task A_blob_is_replaced_with_its_details()
    {
        var metadata = new Dictionary<string, string> { ["Old"] = "1", ["Kind"] = "old" };
        var old = new BlobDetails { ContentType = "audio/wav", Metadata = metadata };
        await Container.UploadAsync("name", Bytes(9), old, BlobCondition.None, Cancellation);
        var tag = await UploadAsync("name", Bytes(5, seed: 2));
        await AssertBlobAsync("name", Bytes(5, seed: 2), tag);
        var found = await FindAsync("name");
        Assert.Equal("text/plain", found.ContentType);
        Assert.Equal(Text.Metadata, found.Metadata);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_blob_is_written_where_none_is_there(bool inParts)
    {
        var tag = await WriteAsync("name", 1, BlobCondition.Missing, inParts);
        await AssertConflictAsync(Conflict.Exists, () => WriteAsync("name", 2, BlobCondition.Missing, inParts));
        await AssertBlobAsync("name", Content(1), tag);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_blob_that_has_the_tag_is_replaced(bool inParts)
    {
        var stale = await WriteAsync("name", 1, BlobCondition.None, inParts);
        var tag = await WriteAsync("name", 2, BlobCondition.Unchanged(stale), inParts);
        await AssertConflictAsync(Conflict.Changed, () => WriteAsync("name", 3, BlobCondition.Unchanged(stale), inParts));
        await AssertBlobAsync("name", Content(2), tag);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_blob_that_is_not_there_any_more_is_not_replaced(bool inParts)
    {
        var tag = await WriteAsync("name", 1, BlobCondition.None, inParts);
        await Container.DeleteAsync("name", tag, Cancellation);
        await AssertConflictAsync(Conflict.Changed, () => WriteAsync("name", 2, BlobCondition.Unchanged(tag), inParts));
        Assert.Null(await Container.FindAsync("name", Cancellation));
        await WriteAsync("name", 1, BlobCondition.Missing, inParts);
        await AssertConflictAsync(Conflict.Changed, () => WriteAsync("name", 2, BlobCondition.Unchanged(tag), inParts));
    }

    [Fact]
    public async Task The_tag_of_a_blob_changes_with_each_change_even_to_the_same_content()
    {
        List<ETag> tags = [];
        for (var change = 0; change < 5; change++)
        {
            tags.Add(await UploadAsync("name", Bytes(3)));
            tags.Add(await WriteAsync("name", [Bytes(3)]));
            tags.Add(await WriteAsync("name", [Bytes(1), Bytes(2)]));
            tags.Add(await Container.SetMetadataAsync("name", Text.Metadata, tags[^1], Cancellation));
            tags.Add(await Container.SetMetadataAsync("name", Text.Metadata, tags[^1], Cancellation));
        }

        Assert.DoesNotContain(default, tags);
        Assert.Distinct(tags);
        Assert.Equal(tags[^1], (await FindAsync("name")).ETag);
    }

    [Fact]
    public async Task Metadata_is_replaced_and_nothing_else()
    {
        var stale = await UploadAsync("name", Bytes(5));
        var before = await FindAsync("name");
        var metadata = new Dictionary<string, string> { ["Seconds"] = "12", ["_owner1"] = "a b;c=\"d\" ~" };
        var tag = await Container.SetMetadataAsync("name", metadata, stale, Cancellation);
        await AssertBlobAsync("name", Bytes(5), tag);
        var after = await FindAsync("name");
        Assert.Equal(("text/plain", before.CreatedAt), (after.ContentType, after.CreatedAt));
        Assert.Equal(metadata.Count, after.Metadata.Count);
        Assert.All(metadata, one => Assert.Equal(one.Value, after.Metadata[one.Key]));
        await AssertConflictAsync(Conflict.Changed, () => Container.SetMetadataAsync("name", Text.Metadata, stale, Cancellation));
        Assert.Equal(tag, (await FindAsync("name")).ETag);
        await Container.SetMetadataAsync("name", new Dictionary<string, string>(), ETag.Any, Cancellation);
        Assert.Empty((await FindAsync("name")).Metadata);
    }

    [Fact]
    public async Task Metadata_of_a_blob_that_is_not_there_is_not_written()
    {
        var tag = await UploadAsync("name", Bytes(5));
        await AssertConflictAsync(Conflict.Missing, () => Container.SetMetadataAsync("missing", Text.Metadata, tag, Cancellation));
        await AssertConflictAsync(Conflict.Missing, () => Container.SetMetadataAsync("missing", Text.Metadata, ETag.Any, Cancellation));
        Assert.Null(await Container.FindAsync("missing", Cancellation));
    }

    [Fact]
    public async Task A_blob_that_has_the_tag_is_deleted()
    {
        var stale = await UploadAsync("name", Bytes(5));
        var tag = await UploadAsync("name", Bytes(6));
        await AssertConflictAsync(Conflict.Changed, () => Container.DeleteAsync("name", stale, Cancellation));
        await AssertBlobAsync("name", Bytes(6), tag);
        Assert.True(await Container.DeleteAsync("name", tag, Cancellation));
        Assert.Null(await Container.FindAsync("name", Cancellation));
        Assert.False(await Container.DeleteAsync("name", tag, Cancellation));
        Assert.False(await Container.DeleteAsync("name", ETag.Any, Cancellation));
        await UploadAsync("name", Bytes(7), BlobCondition.Missing);
        Assert.True(await Container.DeleteAsync("name", ETag.Any, Cancellation));
        Assert.Empty(await Container.ListAsync(null, Cancellation).ToListAsync(Cancellation));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_of_many_writers_of_a_new_blob_wins(bool inParts) =>
        await AssertOneWinsAsync(Conflict.Exists, BlobCondition.Missing, inParts);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_of_many_writers_that_replace_the_same_blob_wins(bool inParts) =>
        await AssertOneWinsAsync(Conflict.Changed, BlobCondition.Unchanged(await UploadAsync("name", Bytes(1))), inParts);

    [Fact]
    public async Task A_stream_is_written_to_its_end()
    {
        var content = Bytes((2 * 1024 * 1024) + 5);
        var tag = await Container.UploadAsync("name", new MemoryStream(content), Text, BlobCondition.Missing, Cancellation);
        await AssertBlobAsync("name", content, tag);
        await AssertBlobAsync("empty", [], await Container.UploadAsync("empty", Stream.Null, Text, BlobCondition.Missing, Cancellation));
    }

    [Fact]
    public async Task What_the_caller_cancelled_is_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Container.UploadAsync("name", Bytes(1), Text, BlobCondition.None, cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Container.FindAsync("name", cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Container.DownloadAsync("name", cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Container.ListAsync(null, cancelled.Token).ToListAsync(Cancellation));
        Assert.Null(await Container.FindAsync("name", Cancellation));
    }

    private static byte[] Content(int seed) => [.. Bytes(100, seed), .. Bytes(50, seed)];

    private Task<ETag> WriteAsync(string name, int seed, BlobCondition condition, bool inParts) =>
        inParts ? WriteAsync(name, [Bytes(100, seed), Bytes(50, seed)], condition) : UploadAsync(name, Content(seed), condition);

    private async Task AssertOneWinsAsync(Conflict kind, BlobCondition condition, bool inParts)
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run<(ETag Tag, Conflict? Lost)>(
            async () =>
            {
                try
                {
                    return (await WriteAsync("name", writer, condition, inParts), null);
                }
                catch (ConflictException lost)
                {
                    return (default, lost.Kind);
                }
            },
            Cancellation)));
        var won = Assert.Single(outcomes.Index(), outcome => outcome.Item.Lost is null);
        Assert.All(outcomes.Where(outcome => outcome.Lost is not null), outcome => Assert.Equal(kind, outcome.Lost));
        await AssertBlobAsync("name", Content(won.Index), won.Item.Tag);
    }
}
