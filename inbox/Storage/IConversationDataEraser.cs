using ZuperConnect.Conversations;

namespace ZuperConnect.Storage;

/// <summary>
/// Erases what one part of the inbox stores about conversations beside their rows. A part that stores more of it is another implementation.
/// </summary>
public interface IConversationDataEraser
{
    /// <summary>Erases the data of conversations up to a time, after the rows of their timelines are deleted. May run twice.</summary>
    Task EraseAsync(IReadOnlySet<ConversationId> ids, DateTimeOffset upTo, CancellationToken cancellation);
}
