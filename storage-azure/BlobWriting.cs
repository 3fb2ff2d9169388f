using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using ZuperConnect.Storage;
using ETag = ZuperConnect.Storage.ETag;

namespace ZuperConnect.AzureStorage;

/// <summary>The two requests that make a blob.</summary>
internal static class BlobWriting
{
    /// <summary>Makes a blob of its content, in one request.</summary>
    public static Task<ETag> PutAsync(
        BlockBlobClient blob, ReadOnlyMemory<byte> content, BlobDetails details, BlobCondition condition, CancellationToken cancellation) =>
        WriteAsync(
        async () =>
        {
            using var stream = BinaryData.FromBytes(content).ToStream();
            var options = new BlobUploadOptions
            {
                HttpHeaders = Headers(details),
                Metadata = details.Metadata.ToDictionary(),
                Conditions = Conditions(condition),
            };
            return await blob.UploadAsync(stream, options, cancellation).ConfigureAwait(false);
        },
        condition,
        cancellation);

    /// <summary>Makes a blob of blocks that were staged.</summary>
    public static Task<ETag> CommitAsync(
        BlockBlobClient blob, IEnumerable<string> blocks, BlobDetails details, BlobCondition condition, CancellationToken cancellation) =>
        WriteAsync(
        () =>
        {
            var options = new CommitBlockListOptions
            {
                HttpHeaders = Headers(details),
                Metadata = details.Metadata.ToDictionary(),
                Conditions = Conditions(condition),
            };
            return blob.CommitBlockListAsync(blocks, options, cancellation);
        },
        condition,
        cancellation);

    private static async Task<ETag> WriteAsync(
        Func<Task<Response<BlobContentInfo>>> write, BlobCondition condition, CancellationToken cancellation)
    {
        var written = await AzureFailure.TranslateAsync(
            async () =>
            {
                try
                {
                    return await write().ConfigureAwait(false);
                }
                catch (RequestFailedException refused) when (IsAgainst(refused))
                {
                    throw new ConflictException(condition.IsMissing ? Conflict.Exists : Conflict.Changed, refused);
                }
            },
            cancellation).ConfigureAwait(false);
        return Tags.Read(written.Value.ETag);
    }

    /// <summary>
    /// Whether another blob stands against a write. Blocks are gone where somebody else wrote the blob after they were staged (the service's
    /// page on Put Block List).
    /// </summary>
    private static bool IsAgainst(RequestFailedException refused) =>
        refused.ErrorCode is "ConditionNotMet" or "BlobAlreadyExists" or "BlobNotFound" or "InvalidBlockList";

    private static BlobHttpHeaders Headers(BlobDetails details) => new() { ContentType = details.ContentType };

    private static BlobRequestConditions Conditions(BlobCondition condition) =>
        condition.IsMissing ? new() { IfNoneMatch = Azure.ETag.All }
        : condition.Tag is { } tag ? new() { IfMatch = Tags.Of(tag) }
        : new();
}
