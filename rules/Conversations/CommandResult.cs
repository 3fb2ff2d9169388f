namespace ZuperConnect.Conversations;

/// <summary>What became of a command: the same for its repetitions as for the first.</summary>
/// <param name="Refused">Why it was refused; null where it was taken.</param>
/// <param name="Conversation">The conversation as it is now; null where there is none, and where the owner was not asked by a user.</param>
/// <param name="Item">The timeline item that the command made or changed, as it is now; null likewise, and where it made none.</param>
public sealed record CommandResult(Refusal? Refused, Conversation? Conversation, TimelineItem? Item)
{
    /// <summary>Whether the command was taken.</summary>
    public bool Taken => Refused is null;
}
