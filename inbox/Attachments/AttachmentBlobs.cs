using System.Globalization;
using ZuperConnect.Conversations;
using ZuperConnect.Storage;

namespace ZuperConnect.Attachments;

/// <summary>A stored attachment.</summary>
/// <param name="BlobName">The name of its blob.</param>
/// <param name="ContentType">The media type. That of a picture is verified by its first bytes.</param>
/// <param name="Name">The name of the file.</param>
/// <param name="At">The time of its message.</param>
public sealed record StoredAttachment(string BlobName, string ContentType, string Name, DateTimeOffset At)
{
    private const string LengthKey = "length";
    private const string NameKey = "name";
    private const string AtKey = "at";

    /// <summary>The length in bytes.</summary>
    public long Length { get; init; }

    /// <summary>The ETag of the blob.</summary>
    public ETag ETag { get; init; }

    /// <summary>When the blob was last changed.</summary>
    public DateTimeOffset LastModified { get; init; }

    /// <summary>The metadata of the blob.</summary>
    internal Dictionary<string, string> Metadata => new()
    {
        [LengthKey] = Length.ToString(CultureInfo.InvariantCulture),
        [NameKey] = Uri.EscapeDataString(Name),
        [AtKey] = At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
    };

    /// <summary>Reads the metadata of a blob; null if it was not stored completely.</summary>
    internal static StoredAttachment? Read(StoredBlob blob) =>
        blob.Metadata.TryGetValue(LengthKey, out var text)
        && long.TryParse(text, CultureInfo.InvariantCulture, out var length) && length == blob.Length
        && blob.Metadata.TryGetValue(NameKey, out var name)
        && blob.Metadata.TryGetValue(AtKey, out var time)
        && DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var at)
            ? new(blob.Name, blob.ContentType, Uri.UnescapeDataString(name), at)
            {
                Length = length,
                ETag = blob.ETag,
                LastModified = blob.LastModified,
            }
            : null;
}

/// <summary>
/// The container <c>attachments</c>: the pictures and other files of messages, as <c>{conversation}/{attachment}</c>. Below
/// <c>uploads/</c> are the files that users have not sent yet, see <see cref="AttachmentUploads"/>.
/// </summary>
public sealed class AttachmentBlobs(StorageTables storage)
{
    private IBlobContainer Container => storage.Attachments;

    /// <summary>The name of an attachment's blob.</summary>
    public static string NameOf(ConversationId conversation, string attachmentId) => $"{conversation}/{attachmentId}";

    /// <summary>A stored attachment; null if there is none.</summary>
    public async Task<StoredAttachment?> FindAsync(string blobName, CancellationToken cancellation) =>
        await Container.FindAsync(blobName, cancellation) is { } blob ? StoredAttachment.Read(blob) : null;

    /// <summary>Opens an attachment. The stream is seekable and takes about a megabyte of memory.</summary>
    /// <exception cref="FileNotFoundException">The attachment was deleted.</exception>
    public async Task<Stream> OpenAsync(StoredAttachment attachment, CancellationToken cancellation) =>
        await Container.OpenReadAsync(attachment.BlobName, 0, cancellation)
            ?? throw new FileNotFoundException("The attachment was deleted.");

    /// <summary>Starts writing an attachment.</summary>
    internal BlobCopy Copy(string blobName) => new(Container.OpenWrite(blobName));

    /// <summary>Stores what was written, unless it is stored already, and verifies it.</summary>
    internal async Task<StoredAttachment> CommitAsync(BlobCopy copy, StoredAttachment attachment, CancellationToken cancellation)
    {
        try
        {
            await copy.CommitAsync(
                attachment.ContentType, (attachment with { Length = copy.Length }).Metadata, replaced: null, cancellation);
        }
        catch (ConflictException exists) when (exists.Kind is Conflict.Exists)
        {
            // Another copy was faster.
        }

        return await FindAsync(attachment.BlobName, cancellation)
            ?? throw new InvalidDataException("The copy of an attachment has another length than what was copied.");
    }

    /// <summary>Sets the time of an attachment's message, if a later message has the same attachment.</summary>
    internal async Task RenewAsync(StoredAttachment attachment, DateTimeOffset at, CancellationToken cancellation)
    {
        if (at > attachment.At)
        {
            await Container.SetMetadataAsync(attachment.BlobName, (attachment with { At = at }).Metadata, attachment.ETag, cancellation);
        }
    }

    /// <summary>Deletes an attachment.</summary>
    internal Task DeleteAsync(string blobName, CancellationToken cancellation) =>
        Container.DeleteAsync(blobName, ETag.Any, cancellation);

    /// <summary>Deletes the attachments of a conversation's messages up to a time.</summary>
    internal async Task EraseAsync(ConversationId conversation, DateTimeOffset upTo, CancellationToken cancellation)
    {
        await foreach (var blob in Container.ListAsync($"{conversation}/", cancellation))
        {
            if (StoredAttachment.Read(blob) is not { } stored || stored.At <= upTo)
            {
                await DeleteAsync(blob.Name, cancellation);
            }
        }
    }
}
