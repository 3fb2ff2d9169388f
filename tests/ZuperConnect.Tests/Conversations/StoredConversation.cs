using ZuperConnect.Conversations;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Tests.Conversations;

/// <summary>
/// A conversation with its timeline and the handled source ids, as in storage: a repeated source id is not decided again, and a refused
/// command counts as not handled.
/// </summary>
internal sealed class StoredConversation(Conversation state)
{
    private readonly HashSet<string> taken = [];

    public static ConversationId Id { get; } = ConversationId.TryParse("14255550100-12065550199", out var id)
        ? id : throw new InvalidOperationException();

    public Conversation State { get; private set; } = state;

    public Dictionary<string, TimelineItem> Timeline { get; } = [];

    /// <summary>All events, in order of arrival.</summary>
    public List<ConversationEvent> Happened { get; } = [];

    /// <summary>False if the rules alone must detect a repeated <see cref="ItemCommand"/>.</summary>
    public bool RemembersItemCommands { get; init; } = true;

    /// <summary>The policy for assignees; null if nothing is assigned.</summary>
    public AssignmentPolicy? Policy { get; set; }

    /// <summary>The policy for automatic texts; null if none is sent.</summary>
    public AutomaticTextPolicy? Texts { get; set; }

    /// <summary>A conversation without stored state.</summary>
    public static StoredConversation New() => new(new Conversation(Id));

    public static StoredConversation With(PhoneNumber customer) => new(new Conversation(Id with { Customer = customer }));

    public static StoredConversation After(params ReadOnlySpan<Command> commands)
    {
        var conversation = New();
        foreach (var command in commands)
        {
            conversation.Accepts(command);
        }

        return conversation;
    }

    /// <summary>Delivers a command that must be accepted.</summary>
    public void Accepts(Command command) => Assert.IsType<Decision.Accepted>(Deliver(command));

    /// <summary>Delivers a command that must be refused and change nothing.</summary>
    public void Refuses(Command command, Refusal why)
    {
        var before = State;
        Assert.Equal(why, Assert.IsType<Decision.Refused>(Deliver(command)).Why);
        Assert.Same(before, State);
    }

    /// <summary>Delivers a command and returns the decision, without events if it was handled before.</summary>
    public Decision Deliver(Command command)
    {
        if (taken.Contains(command.SourceId))
        {
            return new Decision.Accepted([]);
        }

        var item = command is ItemCommand about ? Timeline.GetValueOrDefault(about.ItemId) : null;
        var decision = ConversationRules.Decide(State, command, item, Policy, Texts);
        if (decision is Decision.Accepted { Events: var events })
        {
            Remember(command);
            foreach (var happened in events)
            {
                Apply(happened);
            }
        }

        return decision;
    }

    private void Remember(Command command)
    {
        if (RemembersItemCommands || command is not ItemCommand)
        {
            taken.Add(command.SourceId);
        }
    }

    private void Apply(ConversationEvent happened)
    {
        State = ConversationRules.Apply(State, happened);
        Happened.Add(happened);
        if (happened.Item is { } item)
        {
            Timeline[item.Id] = item;
        }
    }
}
