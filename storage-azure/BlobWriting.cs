using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using ZuperConnect.Storage;
using ETag = ZuperConnect.Storage.ETag;

namespace ZuperConnect.AzureStorage;

/// <summary>The requests that write a blob.</summary>
internal static class BlobWriting
{
    /// <summary>Uploads a blob in one request.</summary>
    public static Task<ETag> PutAsync(
        BlockBlobClient blob, ReadOnlyMemory<byte> content, BlobDetails details, BlobCondition condition, CancellationToken cancellation) =>
        WriteAsync(
        async () =>
        {
            BlobLimits.CheckMetadata(details.Metadata);
            using var stream = BinaryData.FromBytes(content).ToStream();
            var options = new BlobUploadOptions
            {
                HttpHeaders = Headers(details),
                Metadata = details.Metadata.ToDictionary(),
                Conditions = Conditions(condition),
            };
            return (await blob.UploadAsync(stream, options, cancellation).ConfigureAwait(false)).Value.ETag;
        },
        condition,
        cancellation);

    /// <summary>Creates a blob from staged blocks.</summary>
    public static Task<ETag> CommitAsync(
        BlockBlobClient blob, IEnumerable<string> blocks, BlobDetails details, BlobCondition condition, CancellationToken cancellation) =>
        WriteAsync(
        async () =>
        {
            BlobLimits.CheckMetadata(details.Metadata);
            var options = new CommitBlockListOptions
            {
                HttpHeaders = Headers(details),
                Metadata = details.Metadata.ToDictionary(),
                Conditions = Conditions(condition),
            };
            return (await blob.CommitBlockListAsync(blocks, options, cancellation).ConfigureAwait(false)).Value.ETag;
        },
        condition,
        cancellation);

    private static Task<ETag> WriteAsync(Func<Task<Azure.ETag>> write, BlobCondition condition, CancellationToken cancellation) =>
        AzureFailure.TranslateAsync(
            async () =>
            {
                try
                {
                    return Tags.Read(await write().ConfigureAwait(false));
                }
                catch (RequestFailedException refused) when (IsAgainst(refused))
                {
                    throw new ConflictException(condition.IsMissing ? Conflict.Exists : Conflict.Changed, refused);
                }
            },
            cancellation);

    /// <summary>
    /// Whether the write failed because of an existing or a missing blob. Staged blocks disappear if another writer commits the blob (from
    /// the service's page on Put Block List).
    /// </summary>
    private static bool IsAgainst(RequestFailedException refused) =>
        refused.ErrorCode is "ConditionNotMet" or "BlobAlreadyExists" or "BlobNotFound" or "InvalidBlockList";

    private static BlobHttpHeaders Headers(BlobDetails details) => new() { ContentType = details.ContentType };

    private static BlobRequestConditions Conditions(BlobCondition condition) =>
        condition.IsMissing ? new() { IfNoneMatch = Azure.ETag.All }
        : condition.Tag is { } tag ? new() { IfMatch = Tags.Of(tag) }
        : new();
}
