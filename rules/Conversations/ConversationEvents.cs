namespace ZuperConnect.Conversations;

/// <summary>Something that happened in a conversation, decided by <see cref="ConversationRules"/>.</summary>
public abstract record ConversationEvent(DateTimeOffset At)
{
    /// <summary>The timeline item that it adds or replaces; null where the timeline does not show it.</summary>
    public TimelineItem? Item { get; init; }
}

/// <summary>The conversation was closed, and something happened that opens it.</summary>
public sealed record Reopened(DateTimeOffset At) : ConversationEvent(At);

/// <summary>The customer wrote; <paramref name="Word"/> where the text says something about our texts.</summary>
public sealed record MessageReceived(DateTimeOffset At, string Text, OptOutKeyword? Word) : ConversationEvent(At)
{
    /// <summary>Whether the text opts out (true) or in (false); null where it does neither by itself.</summary>
    public bool? OptOut => Word switch
    {
        OptOutKeyword.Stop or OptOutKeyword.Cancel => true,
        OptOutKeyword.Start => false,
        _ => null,
    };
}

/// <summary>The customer calls.</summary>
public sealed record CallRang(DateTimeOffset At) : ConversationEvent(At);

/// <summary>A user answered the customer's call.</summary>
public sealed record CallAnswered(DateTimeOffset At, Author? By, string CallId) : ConversationEvent(At);

/// <summary>The customer's call, which <paramref name="By"/> had answered, is over.</summary>
public sealed record CallCompleted(DateTimeOffset At, Author? By) : ConversationEvent(At);

/// <summary>The customer's call is over and nobody answered it.</summary>
public sealed record CallWentUnanswered(DateTimeOffset At) : ConversationEvent(At)
{
    /// <summary>Its voicemail came before, and made the call count as unread already.</summary>
    public bool AlreadyCounted { get; init; }
}

/// <summary>The customer left a voicemail.</summary>
public sealed record VoicemailReceived(DateTimeOffset At) : ConversationEvent(At)
{
    /// <summary>How long it is; null where that is not known.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The call's end came before, and made the call count as unread already.</summary>
    public bool AlreadyCounted { get; init; }
}

/// <summary>A user wrote; <paramref name="SawAll"/>: having seen all that the customer did.</summary>
public sealed record MessageQueued(DateTimeOffset At, Author By, string Text, bool SawAll, string ItemId) : ConversationEvent(At);

/// <summary>A user's message did not arrive.</summary>
/// <param name="At">When that was known.</param>
/// <param name="ItemId">The message.</param>
/// <param name="Text">Its text.</param>
/// <param name="By">Who wrote it.</param>
/// <param name="LaterGotThrough">A later response is not known to have failed.</param>
/// <param name="OptedOut">It failed because the customer opted out at the provider.</param>
public sealed record MessageFailed(DateTimeOffset At, string ItemId, string Text, Author? By, bool LaterGotThrough, bool OptedOut)
    : ConversationEvent(At);

/// <summary>A user's message that was reported as failed arrived after all.</summary>
public sealed record FailureCorrected(DateTimeOffset At, string ItemId, string Text, Author? By) : ConversationEvent(At);

/// <summary>The provider said of a message whose fate was known already that the customer has opted out.</summary>
public sealed record OptedOutAtProvider(DateTimeOffset At) : ConversationEvent(At);

/// <summary>A user calls.</summary>
public sealed record CallPlaced(DateTimeOffset At, Author? By) : ConversationEvent(At);

/// <summary>It is known how a user's call went.</summary>
public sealed record CallOutcomeKnown(DateTimeOffset At, Author? By, string CallId, CallOutcome Outcome) : ConversationEvent(At);

/// <summary>A timeline item got further, and nothing else changed: a delivery, a user's call, a recording.</summary>
public sealed record ItemChanged(DateTimeOffset At) : ConversationEvent(At);

/// <summary>A user commented.</summary>
public sealed record CommentAdded(DateTimeOffset At) : ConversationEvent(At);

/// <summary>A user made a job.</summary>
public sealed record JobAdded(DateTimeOffset At) : ConversationEvent(At);

/// <summary>A user looked.</summary>
public sealed record MarkedRead(DateTimeOffset At) : ConversationEvent(At);

/// <summary>A user wants the team to look again.</summary>
public sealed record MarkedUnread(DateTimeOffset At) : ConversationEvent(At);

/// <summary>A user resolved the conversation.</summary>
public sealed record ConversationClosed(DateTimeOffset At) : ConversationEvent(At);

/// <summary>A user opened the conversation.</summary>
public sealed record ConversationReopened(DateTimeOffset At) : ConversationEvent(At);

/// <summary>The customer opted out or in, in another way than by a text of this conversation.</summary>
public sealed record OptOutNoted(DateTimeOffset At, bool OptedOut) : ConversationEvent(At);

/// <summary>A user decided that a text, which may have been an opt-out, is none.</summary>
public sealed record OptOutDismissed(DateTimeOffset At) : ConversationEvent(At);

/// <summary>The customer number belongs to somebody else from now on, or to somebody with another name.</summary>
public sealed record CustomerNamed(DateTimeOffset At, SavedCustomer? Customer) : ConversationEvent(At);

/// <summary>The customer was erased: all up to the time is forgotten.</summary>
public sealed record HistoryErased(DateTimeOffset At, string CustomerId) : ConversationEvent(At);

/// <summary>Why a command is refused. The HTTP API has one problem for each.</summary>
public enum Refusal
{
    /// <summary>There is no such conversation.</summary>
    UnknownConversation,

    /// <summary>There is no such item in the conversation.</summary>
    UnknownItem,

    /// <summary>The customer did something that the user had not seen.</summary>
    NotSeen,

    /// <summary>The customer refuses our texts.</summary>
    OptedOut,

    /// <summary>The other side is no phone number that can be texted.</summary>
    CannotBeTexted,

    /// <summary>A closed conversation is never unread.</summary>
    ClosedStaysRead,

    /// <summary>It is about what was erased with its customer.</summary>
    Erased,
}

/// <summary>What <see cref="ConversationRules.Decide"/> makes of a command.</summary>
public abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>It happens; no events where it changes nothing.</summary>
    public sealed record Taken(IReadOnlyList<ConversationEvent> Events) : Decision;

    /// <summary>It does not happen, and nothing changes.</summary>
    public sealed record Refused(Refusal Why) : Decision;
}
