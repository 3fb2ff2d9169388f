using ZuperConnect.Text;

namespace ZuperConnect.Conversations;

/// <summary>The rules for the last action of a conversation, and so for its place in the lists.</summary>
internal static class LastActionRules
{
    private const int PreviewLength = 160;

    /// <summary>Moves the conversation to the top if the event is an action, unless a later one is known.</summary>
    internal static Conversation ToTheTop(this Conversation conversation, ConversationEvent happened)
    {
        var action = happened switch
        {
            MessageReceived received =>
                new LastAction(LastActionType.MessageReceived, null, Preview(received.Text, received.Item), received.At),
            MessageQueued queued =>
                Done(LastActionType.MessageSent, queued.By, Preview(queued.Text, queued.Item), queued.At) with
                {
                    MessageId = queued.ItemId,
                },
            MessageFailed failed =>
                Done(LastActionType.MessageFailed, failed.By, Preview(failed.Text, failed.Item), failed.At) with
                {
                    MessageId = failed.ItemId,
                },
            CallRang => new(LastActionType.CallReceived, null, null, happened.At),
            CallCompleted completed => Done(LastActionType.CallReceived, completed.By, null, completed.At),
            CallAnswered answered => Done(LastActionType.CallReceived, answered.By, null, answered.At),
            CallWentUnanswered => new(LastActionType.CallMissed, null, null, happened.At),
            VoicemailReceived voicemail => new(LastActionType.VoicemailReceived, null, null, happened.At) { Duration = voicemail.Duration },
            CallPlaced placed => Done(LastActionType.CallPlaced, placed.By, null, placed.At),
            CallOutcomeKnown known => Done(LastActionType.CallPlaced, known.By, known.Outcome.InWords(), known.At),
            _ => null,
        };

        return action is null || (conversation.LastAction is { } last && last.At > action.At) ? conversation
            : conversation with { LastAction = action, LastActivityAt = action.At };
    }

    /// <summary>The failed last action succeeded after all.</summary>
    internal static Conversation Corrected(Conversation conversation, FailureCorrected corrected) =>
        conversation.LastAction is { Type: LastActionType.MessageFailed } last && IsAbout(last, corrected)
            ? conversation with { LastAction = last with { Type = LastActionType.MessageSent } }
            : conversation;

    internal static Conversation WithDelivery(this Conversation conversation, ConversationEvent happened) =>
        happened.Item is MessageItem message && conversation.LastAction is { MessageId: { } id } last && id == message.Id
            ? conversation with { LastAction = last with { Delivery = message.Delivery } }
            : conversation;

    /// <summary>Rows of earlier versions do not contain the id of the message.</summary>
    private static bool IsAbout(LastAction last, FailureCorrected corrected) => last.MessageId is { } id
        ? id == corrected.ItemId
        : last.UserId == corrected.By?.UserId && last.Text == Preview(corrected.Text, corrected.Item);

    private static LastAction Done(LastActionType type, Author? by, string? text, DateTimeOffset at) =>
        new(type, by?.UserId, text, at) { UserName = by?.Name };

    /// <summary>The beginning of the text; of a message without one, its attachments in words.</summary>
    private static string Preview(string text, TimelineItem? item) =>
        string.IsNullOrWhiteSpace(text) && item is MessageItem { Attachments: [_, ..] attachments } ? AttachmentNames.Describe(attachments)
        : text.Length <= LastAction.MaxTextLength ? text : Truncation.Beginning(text, LastAction.MaxTextLength - 1) + "…";
}
