namespace ZuperConnect.Conversations;

/// <summary>A list of conversations.</summary>
/// <param name="Name">The name, without the assignee.</param>
public sealed record ConversationList(string Name)
{
    /// <summary>Open conversations.</summary>
    public static ConversationList Open { get; } = new("open");

    /// <summary>Closed conversations.</summary>
    public static ConversationList Closed { get; } = new("closed");

    /// <summary>Snoozed conversations. They are in no other list.</summary>
    public static ConversationList Snoozed { get; } = new("snoozed");

    /// <summary>Unread conversations.</summary>
    public static ConversationList Unread { get; } = new("unread");

    /// <summary>Unresponded conversations.</summary>
    public static ConversationList Unresponded { get; } = new("unresponded");

    /// <summary>Unresponded conversations, the one that waits longest first.</summary>
    public static ConversationList Waiting { get; } = new("waiting") { WaitingFirst = true };

    /// <summary>Overdue conversations, the one that waits longest first.</summary>
    public static ConversationList Overdue { get; } = new("overdue") { WaitingFirst = true };

    /// <summary>Open conversations without an assignee.</summary>
    public static ConversationList Unassigned { get; } = new("unassigned");

    /// <summary>The member whose conversations the list contains; null if it is not a member's list.</summary>
    public string? AssigneeId { get; private init; }

    /// <summary>Whether the conversation that waits longest is first. Otherwise it is the one with the latest activity.</summary>
    public bool WaitingFirst { get; private init; }

    /// <summary>Open conversations that are assigned to a member.</summary>
    public static ConversationList AssignedTo(string userId) => new("assigned") { AssigneeId = userId };

    /// <summary>The time that orders a conversation in the list.</summary>
    public DateTimeOffset TimeOf(Conversation conversation) =>
        WaitingFirst ? conversation.UnrespondedSince ?? conversation.LastActivityAt : conversation.LastActivityAt;

    /// <summary>The lists that contain a conversation. It has one place in each.</summary>
    public static IEnumerable<ConversationList> Of(Conversation conversation)
    {
        if (conversation.Status is ConversationStatus.Closed)
        {
            yield return Closed;
        }
        else if (conversation.SnoozedUntil is not null)
        {
            yield return Snoozed;
            yield break;
        }
        else
        {
            yield return Open;
            if (conversation.ListedByAssignee)
            {
                yield return conversation.Assignee is { } assignee ? AssignedTo(assignee.UserId) : Unassigned;
            }
        }

        if (conversation.Unread)
        {
            yield return Unread;
        }

        if (conversation.Unresponded)
        {
            yield return Unresponded;
            if (conversation.UnrespondedSince is not null)
            {
                yield return Waiting;
                if (conversation.Overdue)
                {
                    yield return Overdue;
                }
            }
        }
    }
}
