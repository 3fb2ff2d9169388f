using ZuperConnect.Conversations;

namespace ZuperConnect.OutgoingWebhooks;

/// <summary>An event of a conversation that receivers can be told.</summary>
/// <param name="Type">The type.</param>
/// <param name="At">When it happened.</param>
/// <param name="Conversation">The conversation after it.</param>
/// <param name="Item">The timeline item; null for a new conversation.</param>
public sealed record WebhookEvent(WebhookEventType Type, DateTimeOffset At, Conversation Conversation, TimelineItem? Item);

/// <summary>Which webhooks follow from a command, pure. A command causes at most one of each type.</summary>
public static class WebhookEvents
{
    /// <summary>The webhooks of the events of a command, in their order.</summary>
    /// <param name="before">The conversation before the command.</param>
    /// <param name="command">The command.</param>
    /// <param name="events">Its events.</param>
    /// <param name="known">The stored timeline item of an <see cref="ItemCommand"/>.</param>
    public static IReadOnlyList<WebhookEvent> Of(
        Conversation before, Command command, IReadOnlyList<ConversationEvent> events, TimelineItem? known)
    {
        List<WebhookEvent> found = [];
        var after = before;
        foreach (var happened in events)
        {
            after = ConversationRules.Apply(after, happened);
            if (after.Version is 1 && before.Version is 0)
            {
                found.Add(new(WebhookEventType.ConversationOpened, happened.At, after, null));
            }

            if (TypeOf(happened, command, known) is { } type)
            {
                found.Add(new(type, happened.At, after, happened.Item));
            }
        }

        return found;
    }

    private static WebhookEventType? TypeOf(ConversationEvent happened, Command command, TimelineItem? known) => happened switch
    {
        MessageReceived => WebhookEventType.MessageReceived,
        MessageFailed => WebhookEventType.MessageFailed,
        FailureCorrected => WebhookEventType.MessageSent,
        ItemChanged { Item: MessageItem message } when WasAccepted(message.Delivery) && known is MessageItem earlier
            && !WasAccepted(earlier.Delivery) => WebhookEventType.MessageSent,
        ItemChanged { Item: MessageItem { Automatic: true, Delivery: Delivery.Failed } } => WebhookEventType.MessageFailed,
        VoicemailReceived => WebhookEventType.VoicemailReceived,
        { Item: CallItem call } when command is EndCall && call.Status.HasEnded() => WebhookEventType.CallEnded,
        Reopened or ConversationReopened => WebhookEventType.ConversationOpened,
        ConversationClosed => WebhookEventType.ConversationClosed,
        AssigneeChanged => WebhookEventType.ConversationAssigned,
        ConversationBecameOverdue => WebhookEventType.ConversationOverdue,
        _ => null,
    };

    private static bool WasAccepted(Delivery delivery) => delivery is Delivery.Sent or Delivery.Unconfirmed or Delivery.Delivered;
}
