using ZuperConnect.Conversations;

namespace ZuperConnect.Hosting;

/// <summary>
/// The owner of conversations (docs/design.md#owners). Handles one command at a time for each conversation, in the order of arrival, and
/// responds when the effect is stored.
/// </summary>
public interface IConversationOwner
{
    /// <summary>Handles a command.</summary>
    /// <returns>The result; null if it is not known yet. The owner then still has the command.</returns>
    /// <exception cref="Exception">Storage is unavailable. Nothing is promised; the caller or its sender must retry.</exception>
    Task<CommandResult?> HandleAsync(ConversationId id, Command command, CancellationToken cancellation);
}
