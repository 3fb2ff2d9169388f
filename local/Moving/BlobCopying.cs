using ZuperConnect.Storage;

namespace ZuperConnect.Local.Moving;

/// <summary>Copies the blobs of a container to the same container in another storage.</summary>
internal static class BlobCopying
{
    private const int MaxConcurrency = 4;
    private static readonly StorageRetryPolicy RetryPolicy = new(
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(16), TimeSpan.FromMinutes(2));

    /// <summary>
    /// Writes the blobs that are missing in the target, or have another length, type or metadata there. Neither side changes otherwise, so
    /// a blob with the same properties was copied before. Additional blobs in the target stay.
    /// </summary>
    public static async Task CopyToAsync(this IBlobContainer from, IBlobContainer to, CopyProgress progress, CancellationToken cancellation)
    {
        var (blobs, bytes) = (0L, 0L);
        await Parallel.ForEachAsync(
            Pairs(from, to, cancellation),
            new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrency, CancellationToken = cancellation },
            async (pair, stopping) =>
            {
                if (pair.From is not { } blob)
                {
                    return;
                }

                if (pair.To is null || !AreSame(blob, pair.To))
                {
                    await RetryPolicy.TryAsync(() => CopyAsync(from, to, blob, stopping), TimeProvider.System, progress.Waits, stopping);
                }

                progress.Looked(from.Name, Interlocked.Increment(ref blobs), "blobs", Interlocked.Add(ref bytes, blob.Length));
            });
    }

    /// <summary>Counts the blobs of both containers, their bytes, and the differences.</summary>
    public static async Task<ComparisonResult> CompareAsync(this IBlobContainer from, IBlobContainer to, CancellationToken cancellation)
    {
        var counted = new ComparisonResult(from.Name, "blobs");
        await foreach (var (one, other) in Pairs(from, to, cancellation))
        {
            counted = counted.With(one?.Length, other?.Length, one is not null && other is not null && AreSame(one, other));
        }

        return counted;
    }

    private static IAsyncEnumerable<(StoredBlob? From, StoredBlob? To)> Pairs(
        IBlobContainer from, IBlobContainer to, CancellationToken cancellation) => from.ListAsync(null, cancellation).WithAsync(
            to.ListAsync(null, cancellation), (one, other) => string.CompareOrdinal(one.Name, other.Name), cancellation);

    private static async Task<bool> CopyAsync(IBlobContainer from, IBlobContainer to, StoredBlob blob, CancellationToken cancellation)
    {
        await using var content = await from.OpenReadAsync(blob.Name, 0, cancellation);
        if (content is null)
        {
            return false;
        }

        var details = new BlobDetails { ContentType = blob.ContentType, Metadata = blob.Metadata };
        await to.UploadAsync(blob.Name, content, details, BlobCondition.None, cancellation);
        return true;
    }

    private static bool AreSame(StoredBlob one, StoredBlob other) =>
        one.Length == other.Length && one.ContentType == other.ContentType && one.Metadata.Count == other.Metadata.Count
        && one.Metadata.All(noted => other.Metadata.TryGetValue(noted.Key, out var value) && value == noted.Value);
}
