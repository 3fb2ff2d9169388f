using static ZuperConnect.Conversations.Decision;

namespace ZuperConnect.Conversations;

/// <summary>The rules for how long a customer has waited for a response.</summary>
internal static class WaitingRules
{
    internal static Accepted MarkOverdue(Conversation conversation, MarkOverdue mark) =>
        conversation is { Unresponded: true, Overdue: false } && conversation.UnrespondedSince == mark.UnrespondedSince
            ? Happens(new ConversationBecameOverdue(mark.At)
            {
                Item = new OverdueItem(mark.SourceId, mark.At, mark.UnrespondedSince),
            })
            : Nothing;

    /// <summary>The state after an event, with the time since which the customer waits. Whoever does not wait is not overdue.</summary>
    internal static Conversation WithWaiting(this Conversation after, Conversation before, ConversationEvent happened) =>
        !after.Unresponded ? after with { UnrespondedSince = null, Overdue = false }
        : !before.Unresponded ? after with { UnrespondedSince = happened.At }
        : after with { UnrespondedSince = Earlier(before.UnrespondedSince ?? before.LastActivityAt, happened) };

    /// <summary>An action of the customer that arrives late may be the one that waits longest.</summary>
    private static DateTimeOffset Earlier(DateTimeOffset since, ConversationEvent happened) =>
        happened is MessageReceived or CallWentUnanswered or VoicemailReceived && happened.At < since ? happened.At : since;
}
