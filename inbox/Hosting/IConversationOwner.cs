using ZuperConnect.Conversations;

namespace ZuperConnect.Hosting;

/// <summary>
/// The owner of conversations: takes one command at a time for each, in the order in which they come, and answers when the effect is
/// stored. Both hosts have one (docs/design.md#owners).
/// </summary>
public interface IConversationOwner
{
    /// <summary>Hands over a command.</summary>
    /// <returns>What became of it; null where that is not known yet, and the owner still has it.</returns>
    /// <exception cref="Exception">Storage is away: nothing was promised, and the caller or its repeater tries again.</exception>
    Task<CommandResult?> HandleAsync(ConversationId id, Command command, CancellationToken cancellation);
}
