namespace ZuperConnect.Conversations;

/// <summary>What became of a command: the same for its repetitions as for the first.</summary>
/// <param name="Refused">Why it was refused; null where it was taken.</param>
/// <param name="Conversation">The conversation as it is now; null where there is none, and where the owner was not asked by a user.</param>
/// <param name="Item">The timeline item that the command made or changed, as it is now; null likewise, and where it made none.</param>
public sealed record Answer(Refusal? Refused, Conversation? Conversation, TimelineItem? Item)
{
    /// <summary>Whether the command was taken.</summary>
    public bool Taken => Refused is null;
}

/// <summary>
/// The owner of conversations: takes one command at a time for each, in the order in which they come, and answers when the effect is
/// stored. Both hosts have one (design, section 4).
/// </summary>
public interface IConversationOwner
{
    /// <summary>Hands over a command.</summary>
    /// <returns>What became of it; null where that is not known yet, and the owner still has it.</returns>
    /// <exception cref="Exception">Storage is away: nothing was promised, and the caller or its repeater tries again.</exception>
    Task<Answer?> TakeAsync(ConversationId id, Command command, CancellationToken cancellation);
}
