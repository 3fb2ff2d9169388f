namespace ZuperConnect.Conversations;

/// <summary>The rules of opting out and in.</summary>
internal static class OptOutRules
{
    /// <summary>The newest text that may be an opt-out waits for the team, unless a later word has settled it.</summary>
    internal static Conversation WithMark(this Conversation conversation, MessageReceived received) =>
        received.Item is MessageItem { MayBeOptOut: true } item && !(conversation.MayBeOptOut?.At > item.At)
            && !(conversation.OptOut?.At >= item.At)
            ? conversation with { MayBeOptOut = new(item.Id, item.At) }
            : conversation;

    /// <summary>The newest word by time wins. It settles what the team was to decide: an opt-out any of it, an opt-in what came
    /// before.</summary>
    internal static Conversation WithOptOut(this Conversation conversation, DateTimeOffset at, bool optedOut)
    {
        var word = new OptOut(optedOut, at);
        var newest = word.Supersedes(conversation.OptOut) ? word : conversation.OptOut!;
        return conversation with
        {
            OptOut = newest,
            MayBeOptOut = newest.OptedOut || newest.At >= conversation.MayBeOptOut?.At ? null : conversation.MayBeOptOut,
        };
    }

    /// <summary>The provider says that the customer has opted out; where that is no news, what awaits a response still does.</summary>
    internal static Conversation RefusedByProvider(Conversation before, Conversation after, DateTimeOffset at)
    {
        var next = after.WithOptOut(at, true);
        return next with { Unresponded = next.OptedOut ? before.OptedOut && before.Unresponded : after.Unresponded };
    }
}
