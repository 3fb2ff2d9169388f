using static ZuperConnect.Conversations.Decision;

namespace ZuperConnect.Conversations;

/// <summary>
/// The rules for conversations that are put aside, and for those that the inbox closes after days of silence. The customer's next text or
/// call, and a message that failed, end a snooze. What the team does leaves it.
/// </summary>
internal static class SnoozeRules
{
    internal static Decision Snooze(Conversation conversation, Snooze snooze) =>
        !conversation.WasSeen(snooze.SeenThrough) ? Refuse(Refusal.NotSeen)
        : conversation.Status is ConversationStatus.Closed ? Refuse(Refusal.ClosedIsNotSnoozed)
        : conversation.SnoozedUntil == snooze.Until ? Nothing
        : Happens(new ConversationSnoozed(snooze.At, snooze.Until)
        {
            Item = new SnoozeItem(snooze.SourceId, snooze.At, snooze.Until) { By = snooze.By },
        });

    /// <summary>A time that has come ends the snooze that it belongs to, and no later one.</summary>
    internal static Decision End(Conversation conversation, EndSnooze end) =>
        conversation.SnoozedUntil is not { } until || (end.Until is { } due && due != until) ? Nothing
        : Happens(new SnoozeEnded(end.At) { Item = new SnoozeItem(end.SourceId, end.At, null) { By = end.By } });

    internal static Decision CloseSilent(Conversation conversation, CloseSilent close) =>
        conversation is not { Status: ConversationStatus.Open, Unread: false, Unresponded: false, SnoozedUntil: null, Scheduled: null }
            || conversation.QuietSince > close.At - TimeSpan.FromDays(close.Days) ? Nothing
        : Happens(new ConversationClosed(close.At)
        {
            Item = new StatusItem(close.SourceId, close.At, ConversationStatus.Closed) { AfterDays = close.Days },
        });

    /// <summary>The state after an event. What keeps the conversation open, but is no activity, starts the days of silence again.</summary>
    internal static Conversation WithAttention(this Conversation conversation, ConversationEvent happened) =>
        happened is ConversationReopened or SnoozeEnded or AssigneeChanged or CommentAdded or JobAdded or ScheduledMessageCanceled
            && !(conversation.AttendedAt > happened.At) ? conversation with { AttendedAt = happened.At } : conversation;
}
