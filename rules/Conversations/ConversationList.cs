namespace ZuperConnect.Conversations;

/// <summary>The lists of conversations.</summary>
public enum ConversationList
{
    /// <summary>Open conversations.</summary>
    Open,

    /// <summary>Closed conversations.</summary>
    Closed,

    /// <summary>Unread conversations.</summary>
    Unread,

    /// <summary>Unresponded conversations.</summary>
    Unresponded,
}

/// <summary>Assigns conversations to lists.</summary>
public static class ConversationLists
{
    /// <summary>The lists that contain a conversation. It has one place in each.</summary>
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
