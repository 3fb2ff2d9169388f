namespace ZuperConnect.Storage;

/// <summary>The properties of a stored blob.</summary>
/// <param name="Name">The name. Slashes have no meaning for storage, and the name does not end with one.</param>
/// <param name="Length">The length in bytes.</param>
/// <param name="ContentType">The media type; <c>application/octet-stream</c> if none was given.</param>
/// <param name="ETag">The ETag. It changes with the content and with the metadata.</param>
/// <param name="CreatedAt">When the blob was created.</param>
/// <param name="LastModified">When the content or the metadata was last written.</param>
/// <param name="Metadata">The metadata. Names are case-insensitive.</param>
public sealed record StoredBlob(
    string Name,
    long Length,
    string ContentType,
    ETag ETag,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastModified,
    IReadOnlyDictionary<string, string> Metadata);

/// <summary>A blob with its content.</summary>
public sealed record BlobContent(StoredBlob Blob, ReadOnlyMemory<byte> Content);

/// <summary>The properties with which a blob is written.</summary>
public sealed record BlobDetails
{
    /// <summary>The media type.</summary>
    public string ContentType { get; init; } = "application/octet-stream";

    /// <summary>The metadata: names that are C# identifiers in ASCII, values in printable ASCII, 8 KiB together.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}

/// <summary>A condition for writing a blob.</summary>
public sealed record BlobCondition
{
    /// <summary>No condition: an existing blob is replaced.</summary>
    public static BlobCondition None { get; } = new();

    /// <summary>The blob must not exist; otherwise <see cref="Conflict.Exists"/>.</summary>
    public static BlobCondition Missing { get; } = new() { IsMissing = true };

    /// <summary>The blob must have this ETag; otherwise <see cref="Conflict.Changed"/>, also if the blob does not exist any more.</summary>
    public static BlobCondition Unchanged(ETag tag) => new() { Tag = tag };

    /// <summary>Whether the blob must not exist.</summary>
    public bool IsMissing { get; private init; }

    /// <summary>The ETag that the blob must have; null for any.</summary>
    public ETag? Tag { get; private init; }
}

/// <summary>A container of blobs with metadata. It promises what Azure Blob Storage promises for block blobs.</summary>
public interface IBlobContainer
{
    /// <summary>The container's name.</summary>
    string Name { get; }

    /// <summary>Creates the container if it does not exist.</summary>
    /// <exception cref="StorageUnavailableException">Storage is unavailable.</exception>
    Task CreateIfNotExistsAsync(CancellationToken cancellation);

    /// <summary>The properties of a blob; null if it does not exist.</summary>
    /// <exception cref="StorageUnavailableException">Storage is unavailable.</exception>
    Task<StoredBlob?> FindAsync(string name, CancellationToken cancellation);

    /// <summary>All blobs whose names start with a prefix (null for all), in ordinal order of their names.</summary>
    /// <exception cref="StorageUnavailableException">Storage is unavailable.</exception>
    IAsyncEnumerable<StoredBlob> ListAsync(string? prefix, CancellationToken cancellation);

    /// <summary>
    /// Opens a blob for reading from a position; null if it does not exist. The stream is seekable, knows its length and reads about one
    /// megabyte at a time. If the blob is replaced meanwhile, the stream fails or returns the content from when it was opened.
    /// </summary>
    /// <exception cref="StorageUnavailableException">Storage is unavailable. Reading from the stream can throw this, too.</exception>
    Task<Stream?> OpenReadAsync(string name, long position, CancellationToken cancellation);

    /// <summary>Downloads a blob that fits in memory, with the properties of the same version; null if it does not exist.</summary>
    /// <exception cref="StorageUnavailableException">Storage is unavailable.</exception>
    Task<BlobContent?> DownloadAsync(string name, CancellationToken cancellation);

    /// <summary>Uploads a blob that fits in memory, completely or not at all.</summary>
    /// <exception cref="ConflictException">The condition does not hold; nothing was written.</exception>
    /// <exception cref="StorageLimitException">The name or metadata exceeds a limit (<see cref="BlobLimits"/>); nothing was
    /// written.</exception>
    /// <exception cref="StorageUnavailableException">Storage is unavailable. The blob may have been written nevertheless.</exception>
    Task<ETag> UploadAsync(
        string name, ReadOnlyMemory<byte> content, BlobDetails details, BlobCondition condition, CancellationToken cancellation);

    /// <summary>
    /// Starts writing a blob in parts. Nothing is visible before the commit. Two writers of one blob do not mix their parts.
    /// </summary>
    /// <exception cref="StorageLimitException">The name exceeds a limit (<see cref="BlobLimits"/>). May be thrown by the commit
    /// instead.</exception>
    IBlobWriter OpenWrite(string name);

    /// <summary>Replaces the metadata of a blob with this ETag.</summary>
    /// <exception cref="ConflictException"><see cref="Conflict.Changed"/>: the ETag is another one. <see cref="Conflict.Missing"/>: the
    /// blob does not exist.</exception>
    /// <exception cref="StorageLimitException">The name or metadata exceeds a limit (<see cref="BlobLimits"/>); nothing was
    /// written.</exception>
    /// <exception cref="StorageUnavailableException">Storage is unavailable. The metadata may have been replaced nevertheless.</exception>
    Task<ETag> SetMetadataAsync(string name, IReadOnlyDictionary<string, string> metadata, ETag ifMatch, CancellationToken cancellation);

    /// <summary>Deletes a blob.</summary>
    /// <param name="name">The name.</param>
    /// <param name="ifMatch">The ETag that the blob must have; <see cref="ETag.Any"/> for any.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <returns>Whether the blob existed.</returns>
    /// <exception cref="ConflictException">The blob has another ETag.</exception>
    /// <exception cref="StorageUnavailableException">Storage is unavailable. The blob may have been deleted nevertheless.</exception>
    Task<bool> DeleteAsync(string name, ETag ifMatch, CancellationToken cancellation);
}

/// <summary>Writes one blob in parts. Disposing it before <see cref="CommitAsync"/> discards the parts.</summary>
public interface IBlobWriter : IAsyncDisposable
{
    /// <summary>
    /// Adds a part. The caller may reuse the buffer afterwards. Parts should have a few megabytes and must not exceed 100 MiB.
    /// </summary>
    /// <exception cref="StorageUnavailableException">Storage is unavailable.</exception>
    Task AddAsync(ReadOnlyMemory<byte> part, CancellationToken cancellation);

    /// <summary>Creates the blob from all parts, completely or not at all. Called once.</summary>
    /// <exception cref="ConflictException">The condition does not hold; nothing was written.</exception>
    /// <exception cref="StorageLimitException">The name or metadata exceeds a limit (<see cref="BlobLimits"/>); nothing was
    /// written.</exception>
    /// <exception cref="StorageUnavailableException">Storage is unavailable. The blob may have been written nevertheless.</exception>
    Task<ETag> CommitAsync(BlobDetails details, BlobCondition condition, CancellationToken cancellation);
}
