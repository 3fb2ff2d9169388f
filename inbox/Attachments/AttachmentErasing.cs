using Microsoft.Extensions.Logging;
using ZuperConnect.Conversations;
using ZuperConnect.Outbox;

namespace ZuperConnect.Attachments;

/// <summary>Erases the attachments of conversations: the stored files, the uploads, and the files that are still at the provider.</summary>
public sealed partial class AttachmentErasing(
    WorkItemStore workItems, AttachmentBlobs blobs, AttachmentUploads uploads, IAttachmentSource source, TimeProvider time,
    ILogger<AttachmentErasing> log)
{
    /// <summary>After this time the rest is erased even if the provider cannot be reached.</summary>
    public static TimeSpan ProviderTimeout { get; } = TimeSpan.FromDays(1);

    /// <summary>Erases the attachments of messages up to a time. The work items stay until the conversation's rows are erased.</summary>
    /// <returns>False if the provider cannot be reached, and this is to be tried again.</returns>
    public async Task<bool> EraseAsync(IReadOnlySet<ConversationId> conversations, DateTimeOffset upTo, CancellationToken cancellation)
    {
        foreach (var conversation in conversations)
        {
            await foreach (var item in workItems.OfConversationAsync(conversation, upTo, cancellation))
            {
                if (item is { Kind: WorkKind.ArchiveAttachment, Address: { } address }
                    && !await TryDeleteAtProviderAsync(item, new(address), cancellation) && time.GetUtcNow() - upTo < ProviderTimeout)
                {
                    return false;
                }
            }

            await blobs.EraseAsync(conversation, upTo, cancellation);
        }

        await uploads.EraseAsync(conversations, cancellation);
        return true;
    }

    private async Task<bool> TryDeleteAtProviderAsync(WorkItem item, Uri address, CancellationToken cancellation)
    {
        try
        {
            if (source.Owns(address))
            {
                await source.DeleteAsync(address, cancellation);
            }

            return true;
        }
#pragma warning disable CA1031 // Tried again.
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotDeleted(item.Id.Masked(), failure);
            return false;
        }
    }

    [LoggerMessage(2221, LogLevel.Warning, "Attachment {Work} could not be deleted at the provider while its conversation is erased")]
    private partial void LogNotDeleted(string work, Exception failure);
}
