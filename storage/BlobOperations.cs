namespace ZuperConnect.Storage;

/// <summary>Operations on blobs.</summary>
public static class BlobOperations
{
    private const int PartLength = 1024 * 1024;

    /// <summary>Uploads a stream as a blob, one megabyte at a time.</summary>
    /// <exception cref="ConflictException">The condition does not hold; nothing was written.</exception>
    /// <exception cref="StorageUnavailableException">Storage is unavailable. The blob may have been written nevertheless.</exception>
    public static async Task<ETag> UploadAsync(
        this IBlobContainer container,
        string name,
        Stream content,
        BlobDetails details,
        BlobCondition condition,
        CancellationToken cancellation)
    {
        await using var writer = container.OpenWrite(name);
        var part = new byte[PartLength];
        while (await content.ReadAtLeastAsync(part, part.Length, throwOnEndOfStream: false, cancellation) is > 0 and var count)
        {
            await writer.AddAsync(part.AsMemory(0, count), cancellation);
        }

        return await writer.CommitAsync(details, condition, cancellation);
    }
}
