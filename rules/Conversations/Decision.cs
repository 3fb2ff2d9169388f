using System.Collections.Immutable;

namespace ZuperConnect.Conversations;

/// <summary>Why a command was refused. The HTTP API has one problem for each.</summary>
public enum Refusal
{
    /// <summary>The conversation does not exist.</summary>
    UnknownConversation,

    /// <summary>The item does not exist in the conversation.</summary>
    UnknownItem,

    /// <summary>The customer did something that the user has not seen.</summary>
    NotSeen,

    /// <summary>Another user sent a message that the user has not seen.</summary>
    AlreadyAnswered,

    /// <summary>The customer has opted out of texts.</summary>
    OptedOut,

    /// <summary>The customer number cannot receive texts.</summary>
    CannotBeTexted,

    /// <summary>A closed conversation cannot be marked as unread.</summary>
    ClosedStaysRead,

    /// <summary>A closed conversation cannot be snoozed.</summary>
    ClosedIsNotSnoozed,

    /// <summary>The member may not see conversations, is away, or is no member.</summary>
    CannotBeAssigned,

    /// <summary>The message is not scheduled any more: it is being sent, or was sent or canceled.</summary>
    NotScheduled,

    /// <summary>The conversation has too many scheduled messages.</summary>
    TooManyScheduled,

    /// <summary>The command is about something that was erased with its customer.</summary>
    Erased,
}

/// <summary>The result of <see cref="ConversationRules.Decide"/>.</summary>
public abstract record Decision
{
    private Decision()
    {
    }

    internal static Accepted Nothing { get; } = new([]);

    /// <summary>The command is accepted. There are no events if it changes nothing.</summary>
    public sealed record Accepted(IReadOnlyList<ConversationEvent> Events) : Decision;

    /// <summary>The command is refused. Nothing changes.</summary>
    public sealed record Refused(Refusal Why) : Decision;

    internal static Accepted Happens(params ImmutableArray<ConversationEvent> events) => new(events);

    internal static Refused Refuse(Refusal why) => new(why);
}
