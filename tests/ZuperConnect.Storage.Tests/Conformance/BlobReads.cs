namespace ZuperConnect.Storage.Tests.Conformance;

/// <summary>What was written into a blob is read from it.</summary>
public abstract class BlobReads(IStorage storage) : BlobTest(storage)
{
    private const int Megabyte = 1024 * 1024;

    public static TheoryData<string> Names => new(
        "a", "A", "a/b", "a/b/c.wav", "it's", "a b", "100%", "%2F", "a+b&c=d", "q?x", "#1", "é", "中", "😀", "..a", "_", "{0}",
        new('n', 200));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_blob_is_found_by_its_name(string name)
    {
        var tag = await UploadAsync(name, Bytes(10));
        await AssertBlobAsync(name, Bytes(10), tag);
        Assert.Equal(name, (await FindAsync(name)).Name);
        Assert.Equal([name], await Container.ListAsync(null, Cancellation).Select(blob => blob.Name).ToListAsync(Cancellation));
        Assert.True(await Container.DeleteAsync(name, tag, Cancellation));
        Assert.Null(await Container.FindAsync(name, Cancellation));
    }

    [Fact]
    public async Task A_blob_that_is_not_there_is_null()
    {
        await UploadAsync("there", Bytes(1));
        Assert.Null(await Container.FindAsync("missing", Cancellation));
        Assert.Null(await Container.FindAsync("There", Cancellation));
        Assert.Null(await Container.DownloadAsync("missing", Cancellation));
        Assert.Null(await Container.OpenReadAsync("missing", 0, Cancellation));
        Assert.Null(await Container.OpenReadAsync("missing", 5, Cancellation));
    }

    [Fact]
    public async Task Containers_share_no_blobs()
    {
        var other = Storage.GetContainer("others");
        await other.CreateIfNotExistsAsync(Cancellation);
        await UploadAsync("name", Bytes(1));
        await Container.CreateIfNotExistsAsync(Cancellation);
        Assert.Null(await other.FindAsync("name", Cancellation));
        Assert.NotNull(await Container.FindAsync("name", Cancellation));
        Assert.Equal(("files", "others"), (Container.Name, other.Name));
    }

    [Fact]
    public async Task A_blob_has_its_details_wherever_it_is_looked_at()
    {
        var tag = await UploadAsync("name", Bytes(7));
        var found = await FindAsync("name");
        var downloaded = await Container.DownloadAsync("name", Cancellation);
        var listed = await Container.ListAsync(null, Cancellation).SingleAsync(Cancellation);
        Assert.Equal(Bytes(7), downloaded!.Content.ToArray());
        foreach (var blob in new[] { found, downloaded.Blob, listed })
        {
            Assert.Equal(("name", 7L, "text/plain", tag), (blob.Name, blob.Length, blob.ContentType, blob.ETag));
            Assert.Equal((found.CreatedAt, found.LastModified), (blob.CreatedAt, blob.LastModified));
            Assert.Equal("note", Assert.Single(blob.Metadata).Value);
            Assert.Equal("note", blob.Metadata["kind"]);
            Assert.InRange(blob.LastModified, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        }
    }

    [Fact]
    public async Task A_blob_of_which_nothing_was_said_is_a_stream_of_octets()
    {
        await Container.UploadAsync("put", Bytes(1), new(), BlobCondition.None, Cancellation);
        await using var writer = Container.OpenWrite("written");
        await writer.AddAsync(Bytes(1), Cancellation);
        await writer.AddAsync(Bytes(1), Cancellation);
        await writer.CommitAsync(new(), BlobCondition.None, Cancellation);
        var blobs = await Container.ListAsync(null, Cancellation).ToListAsync(Cancellation);
        Assert.Equal(2, blobs.Count);
        Assert.All(blobs, blob => Assert.Equal("application/octet-stream", blob.ContentType));
        Assert.All(blobs, blob => Assert.Empty(blob.Metadata));
    }

    [Fact]
    public async Task An_empty_blob_is_read()
    {
        var tag = await UploadAsync("empty", []);
        await AssertBlobAsync("empty", [], tag);
        Assert.Equal(0, (await Container.DownloadAsync("empty", Cancellation))!.Content.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Megabyte - 1)]
    [InlineData(Megabyte)]
    [InlineData((2 * Megabyte) + 1)]
    [InlineData((3 * Megabyte) - 1)]
    [InlineData(3 * Megabyte)]
    public async Task A_blob_is_read_from_any_place_in_it(int position)
    {
        var content = Bytes(3 * Megabyte);
        await UploadAsync("name", content);
        Assert.Equal(content[position..], await ReadAsync("name", position));
    }

    [Fact]
    public async Task A_stream_is_sought_and_knows_its_length()
    {
        var content = Bytes((2 * Megabyte) + 100);
        await UploadAsync("name", content);
        await using var stream = (await Container.OpenReadAsync("name", 10, Cancellation))!;
        Assert.True(stream is { CanRead: true, CanSeek: true, CanWrite: false });
        Assert.Equal((content.Length, 10), (stream.Length, stream.Position));
        int[] places = [10, 0, 2 * Megabyte, 5, Megabyte - 3, content.Length - 20];
        foreach (var place in places)
        {
            stream.Position = place;
            var read = new byte[20];
            await stream.ReadExactlyAsync(read, Cancellation);
            Assert.Equal(content[place..(place + 20)], read);
            Assert.Equal(place + 20, stream.Position);
        }

        Assert.Equal(0, await stream.ReadAsync(new byte[1], Cancellation));
        Assert.Equal(7, stream.Seek(7, SeekOrigin.Begin));
        Assert.Equal(9, stream.Seek(2, SeekOrigin.Current));
        Assert.Equal(content.Length - 1, stream.Seek(-1, SeekOrigin.End));
        Assert.Equal(content[^1], stream.ReadByte());
    }

    [Fact]
    public async Task A_blob_that_is_replaced_while_it_is_read_is_never_mixed()
    {
        var before = Bytes(3 * Megabyte, seed: 1);
        await UploadAsync("name", before);
        await using var stream = (await Container.OpenReadAsync("name", 0, Cancellation))!;
        var beginning = new byte[100];
        await stream.ReadExactlyAsync(beginning, Cancellation);
        await UploadAsync("name", Bytes(3 * Megabyte, seed: 2));
        await AssertOldOrBrokenAsync(stream, beginning, before);
    }

    [Fact]
    public async Task A_blob_that_is_deleted_while_it_is_read_breaks_off_or_stays()
    {
        var before = Bytes(3 * Megabyte);
        await UploadAsync("name", before);
        await using var stream = (await Container.OpenReadAsync("name", 0, Cancellation))!;
        var beginning = new byte[100];
        await stream.ReadExactlyAsync(beginning, Cancellation);
        await Container.DeleteAsync("name", ETag.Any, Cancellation);
        await AssertOldOrBrokenAsync(stream, beginning, before);
    }

    private static async Task AssertOldOrBrokenAsync(Stream stream, byte[] beginning, byte[] before)
    {
        using var read = new MemoryStream();
        await read.WriteAsync(beginning, Cancellation);
        try
        {
            await stream.CopyToAsync(read, Cancellation);
        }
        catch (IOException)
        {
            Assert.True(before.AsSpan().StartsWith(read.ToArray()));
            return;
        }

        Assert.Equal(before, read.ToArray());
    }
}
