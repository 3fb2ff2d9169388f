namespace ZuperConnect.Storage.Tests.Conformance;

/// <summary>Blobs are written in parts.</summary>
public abstract class BlobParts(IStorage storage) : BlobTest(storage)
{
    private const int Large = 5 * 1024 * 1024;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(25)]
    public async Task A_blob_is_its_parts_in_their_order(int parts)
    {
        var content = Enumerable.Range(0, parts).Select(part => Bytes(part + 1, seed: part)).ToList();
        var tag = await WriteAsync("name", content);
        await AssertBlobAsync("name", [.. content.SelectMany(part => part)], tag);
        var found = await FindAsync("name");
        Assert.Equal("text/plain", found.ContentType);
        Assert.Equal(Text.Metadata, found.Metadata);
    }

    [Theory]
    [InlineData(Large, 0)]
    [InlineData(Large, 1)]
    [InlineData(1, Large)]
    [InlineData(Large, Large)]
    public async Task Parts_may_be_of_any_length(int first, int second)
    {
        byte[][] parts = [Bytes(first, seed: 1), Bytes(second, seed: 2)];
        await AssertBlobAsync("name", [.. parts[0], .. parts[1]], await WriteAsync("name", parts));
    }

    [Fact]
    public async Task A_part_without_bytes_adds_nothing() =>
        await AssertBlobAsync("name", Bytes(5), await WriteAsync("name", [[], Bytes(5), [], []]));

    [Fact]
    public async Task The_caller_may_reuse_the_bytes_of_a_part()
    {
        var part = new byte[10];
        await using var writer = Container.OpenWrite("name");
        for (byte added = 0; added < 3; added++)
        {
            part.AsSpan().Fill(added);
            await writer.AddAsync(part, Cancellation);
        }

        part.AsSpan().Fill(9);
        var tag = await writer.CommitAsync(Text, BlobCondition.None, Cancellation);
        await AssertBlobAsync("name", [.. new byte[10], .. Enumerable.Repeat((byte)1, 10), .. Enumerable.Repeat((byte)2, 10)], tag);
    }

    [Fact]
    public async Task A_new_blob_is_not_there_before_it_is_committed()
    {
        await using var writer = Container.OpenWrite("name");
        await writer.AddAsync(Bytes(Large), Cancellation);
        await writer.AddAsync(Bytes(1), Cancellation);
        Assert.Null(await Container.FindAsync("name", Cancellation));
        Assert.Null(await Container.DownloadAsync("name", Cancellation));
        Assert.Null(await Container.OpenReadAsync("name", 0, Cancellation));
        Assert.Empty(await Container.ListAsync(null, Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_blob_stays_as_it_was_until_another_is_committed_in_its_place()
    {
        var tag = await UploadAsync("name", Bytes(7));
        await using (var writer = Container.OpenWrite("name"))
        {
            await writer.AddAsync(Bytes(Large), Cancellation);
            await writer.AddAsync(Bytes(1), Cancellation);
            await AssertBlobAsync("name", Bytes(7), tag);
        }

        await AssertBlobAsync("name", Bytes(7), tag);
        await WriteAsync("name", [Bytes(1), Bytes(1)], BlobCondition.Unchanged(tag));
    }

    [Fact]
    public async Task Writers_of_one_blob_share_no_part()
    {
        await using var one = Container.OpenWrite("name");
        await using var other = Container.OpenWrite("name");
        for (var part = 0; part < 3; part++)
        {
            await one.AddAsync(Bytes(10, seed: 1), Cancellation);
            await other.AddAsync(Bytes(20, seed: 2), Cancellation);
        }

        var tag = await one.CommitAsync(Text, BlobCondition.Missing, Cancellation);
        await AssertConflictAsync(Conflict.Exists, () => other.CommitAsync(Text, BlobCondition.Missing, Cancellation));
        await AssertBlobAsync("name", [.. Bytes(10, seed: 1), .. Bytes(10, seed: 1), .. Bytes(10, seed: 1)], tag);
    }

    [Fact]
    public async Task A_writer_that_is_given_up_hinders_no_other()
    {
        await using (var givenUp = Container.OpenWrite("name"))
        {
            await givenUp.AddAsync(Bytes(10, seed: 1), Cancellation);
            await givenUp.AddAsync(Bytes(10, seed: 1), Cancellation);
        }

        await AssertBlobAsync("name", Bytes(20, seed: 2), await WriteAsync("name", [Bytes(20, seed: 2)], BlobCondition.Missing));
    }
}
