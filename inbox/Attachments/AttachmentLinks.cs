using ZuperConnect.Conversations;
using ZuperConnect.Team;

namespace ZuperConnect.Attachments;

/// <summary>Creates the addresses at which the telephony provider gets the pictures of a message.</summary>
public sealed class AttachmentLinks(FileAccessTokens tokens)
{
    /// <summary>The route for the provider. An address contains a ticket, and no id or phone number.</summary>
    public const string Route = "api/media";

    /// <summary>The query parameter with the ticket.</summary>
    public const string TicketParameter = "ticket";

    /// <summary>The paths of some attachments, relative to the address of the inbox. They are valid for two hours.</summary>
    public async Task<IReadOnlyList<string>> CreateAsync(
        ConversationId conversation, IReadOnlyList<Attachment> attachments, CancellationToken cancellation)
    {
        var paths = new List<string>();
        foreach (var attachment in attachments)
        {
            var token = await tokens.IssueToProviderAsync(AttachmentBlobs.NameOf(conversation, attachment.Id), cancellation);
            paths.Add($"{Route}?{TicketParameter}={token.Text}");
        }

        return paths;
    }
}
