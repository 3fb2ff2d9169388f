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
        : after with
        {
            UnrespondedSince = Earlier(
                before.Unresponded ? before.UnrespondedSince ?? before.LastActivityAt : null,
                happened is MessageFailed ? WaitedBeforeFailures(after) : null, happened),
        };

    /// <summary>
    /// The earliest of the known times. An action of the customer that arrives late may be the one that waits longest. A failure alone is
    /// no such action: its time counts only if nothing else is known.
    /// </summary>
    private static DateTimeOffset Earlier(DateTimeOffset? since, DateTimeOffset? waited, ConversationEvent happened)
    {
        DateTimeOffset?[] known =
            [since, waited, happened is MessageReceived or CallWentUnanswered or VoicemailReceived ? happened.At : null];
        return known.Min() ?? happened.At;
    }

    /// <summary>
    /// Since when the customer waited for the responses that failed, without those before one that got through; null if it is not known.
    /// </summary>
    private static DateTimeOffset? WaitedBeforeFailures(Conversation conversation) => conversation.FailedResponses
        .Where(failed => !conversation.Responses.Any(response => response.At >= failed.At))
        .Min(failed => failed.UnrespondedSince);
}
