namespace ZuperConnect.Conversations;

/// <summary>The result of a command. A repeated command has the same result as the first.</summary>
/// <param name="Refused">The reason for a refusal; null if the command was accepted.</param>
/// <param name="Conversation">The current conversation; null if there is none, or if the caller does not need it.</param>
/// <param name="Item">The current state of the timeline item that the command added or changed; null if there is none, or if the caller
/// does not need it.</param>
public sealed record CommandResult(Refusal? Refused, Conversation? Conversation, TimelineItem? Item)
{
    /// <summary>Whether the command was accepted.</summary>
    public bool IsAccepted => Refused is null;
}
