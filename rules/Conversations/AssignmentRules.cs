using System.Collections.Immutable;
using static ZuperConnect.Conversations.Decision;

namespace ZuperConnect.Conversations;

/// <summary>The settings of a number and of the team that decide whom a conversation is assigned to.</summary>
public sealed record AssignmentPolicy
{
    /// <summary>The policy that assigns nothing by itself, and that nobody can be assigned by.</summary>
    public static AssignmentPolicy None { get; } = new();

    /// <summary>The ids of the members who can be assigned: with the permission for conversations, and not away.</summary>
    public ImmutableHashSet<string> Available { get; init; } = [];

    /// <summary>Whether a user who replies to an unassigned conversation, or answers its call, becomes its assignee.</summary>
    public bool AssignsResponder { get; init; }

    /// <summary>Whether a conversation that reopens by itself loses its assignee.</summary>
    public bool UnassignsReopened { get; init; }

    /// <summary>Whether a decision about a command depends on the policy.</summary>
    public static bool IsNeeded(Conversation conversation, Command command) => command is AssignConversation
        || (conversation.Assignee is null ? command is SendMessage or ReleaseMessage or CallCommand { Direction: Direction.Inbound }
            : conversation.Status is ConversationStatus.Closed);
}

/// <summary>The rules for the assignee of a conversation.</summary>
internal static class AssignmentRules
{
    internal static Decision Assign(Conversation conversation, AssignConversation assign, AssignmentPolicy policy) =>
        assign.Assignee is { } member && !policy.Available.Contains(member.UserId) ? Refuse(Refusal.CannotBeAssigned)
        : conversation.Assignee?.UserId == assign.Assignee?.UserId ? Nothing
        : Happens(Assigned(assign, assign.Assignee, assign.By, assign.SourceId));

    /// <summary>The decision, followed by what it means for the assignee.</summary>
    internal static Decision WithAssignee(this Decision decision, Conversation conversation, Command command, AssignmentPolicy policy)
    {
        if (decision is not Accepted { Events: { Count: > 0 } events } || command is AssignConversation)
        {
            return decision;
        }

        var reopenedByItself = events.Any(happened => happened is Reopened { Item.By: null });
        var leaves = conversation.Assignee is { } assignee && reopenedByItself
            && (policy.UnassignsReopened || !policy.Available.Contains(assignee.UserId));
        var responder = events.Select(Responder).FirstOrDefault(by => by is not null);
        return leaves ? new Accepted([.. events, Assigned(command, null, null, command.SourceId + ".assigned")])
            : conversation.Assignee is null && responder is not null && policy.AssignsResponder
                && policy.Available.Contains(responder.UserId)
                ? new Accepted([.. events, Assigned(command, responder, responder, command.SourceId + ".assigned")])
            : decision;
    }

    private static Author? Responder(ConversationEvent happened) => happened switch
    {
        MessageQueued queued => queued.By,
        CallAnswered answered => answered.By,
        _ => null,
    };

    private static AssigneeChanged Assigned(Command command, Author? assignee, Author? by, string itemId) =>
        new(command.At, assignee) { Item = new AssignmentItem(itemId, command.At, assignee) { By = by } };
}
