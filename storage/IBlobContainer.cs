namespace ZuperConnect.Storage;

/// <summary>A blob that is stored.</summary>
/// <param name="Name">Its name; slashes in it mean nothing to storage, and it does not end in one.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="ContentType">What it is, as a media type; <c>application/octet-stream</c> where that was not said.</param>
/// <param name="ETag">Its tag, which changes with its content and its metadata.</param>
/// <param name="CreatedAt">When it was first written.</param>
/// <param name="LastModified">When its content or its metadata was last written.</param>
/// <param name="Metadata">What is noted about it; names are not told apart by case.</param>
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

/// <summary>What is said of a blob when it is written.</summary>
public sealed record BlobDetails
{
    /// <summary>A media type.</summary>
    public string ContentType { get; init; } = "application/octet-stream";

    /// <summary>What is noted about it: names that are C# identifiers in ASCII, values in printable ASCII, 8 KiB together.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}

/// <summary>What must be so for a blob to be written: at most one of the two.</summary>
public sealed record BlobCondition
{
    /// <summary>Nothing: a blob that is there is replaced.</summary>
    public static BlobCondition None { get; } = new();

    /// <summary>No blob of that name is there; else <see cref="Conflict.Exists"/>.</summary>
    public static BlobCondition Missing { get; } = new() { IsMissing = true };

    /// <summary>The blob is there and has this tag; else <see cref="Conflict.Changed"/>, also where it is not there any more.</summary>
    public static BlobCondition Unchanged(ETag tag) => new() { Tag = tag };

    /// <summary>Whether no blob may be there.</summary>
    public bool IsMissing { get; private init; }

    /// <summary>The tag that it must have; null: any.</summary>
    public ETag? Tag { get; private init; }
}

/// <summary>Files by name, with a few words of metadata each. It promises what Azure Blob Storage promises of block blobs.</summary>
public interface IBlobContainer
{
    /// <summary>The container's name.</summary>
    string Name { get; }

    /// <summary>Creates the container if it is not there.</summary>
    /// <exception cref="StorageUnavailableException">Storage is away.</exception>
    Task CreateIfNotExistsAsync(CancellationToken cancellation);

    /// <summary>A blob without its content; null if there is none.</summary>
    /// <exception cref="StorageUnavailableException">Storage is away.</exception>
    Task<StoredBlob?> FindAsync(string name, CancellationToken cancellation);

    /// <summary>All blobs whose names begin with a prefix, in the ordinal order of their names; null: all of the container.</summary>
    /// <exception cref="StorageUnavailableException">Storage is away.</exception>
    IAsyncEnumerable<StoredBlob> ListAsync(string? prefix, CancellationToken cancellation);

    /// <summary>
    /// Opens a blob for reading, at a place in it; null if there is none. The stream can be sought, knows its length, reads about a
    /// megabyte at a time, and fails where the blob is replaced while it is read, or gives the content that it had when it was opened.
    /// </summary>
    /// <exception cref="StorageUnavailableException">Storage is away; the stream's reading says the same.</exception>
    Task<Stream?> OpenReadAsync(string name, long position, CancellationToken cancellation);

    /// <summary>Reads a blob that fits in memory, with all that is noted about that version of it; null if there is none.</summary>
    /// <exception cref="StorageUnavailableException">Storage is away.</exception>
    Task<BlobContent?> DownloadAsync(string name, CancellationToken cancellation);

    /// <summary>Writes a blob that fits in memory, whole or not at all.</summary>
    /// <exception cref="ConflictException">The condition does not hold; nothing was written.</exception>
    /// <exception cref="StorageLimitException">Its name or metadata is beyond a limit (<see cref="BlobLimits"/>); nothing was
    /// written.</exception>
    /// <exception cref="StorageUnavailableException">Storage is away; the blob may have been written all the same.</exception>
    Task<ETag> UploadAsync(
        string name, ReadOnlyMemory<byte> content, BlobDetails details, BlobCondition condition, CancellationToken cancellation);

    /// <summary>
    /// Begins to write a blob in parts. Nothing can be read of it before it is committed; two writers of one blob share no part.
    /// </summary>
    /// <exception cref="StorageLimitException">Its name is beyond a limit (<see cref="BlobLimits"/>), if not said by the
    /// commit.</exception>
    IBlobWriter OpenWrite(string name);

    /// <summary>Replaces the metadata of a blob that has a tag.</summary>
    /// <exception cref="ConflictException"><see cref="Conflict.Changed"/>: it has another tag. <see cref="Conflict.Missing"/>: it is not
    /// there.</exception>
    /// <exception cref="StorageLimitException">Its name or metadata is beyond a limit (<see cref="BlobLimits"/>); nothing was
    /// written.</exception>
    /// <exception cref="StorageUnavailableException">Storage is away; it may have been done all the same.</exception>
    Task<ETag> SetMetadataAsync(string name, IReadOnlyDictionary<string, string> metadata, ETag ifMatch, CancellationToken cancellation);

    /// <summary>Deletes a blob.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="ifMatch">The tag that it must have; <see cref="ETag.Any"/> is every tag.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="ConflictException">It has another tag.</exception>
    /// <exception cref="StorageUnavailableException">Storage is away; it may have been done all the same.</exception>
    Task<bool> DeleteAsync(string name, ETag ifMatch, CancellationToken cancellation);
}

/// <summary>Writes one blob in parts. Disposing it before <see cref="CommitAsync"/> gives up what was added.</summary>
public interface IBlobWriter : IAsyncDisposable
{
    /// <summary>Adds bytes, which the caller may reuse afterwards: a part of some megabytes at best, 100 MiB at most.</summary>
    /// <exception cref="StorageUnavailableException">Storage is away.</exception>
    Task AddAsync(ReadOnlyMemory<byte> part, CancellationToken cancellation);

    /// <summary>Makes the blob of all that was added, once: whole and for good, or not at all.</summary>
    /// <exception cref="ConflictException">The condition does not hold; nothing was written.</exception>
    /// <exception cref="StorageLimitException">Its name or metadata is beyond a limit (<see cref="BlobLimits"/>); nothing was
    /// written.</exception>
    /// <exception cref="StorageUnavailableException">Storage is away; the blob may have been written all the same.</exception>
    Task<ETag> CommitAsync(BlobDetails details, BlobCondition condition, CancellationToken cancellation);
}
