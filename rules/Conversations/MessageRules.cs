using System.Collections.Immutable;
using static ZuperConnect.Conversations.Decision;

namespace ZuperConnect.Conversations;

/// <summary>The rules for texts: received, sent, and their delivery.</summary>
internal static class MessageRules
{
    internal static Accepted Receive(Conversation conversation, ReceiveMessage received)
    {
        var read = OptOutKeywords.Read(received.Text);
        var word = read is OptOutKeyword.Cancel && received.Keyword is OptOutKeyword.Stop ? read : received.Keyword ?? read;
        var mayBeOptOut = word is OptOutKeyword.MayBeStop && conversation.Id.Customer.CanBeTexted && !conversation.OptedOut;
        return conversation.Opening(received, null, new MessageReceived(received.At, received.Text, word)
        {
            Item = new MessageItem(received.SourceId, received.At, received.Text, Delivery.Received)
            {
                Direction = Direction.Inbound,
                Attachments = AttachmentRules.Received(received.Files),
                MayBeOptOut = mayBeOptOut,
                Note = word is OptOutKeyword.Cancel ? OptOutKeywords.CancelNote : null,
            },
        });
    }

    internal static Decision Send(Conversation conversation, SendMessage send) =>
        !conversation.Id.Customer.CanBeTexted ? Refuse(Refusal.CannotBeTexted)
        : conversation.OptedOut ? Refuse(Refusal.OptedOut)
        : !send.Force && conversation.UnseenMessageOfOthers(send.SeenThrough, send.By.UserId) is not null
            ? Refuse(Refusal.AlreadyAnswered)
        : send.SendAt is { } sendAt ? ScheduledMessageRules.Schedule(conversation, send, sendAt)
        : conversation.Opening(send, send.By,
            new MessageQueued(send.At, send.By, send.Text, conversation.WasSeen(send.SeenThrough), send.SourceId)
            {
                Item = new MessageItem(send.SourceId, send.At, send.Text, Delivery.Queued)
                {
                    Direction = Direction.Outbound,
                    By = send.By,
                    Attachments = send.Attachments?.ToImmutableArray() ?? [],
                },
            });

    internal static Decision ChangeDelivery(Conversation conversation, ChangeDelivery change, MessageItem? message)
    {
        if (message is null)
        {
            return Refuse(Refusal.UnknownItem);
        }

        if (!Deliveries.Rises(message.Delivery, change.Delivery))
        {
            return change.OptedOut && new OptOut(true, change.At).Supersedes(conversation.OptOut)
                ? Happens(new OptedOutAtProvider(change.At)) : Nothing;
        }

        var changed = message with { Delivery = change.Delivery, FailureReason = change.FailureReason };
        if (message.Automatic)
        {
            // Nobody waits for it, so its failure asks nothing of the team.
            return Happens([
                new ItemChanged(change.At) { Item = changed },
                .. change.OptedOut && new OptOut(true, change.At).Supersedes(conversation.OptOut)
                    ? new ConversationEvent[] { new OptedOutAtProvider(change.At) } : []]);
        }

        return message.Delivery is Delivery.Failed
            ? Happens(new FailureCorrected(change.At, message.Id, message.Text, message.By)
            {
                Item = changed with { Note = $"It was reported as failed at first. {message.FailureReason}".TrimEnd() },
            })
            : change.Delivery is not Delivery.Failed
            ? Happens(new ItemChanged(change.At) { Item = changed })
            : conversation.Opening(change, null, new MessageFailed(
                change.At, message.Id, message.Text, message.By,
                !conversation.OptedOut && !conversation.Responses.Any(response => response.At > message.At), change.OptedOut)
            {
                Item = changed,
            });
    }

    internal static Conversation Received(Conversation conversation, MessageReceived received)
    {
        var next = conversation.AfterCustomer() with { UnreadCount = conversation.UnreadCount + 1 };
        if (received.OptOut is { } optedOut)
        {
            next = next.WithOptOut(received.At, optedOut);
        }

        // A customer who opted out does not wait for a response; but CANCEL may be about an appointment.
        return next.WithMark(received) with
        {
            Unresponded = received.Word switch
            {
                OptOutKeyword.Stop => next.Unresponded && !next.OptedOut,
                OptOutKeyword.Start => next.Unresponded,
                _ => true,
            },
        };
    }
}
