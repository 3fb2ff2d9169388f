namespace ZuperConnect.Conversations;

/// <summary>The rules for opting out and in.</summary>
internal static class OptOutRules
{
    /// <summary>Marks a possible opt-out for the team, unless a later opt-out or opt-in has settled it.</summary>
    internal static Conversation WithMark(this Conversation conversation, MessageReceived received) =>
        received.Item is MessageItem { MayBeOptOut: true } item && !(conversation.MayBeOptOut?.At > item.At)
            && !(conversation.OptOut?.At >= item.At)
            ? conversation with { MayBeOptOut = new(item.Id, item.At) }
            : conversation;

    /// <summary>The newest by time counts. An opt-out settles all possible opt-outs, an opt-in the earlier ones.</summary>
    internal static Conversation WithOptOut(this Conversation conversation, DateTimeOffset at, bool optedOut)
    {
        var optOut = new OptOut(optedOut, at);
        var newest = optOut.Supersedes(conversation.OptOut) ? optOut : conversation.OptOut!;
        return conversation with
        {
            OptOut = newest,
            MayBeOptOut = newest.OptedOut || newest.At >= conversation.MayBeOptOut?.At ? null : conversation.MayBeOptOut,
        };
    }

    /// <summary>The provider reports an opt-out. If it was already known, unresponded stays.</summary>
    internal static Conversation RefusedByProvider(Conversation before, Conversation after, DateTimeOffset at)
    {
        var next = after.WithOptOut(at, true);
        return next with { Unresponded = next.OptedOut ? before.OptedOut && before.Unresponded : after.Unresponded };
    }
}
