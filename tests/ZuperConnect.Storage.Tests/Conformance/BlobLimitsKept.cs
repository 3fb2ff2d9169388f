namespace ZuperConnect.Storage.Tests.Conformance;

/// <summary>Names and metadata at a limit are stored, those beyond it are refused (<see cref="BlobLimits"/>).</summary>
public abstract class BlobLimitsKept(IStorage storage) : BlobTest(storage)
{
    [Fact]
    public async Task A_name_beyond_a_limit_is_refused()
    {
        string[] names = ["", "folder/", new('n', BlobLimits.MaxNameLength + 1)];
        foreach (var name in names)
        {
            await Assert.ThrowsAsync<StorageLimitException>(() => UploadAsync(name, Bytes(1)));
            await Assert.ThrowsAsync<StorageLimitException>(() => WriteAsync(name, [Bytes(1)]));
        }

        Assert.Empty(await Container.ListAsync(null, Cancellation).ToListAsync(Cancellation));
    }

    [Theory]
    [InlineData("", "no name")]
    [InlineData("1st", "begins with a digit")]
    [InlineData("a-b", "a dash")]
    [InlineData("é", "beyond ASCII")]
    [InlineData("Value", "é")]
    [InlineData("Value", "line\nfeed")]
    public async Task Metadata_that_no_header_can_hold_is_refused(string name, string value)
    {
        var tag = await UploadAsync("name", Bytes(1));
        await AssertRefusedAsync(new() { [name] = value }, tag);
    }

    [Fact]
    public async Task Metadata_of_8_KiB_is_kept_and_more_is_refused()
    {
        const int Half = (BlobLimits.MaxMetadataLength / 2) - 4;
        var most = new Dictionary<string, string> { ["Text"] = new('x', Half), ["More"] = new('y', Half) };
        await Container.UploadAsync("name", Bytes(1), new() { Metadata = most }, BlobCondition.None, Cancellation);
        Assert.Equal(most["Text"], (await FindAsync("name")).Metadata["Text"]);
        most["More"] += "y";
        await AssertRefusedAsync(most, (await FindAsync("name")).ETag);
    }

    private async Task AssertRefusedAsync(Dictionary<string, string> metadata, ETag tag)
    {
        var details = new BlobDetails { Metadata = metadata };
        await Assert.ThrowsAsync<StorageLimitException>(
            () => Container.UploadAsync("name", Bytes(2), details, BlobCondition.None, Cancellation));
        await Assert.ThrowsAsync<StorageLimitException>(() => Container.SetMetadataAsync("name", metadata, tag, Cancellation));
        await using var writer = Container.OpenWrite("name");
        await writer.AddAsync(Bytes(2), Cancellation);
        await Assert.ThrowsAsync<StorageLimitException>(() => writer.CommitAsync(details, BlobCondition.None, Cancellation));
        Assert.Equal((1, tag), ((await FindAsync("name")).Length, (await FindAsync("name")).ETag));
    }
}
