using ZuperConnect.Attachments;
using ZuperConnect.Conversations;
using ZuperConnect.Messages;

namespace ZuperConnect.Http;

/// <summary>Accepts the pictures of users' messages, if the provider can send them.</summary>
public sealed class OutgoingPictures(ProviderCapabilities provider, AttachmentUploads uploads, AttachmentBlobs blobs)
{
    /// <summary>Reads the ids of uploaded pictures.</summary>
    internal static IReadOnlyList<string> Read(IReadOnlyList<string?>? ids) =>
        ids is null ? []
        : ids.Count > Attachment.MaxPerMessage
            ? throw Problems.Invalid($"attachmentIds has at most {Attachment.MaxPerMessage} ids.")
        : [
            .. ids.Select(id => Guid.TryParseExact(id, "D", out var known) ? known.ToString()
                : throw Problems.Invalid("attachmentIds has the ids of uploaded pictures, from POST /api/attachments.")).Distinct(),
        ];

    /// <summary>Answers 422 if the provider cannot send pictures.</summary>
    public void RequireProvider()
    {
        if (!provider.Mms)
        {
            throw Problems.CannotSendPictures();
        }
    }

    /// <summary>Makes the pictures of a message part of its conversation.</summary>
    /// <exception cref="ProblemException">They cannot be sent.</exception>
    public async Task<IReadOnlyList<Attachment>> AttachAsync(
        ConversationId id, OutgoingMessage message, DateTimeOffset now, CancellationToken cancellation)
    {
        RequireProvider();
        var userId = message.By.UserId;
        var found = await uploads.FindAsync(message.Uploads, userId, id, message.Id, cancellation) ?? throw Problems.UnknownAttachment();
        if (found.Sum(picture => picture.Size) > AttachmentUploads.MaxLength)
        {
            throw Problems.PicturesTooLarge();
        }

        if (!await uploads.TryAttachAsync(found, userId, id, message.Id, cancellation))
        {
            throw Problems.UnknownAttachment();
        }

        foreach (var picture in message.Pictures)
        {
            var stored = await blobs.FindAsync(AttachmentBlobs.NameOf(id, picture.Id), cancellation) ?? throw Problems.UnknownAttachment();
            await blobs.RenewAsync(stored, now, cancellation);
        }

        return [.. message.Pictures, .. found];
    }
}
