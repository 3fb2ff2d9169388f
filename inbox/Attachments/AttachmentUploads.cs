using ZuperConnect.Conversations;
using ZuperConnect.Ledger;
using ZuperConnect.Storage;

namespace ZuperConnect.Attachments;

/// <summary>
/// The pictures that users have uploaded for a message. When the message is sent, they are copied to its conversation. Each is deleted
/// after a day, sent or not.
/// </summary>
public sealed class AttachmentUploads(
    StorageTables storage, AttachmentBlobs blobs, ConversationLedger ledger, TimeProvider time) : IDailyWork
{
    private const string Prefix = "uploads/";
    private const string UserKey = "user";
    private const string ConversationKey = "conversation";
    private const string MessageKey = "message";
    private const int Attempts = 5;

    /// <summary>The maximum length of a picture, and of all pictures of a message together, in bytes.</summary>
    public const int MaxLength = 5 * 1024 * 1024;

    /// <summary>How long an upload is kept.</summary>
    public static TimeSpan Retention { get; } = TimeSpan.FromDays(1);

    private IBlobContainer Container => storage.Attachments;

    /// <summary>Stores a picture for a message of a user.</summary>
    public async Task<Attachment> AddAsync(
        string userId, string name, string contentType, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var id = Guid.NewGuid().ToString();
        var stored = new StoredAttachment(Prefix + id, contentType, name, time.GetUtcNow()) { Length = content.Length };
        await Container.UploadAsync(
            stored.BlobName,
            content,
            new() { ContentType = contentType, Metadata = With(stored, (UserKey, userId)) },
            BlobCondition.Missing,
            cancellation);
        return AttachmentOf(id, stored);
    }

    /// <summary>The uploads of a user that are not part of another message; null if one of the ids is not among them.</summary>
    public async Task<IReadOnlyList<Attachment>?> FindAsync(
        IReadOnlyList<string> ids, string userId, ConversationId conversation, string messageId, CancellationToken cancellation)
    {
        var found = new List<Attachment>();
        foreach (var id in ids)
        {
            if (await Container.FindAsync(Prefix + id, cancellation) is not { } blob
                || !MayUse(blob, userId, conversation, messageId) || StoredAttachment.Read(blob) is not { } stored)
            {
                return null;
            }

            found.Add(AttachmentOf(id, stored));
        }

        return found;
    }

    /// <summary>
    /// Copies uploads to the conversation of a message that is about to be sent. Each upload notes the message first, so that the copy is
    /// deleted with the upload if the message was never sent.
    /// </summary>
    /// <returns>Whether all are copied; false if another message took one meanwhile.</returns>
    public async Task<bool> TryAttachAsync(
        IReadOnlyList<Attachment> attachments, string userId, ConversationId conversation, string messageId, CancellationToken cancellation)
    {
        foreach (var attachment in attachments)
        {
            if (!await TryClaimAsync(Prefix + attachment.Id, userId, conversation, messageId, cancellation))
            {
                return false;
            }

            var name = AttachmentBlobs.NameOf(conversation, attachment.Id);
            if (await blobs.FindAsync(name, cancellation) is null)
            {
                await using var content = await Container.OpenReadAsync(Prefix + attachment.Id, 0, cancellation);
                if (content is null)
                {
                    return false;
                }

                await using var copy = blobs.Copy(name);
                await copy.AddAsync(content, long.MaxValue, cancellation);
                await blobs.CommitAsync(copy, new(name, attachment.ContentType, attachment.Name, time.GetUtcNow()), cancellation);
            }
        }

        return true;
    }

    /// <summary>Deletes the uploads for messages of some conversations.</summary>
    public async Task EraseAsync(IReadOnlySet<ConversationId> conversations, CancellationToken cancellation)
    {
        await foreach (var blob in Container.ListAsync(Prefix, cancellation))
        {
            if (MessageOf(blob) is var (conversation, _) && conversations.Contains(conversation))
            {
                await blobs.DeleteAsync(blob.Name, cancellation);
            }
        }
    }

    /// <summary>Deletes old uploads, with the copies of those whose message was never sent.</summary>
    public async Task RunDailyAsync(CancellationToken cancellation)
    {
        var before = time.GetUtcNow() - Retention;
        await foreach (var blob in Container.ListAsync(Prefix, cancellation))
        {
            if ((StoredAttachment.Read(blob)?.At ?? blob.CreatedAt) > before)
            {
                continue;
            }

            if (MessageOf(blob) is var (conversation, messageId)
                && await ledger.FindProcessedAsync(conversation, messageId, cancellation) is not { Refused: null })
            {
                await blobs.DeleteAsync(AttachmentBlobs.NameOf(conversation, blob.Name[Prefix.Length..]), cancellation);
            }

            await blobs.DeleteAsync(blob.Name, cancellation);
        }
    }

    private async Task<bool> TryClaimAsync(
        string name, string userId, ConversationId conversation, string messageId, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await Container.FindAsync(name, cancellation) is not { } blob || !MayUse(blob, userId, conversation, messageId)
                || StoredAttachment.Read(blob) is not { } stored)
            {
                return false;
            }

            if (MessageOf(blob) is not null)
            {
                return true;
            }

            try
            {
                await Container.SetMetadataAsync(
                    name, With(stored, (UserKey, userId), (ConversationKey, $"{conversation}"), (MessageKey, messageId)), blob.ETag,
                    cancellation);
                return true;
            }
            catch (ConflictException) when (attempt < Attempts)
            {
                // It was used or deleted meanwhile.
            }
        }
    }

    private static bool MayUse(StoredBlob blob, string userId, ConversationId conversation, string messageId) =>
        blob.Metadata.TryGetValue(UserKey, out var user) && Uri.UnescapeDataString(user) == userId
        && (MessageOf(blob) is not { } message || message == (conversation, messageId));

    private static (ConversationId Conversation, string MessageId)? MessageOf(StoredBlob blob) =>
        blob.Metadata.TryGetValue(ConversationKey, out var conversation)
        && ConversationId.TryParse(Uri.UnescapeDataString(conversation), out var id)
        && blob.Metadata.TryGetValue(MessageKey, out var messageId) ? (id, messageId) : null;

    private static Dictionary<string, string> With(StoredAttachment stored, params IEnumerable<(string Key, string Value)> more)
    {
        var metadata = stored.Metadata;
        foreach (var (key, value) in more)
        {
            metadata[key] = Uri.EscapeDataString(value);
        }

        return metadata;
    }

    private static Attachment AttachmentOf(string id, StoredAttachment stored) =>
        new(id, stored.ContentType, stored.Name, AttachmentState.Available) { Size = stored.Length };
}
