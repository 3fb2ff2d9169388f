using System.Collections.Immutable;

namespace ZuperConnect.Conversations;

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

    internal static Taken Nothing { get; } = new([]);

    /// <summary>It happens; no events where it changes nothing.</summary>
    public sealed record Taken(IReadOnlyList<ConversationEvent> Events) : Decision;

    /// <summary>It does not happen, and nothing changes.</summary>
    public sealed record Refused(Refusal Why) : Decision;

    internal static Taken Happens(params ImmutableArray<ConversationEvent> events) => new(events);

    internal static Refused Refuse(Refusal why) => new(why);
}
