using System.ComponentModel.DataAnnotations;

namespace ZuperConnect.Conversations;

/// <summary>Whether the file of an attachment can be read.</summary>
public enum AttachmentState
{
    /// <summary>It is still being copied from the telephony provider.</summary>
    Pending,

    /// <summary>It could not be copied. An admin can retry the work.</summary>
    Failed,

    /// <summary>It can be read.</summary>
    Available,
}

/// <summary>A picture or other file of a message.</summary>
/// <param name="Id">Unique in the conversation.</param>
/// <param name="ContentType">The media type. Until the file is available, it is what the sender says.</param>
/// <param name="Name">A name for the file.</param>
/// <param name="State">Whether it can be read.</param>
public sealed record Attachment(
    string Id, string ContentType, [MaxLength(Attachment.MaxNameLength)] string Name, AttachmentState State)
{
    /// <summary>The maximum number of attachments of a user's message.</summary>
    public const int MaxPerMessage = 10;

    /// <summary>The maximum length of a name.</summary>
    public const int MaxNameLength = 100;

    /// <summary>The length in bytes; null until it is available.</summary>
    [Range(0, long.MaxValue)]
    public long? Size { get; init; }
}

/// <summary>A file of a customer's message, which is still at the telephony provider.</summary>
/// <param name="Id">The id of the attachment.</param>
/// <param name="ContentType">The media type according to the provider.</param>
/// <param name="Address">The address at the provider.</param>
public sealed record ReceivedFile(string Id, string ContentType, Uri Address);
