using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using ZuperConnect.Storage;
using ETag = ZuperConnect.Storage.ETag;

namespace ZuperConnect.AzureStorage;

/// <summary>A container of block blobs in Azure Blob Storage.</summary>
/// <param name="container">The container.</param>
public sealed class AzureBlobContainer(BlobContainerClient container) : IBlobContainer
{
    private const int ReadSize = 1024 * 1024;

    /// <inheritdoc />
    public string Name => container.Name;

    /// <inheritdoc />
    public Task CreateIfNotExistsAsync(CancellationToken cancellation) =>
        AzureFailure.TranslateAsync(() => container.CreateIfNotExistsAsync(cancellationToken: cancellation), cancellation);

    /// <inheritdoc />
    public Task<StoredBlob?> FindAsync(string name, CancellationToken cancellation) => FindAsync(
        async () =>
        {
            BlobProperties found = await Blob(name).GetPropertiesAsync(cancellationToken: cancellation).ConfigureAwait(false);
            return Read(name, found.ContentLength, found.ContentType, found.ETag, found.CreatedOn, found.LastModified, found.Metadata);
        },
        cancellation);

    /// <inheritdoc />
    public IAsyncEnumerable<StoredBlob> ListAsync(string? prefix, CancellationToken cancellation) => AzureFailure
        .TranslateAsync(container.GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, prefix, cancellation), cancellation)
        .Select(Read);

    /// <inheritdoc />
    public Task<Stream?> OpenReadAsync(string name, long position, CancellationToken cancellation) => FindAsync<Stream>(
        async () =>
        {
            var options = new BlobOpenReadOptions(allowModifications: false) { BufferSize = ReadSize, Position = position };
            return new BlobReadStream(await Blob(name).OpenReadAsync(options, cancellation).ConfigureAwait(false), ReadFailure);
        },
        cancellation);

    /// <inheritdoc />
    public Task<BlobContent?> DownloadAsync(string name, CancellationToken cancellation) => FindAsync(
        async () =>
        {
            BlobDownloadResult found = await Blob(name).DownloadContentAsync(cancellation).ConfigureAwait(false);
            var (content, details) = (found.Content.ToMemory(), found.Details);
            return new BlobContent(
                Read(name, content.Length, details.ContentType, details.ETag, details.CreatedOn, details.LastModified, details.Metadata),
                content);
        },
        cancellation);

    /// <inheritdoc />
    public Task<ETag> UploadAsync(
        string name, ReadOnlyMemory<byte> content, BlobDetails details, BlobCondition condition, CancellationToken cancellation)
    {
        BlobLimits.CheckName(name);
        return BlobWriting.PutAsync(Blob(name), content, details, condition, cancellation);
    }

    /// <inheritdoc />
    public IBlobWriter OpenWrite(string name)
    {
        BlobLimits.CheckName(name);
        return new AzureBlobWriter(Blob(name));
    }

    /// <inheritdoc />
    public async Task<ETag> SetMetadataAsync(
        string name, IReadOnlyDictionary<string, string> metadata, ETag ifMatch, CancellationToken cancellation)
    {
        var conditions = new BlobRequestConditions { IfMatch = Tags.Of(ifMatch) };
        BlobLimits.CheckMetadata(metadata);
        try
        {
            BlobInfo set = await AzureFailure.TranslateAsync(
                () => Blob(name).SetMetadataAsync(metadata.ToDictionary(), conditions, cancellation), cancellation).ConfigureAwait(false);
            return Tags.Read(set.ETag);
        }
        catch (ConflictException refused) when (refused.Kind is Conflict.Changed)
        {
            // The service may report a blob that does not exist as one with another ETag.
            if (await FindAsync(name, cancellation).ConfigureAwait(false) is null)
            {
                throw new ConflictException(Conflict.Missing, refused);
            }

            throw;
        }
    }

    /// <inheritdoc />
    public async Task<bool> DeleteAsync(string name, ETag ifMatch, CancellationToken cancellation)
    {
        var conditions = new BlobRequestConditions { IfMatch = Tags.Of(ifMatch) };
        try
        {
            return await AzureFailure.TranslateAsync(
                () => Blob(name).DeleteIfExistsAsync(DeleteSnapshotsOption.None, conditions, cancellation),
                cancellation).ConfigureAwait(false);
        }
        catch (ConflictException)
        {
            // The service may report a blob that does not exist as one with another ETag.
            if (await FindAsync(name, cancellation).ConfigureAwait(false) is null)
            {
                return false;
            }

            throw;
        }
    }

    private BlockBlobClient Blob(string name) => container.GetBlockBlobClient(name);

    private static Task<T?> FindAsync<T>(Func<Task<T>> find, CancellationToken cancellation)
        where T : class => AzureFailure.TranslateAsync(
        async () =>
        {
            try
            {
                return await find().ConfigureAwait(false);
            }
            catch (RequestFailedException missing) when (missing.ErrorCode == BlobErrorCode.BlobNotFound)
            {
                return null;
            }
        },
        cancellation);

    private static StoredBlob Read(BlobItem item)
    {
        var found = item.Properties;
        return Read(
            item.Name,
            found.ContentLength!.Value,
            found.ContentType,
            found.ETag!.Value,
            found.CreatedOn!.Value,
            found.LastModified!.Value,
            item.Metadata);
    }

    private static StoredBlob Read(
        string name,
        long length,
        string contentType,
        Azure.ETag tag,
        DateTimeOffset createdAt,
        DateTimeOffset lastModified,
        IDictionary<string, string> metadata) => new(
        name,
        length,
        contentType,
        Tags.Read(tag),
        createdAt,
        lastModified,
        new Dictionary<string, string>(metadata, StringComparer.OrdinalIgnoreCase));

    private static Exception? ReadFailure(Exception failure, CancellationToken cancellation) =>
        failure is RequestFailedException { Status: 404 or 412 }
            ? new IOException("The blob was replaced or deleted while it was read.", failure)
            : AzureFailure.Translate(failure, cancellation);
}
