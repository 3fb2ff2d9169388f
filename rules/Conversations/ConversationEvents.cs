namespace ZuperConnect.Conversations;

/// <summary>Something that happened in a conversation. <see cref="ConversationRules.Decide"/> creates it.</summary>
public abstract record ConversationEvent(DateTimeOffset At)
{
    /// <summary>The timeline item that is added or replaced; null if the timeline does not show it.</summary>
    public TimelineItem? Item { get; init; }
}

/// <summary>A closed conversation was opened by an action of the customer or a user.</summary>
public sealed record Reopened(DateTimeOffset At) : ConversationEvent(At);

/// <summary>The customer sent a text. <paramref name="Word"/> is set if it contains an opt-out or opt-in keyword.</summary>
public sealed record MessageReceived(DateTimeOffset At, string Text, OptOutKeyword? Word) : ConversationEvent(At)
{
    /// <summary>Whether the text opts out (true) or in (false); null if it does neither by itself.</summary>
    public bool? OptOut => Word switch
    {
        OptOutKeyword.Stop or OptOutKeyword.Cancel => true,
        OptOutKeyword.Start => false,
        _ => null,
    };
}

/// <summary>The customer's call rings.</summary>
public sealed record CallRang(DateTimeOffset At) : ConversationEvent(At);

/// <summary>A user answered the customer's call.</summary>
public sealed record CallAnswered(DateTimeOffset At, Author? By, string CallId) : ConversationEvent(At);

/// <summary>The customer's call ended. <paramref name="By"/> had answered it.</summary>
public sealed record CallCompleted(DateTimeOffset At, Author? By) : ConversationEvent(At);

/// <summary>The customer's call ended without an answer.</summary>
public sealed record CallWentUnanswered(DateTimeOffset At) : ConversationEvent(At)
{
    /// <summary>Whether the call was already counted as unread, because its voicemail arrived first.</summary>
    public bool AlreadyCounted { get; init; }
}

/// <summary>The customer left a voicemail.</summary>
public sealed record VoicemailReceived(DateTimeOffset At) : ConversationEvent(At)
{
    /// <summary>Its length; null if unknown.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Whether the call was already counted as unread, because its end arrived first.</summary>
    public bool AlreadyCounted { get; init; }
}

/// <summary>A user sent a text. <paramref name="SawAll"/> is true if the user had seen everything that the customer did.</summary>
public sealed record MessageQueued(DateTimeOffset At, Author By, string Text, bool SawAll, string ItemId) : ConversationEvent(At);

/// <summary>The inbox sent a text by itself.</summary>
public sealed record AutomaticTextQueued(DateTimeOffset At, string Text) : ConversationEvent(At);

/// <summary>The inbox sends a text by itself later, unless something makes it needless.</summary>
public sealed record AutomaticTextPlanned(DateTimeOffset At, SendAutomaticText Command) : ConversationEvent(At);

/// <summary>A user scheduled a message.</summary>
public sealed record MessageScheduled(DateTimeOffset At, ScheduledMessage Message) : ConversationEvent(At);

/// <summary>A user changed a scheduled message.</summary>
public sealed record ScheduledMessageChanged(DateTimeOffset At, ScheduledMessage Message) : ConversationEvent(At);

/// <summary>A scheduled message was canceled: by a user, or because the customer wrote.</summary>
public sealed record ScheduledMessageCanceled(DateTimeOffset At, string ItemId) : ConversationEvent(At);

/// <summary>A user's message was not delivered.</summary>
/// <param name="At">When this became known.</param>
/// <param name="ItemId">The id of the message.</param>
/// <param name="Text">Its text.</param>
/// <param name="By">The author.</param>
/// <param name="LeavesUnresponded">
/// Whether the customer has no response because of it: it was one, no later one got through, and the customer has not opted out.
/// </param>
/// <param name="OptedOut">Whether it failed because the customer opted out at the provider.</param>
public sealed record MessageFailed(DateTimeOffset At, string ItemId, string Text, Author? By, bool LeavesUnresponded, bool OptedOut)
    : ConversationEvent(At);

/// <summary>A user's message that was reported as failed was delivered after all.</summary>
public sealed record FailureCorrected(DateTimeOffset At, string ItemId, string Text, Author? By) : ConversationEvent(At);

/// <summary>The provider reported an opt-out with a message whose final delivery is already known.</summary>
public sealed record OptedOutAtProvider(DateTimeOffset At) : ConversationEvent(At);

/// <summary>A user placed a call.</summary>
public sealed record CallPlaced(DateTimeOffset At, Author? By) : ConversationEvent(At);

/// <summary>The outcome of a user's call is known.</summary>
public sealed record CallOutcomeKnown(DateTimeOffset At, Author? By, string CallId, CallOutcome Outcome) : ConversationEvent(At);

/// <summary>Only a timeline item changed: the delivery of a message, a user's call, or a recording.</summary>
public sealed record ItemChanged(DateTimeOffset At) : ConversationEvent(At);

/// <summary>A user added a comment.</summary>
public sealed record CommentAdded(DateTimeOffset At) : ConversationEvent(At);

/// <summary>A user created a job.</summary>
public sealed record JobAdded(DateTimeOffset At) : ConversationEvent(At);

/// <summary>A user marked the conversation as read.</summary>
public sealed record MarkedRead(DateTimeOffset At) : ConversationEvent(At);

/// <summary>A user marked the conversation as unread.</summary>
public sealed record MarkedUnread(DateTimeOffset At) : ConversationEvent(At);

/// <summary>A user closed the conversation.</summary>
public sealed record ConversationClosed(DateTimeOffset At) : ConversationEvent(At);

/// <summary>A user reopened the conversation.</summary>
public sealed record ConversationReopened(DateTimeOffset At) : ConversationEvent(At);

/// <summary>A user snoozed the conversation.</summary>
public sealed record ConversationSnoozed(DateTimeOffset At, DateTimeOffset Until) : ConversationEvent(At);

/// <summary>The conversation is not snoozed any more.</summary>
public sealed record SnoozeEnded(DateTimeOffset At) : ConversationEvent(At);

/// <summary>The conversation has another assignee, or none (null).</summary>
public sealed record AssigneeChanged(DateTimeOffset At, Author? Assignee) : ConversationEvent(At);

/// <summary>The customer has waited for a response for longer than the number allows.</summary>
public sealed record ConversationBecameOverdue(DateTimeOffset At) : ConversationEvent(At);

/// <summary>The customer opted out or in, but not by a text in this conversation.</summary>
public sealed record OptOutNoted(DateTimeOffset At, bool OptedOut) : ConversationEvent(At);

/// <summary>A user decided that a possible opt-out is none.</summary>
public sealed record OptOutDismissed(DateTimeOffset At) : ConversationEvent(At);

/// <summary>The customer number belongs to another customer, or the customer has another name.</summary>
public sealed record CustomerNamed(DateTimeOffset At, SavedCustomer? Customer) : ConversationEvent(At);

/// <summary>The customer was erased, with everything up to this time.</summary>
public sealed record HistoryErased(DateTimeOffset At, string CustomerId) : ConversationEvent(At);
