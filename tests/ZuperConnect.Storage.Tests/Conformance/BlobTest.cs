namespace ZuperConnect.Storage.Tests.Conformance;

/// <summary>Tests with a new, empty container.</summary>
public abstract class BlobTest(IStorage storage) : IAsyncLifetime
{
    protected static BlobDetails Text { get; } = new()
    {
        ContentType = "text/plain",
        Metadata = new Dictionary<string, string> { ["Kind"] = "note" },
    };

    protected IStorage Storage { get; } = storage;

    protected IBlobContainer Container { get; } = storage.GetContainer("files");

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await Container.CreateIfNotExistsAsync(Cancellation);

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Bytes that depend on the seed.</summary>
    protected static byte[] Bytes(int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    protected Task<ETag> UploadAsync(string name, byte[] content, BlobCondition? condition = null) =>
        Container.UploadAsync(name, content, Text, condition ?? BlobCondition.None, Cancellation);

    /// <summary>Writes a blob in parts.</summary>
    protected async Task<ETag> WriteAsync(string name, IEnumerable<byte[]> parts, BlobCondition? condition = null)
    {
        await using var writer = Container.OpenWrite(name);
        foreach (var part in parts)
        {
            await writer.AddAsync(part, Cancellation);
        }

        return await writer.CommitAsync(Text, condition ?? BlobCondition.None, Cancellation);
    }

    protected async Task<StoredBlob> FindAsync(string name) =>
        await Container.FindAsync(name, Cancellation) ?? throw new InvalidOperationException("The blob is not there.");

    protected async Task<byte[]> ReadAsync(string name, long position = 0)
    {
        await using var stream = await Container.OpenReadAsync(name, position, Cancellation)
            ?? throw new InvalidOperationException("The blob is not there.");
        using var content = new MemoryStream();
        await stream.CopyToAsync(content, Cancellation);
        return content.ToArray();
    }

    protected async Task AssertBlobAsync(string name, byte[] content, ETag tag)
    {
        Assert.Equal(content, await ReadAsync(name));
        var found = await FindAsync(name);
        Assert.Equal((content.Length, tag), (found.Length, found.ETag));
    }

    protected static async Task AssertConflictAsync(Conflict kind, Func<Task> write) =>
        Assert.Equal(kind, (await Assert.ThrowsAsync<ConflictException>(write)).Kind);
}
