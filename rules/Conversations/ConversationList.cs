namespace ZuperConnect.Conversations;

/// <summary>The lists in which conversations have places.</summary>
public enum ConversationList
{
    /// <summary>What needs the team.</summary>
    Open,

    /// <summary>What is resolved.</summary>
    Closed,

    /// <summary>What the team has not looked at.</summary>
    Unread,

    /// <summary>What the team has not responded to.</summary>
    Unresponded,
}

/// <summary>Which conversations a view shows.</summary>
public static class ConversationLists
{
    /// <summary>The views in which a conversation has a place, one place in each.</summary>
    public static IEnumerable<ConversationList> Of(Conversation conversation)
    {
        yield return conversation.Status is ConversationStatus.Open ? ConversationList.Open : ConversationList.Closed;
        if (conversation.Unread)
        {
            yield return ConversationList.Unread;
        }

        if (conversation.Unresponded)
        {
            yield return ConversationList.Unresponded;
        }
    }
}
