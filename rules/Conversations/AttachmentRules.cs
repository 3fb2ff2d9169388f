using System.Collections.Immutable;
using static ZuperConnect.Conversations.Decision;

namespace ZuperConnect.Conversations;

/// <summary>The rules for the attachments of messages.</summary>
internal static class AttachmentRules
{
    /// <summary>The attachments of a customer's message, before they are copied.</summary>
    internal static ImmutableArray<Attachment> Received(IReadOnlyList<ReceivedFile>? files) =>
        files?.Select((file, index) => new Attachment(
            file.Id, file.ContentType, AttachmentNames.NameOf(file.ContentType, index), AttachmentState.Pending)).ToImmutableArray() ?? [];

    /// <summary>The state only moves forward: pending, failed, available.</summary>
    internal static Decision Change(ChangeAttachment change, MessageItem? message) =>
        message?.Attachments.FirstOrDefault(one => one.Id == change.AttachmentId) is not { } known ? Refuse(Refusal.UnknownItem)
        : change.State <= known.State ? Nothing
        : Happens(new ItemChanged(change.At)
        {
            Item = message with
            {
                Attachments =
                [
                    .. message.Attachments.Select(one => one != known ? one : one with
                    {
                        State = change.State,
                        Size = change.Size,
                        ContentType = change.ContentType ?? one.ContentType,
                    }),
                ],
            },
        });
}
