using System.Collections.Immutable;
using static ZuperConnect.Conversations.Decision;

namespace ZuperConnect.Conversations;

/// <summary>
/// The rules for messages that are sent later. Until its time, such a message is no response and does not move the conversation: it only
/// has an item in the timeline, at the time at which it is to be sent.
/// </summary>
public static class ScheduledMessageRules
{
    /// <summary>The maximum number of scheduled messages of a conversation.</summary>
    public const int MaxPerConversation = 20;

    internal const string CustomerWrote = "Canceled because the customer wrote first.";

    internal static Decision Schedule(Conversation conversation, SendMessage send, DateTimeOffset sendAt) =>
        conversation.Scheduled is { Length: >= MaxPerConversation } ? Refuse(Refusal.TooManyScheduled)
        : Happens(new MessageScheduled(send.At, new(send.SourceId, sendAt, send.At)
        {
            CancelIfCustomerWrites = send.CancelIfCustomerWrites,
            CustomerVersion = conversation.WasSeen(send.SeenThrough) ? conversation.CustomerVersion : null,
        })
        {
            Item = new MessageItem(send.SourceId, sendAt, send.Text, Delivery.Scheduled)
            {
                Direction = Direction.Outbound,
                By = send.By,
                SendAt = sendAt,
                ScheduledAt = send.At,
                CancelIfCustomerWrites = send.CancelIfCustomerWrites,
            },
        });

    /// <summary>
    /// For a user who sends it now, the rules are those of a reply. One that fails before it is sent was no response, so nobody waits
    /// because of it.
    /// </summary>
    internal static Decision Release(Conversation conversation, ReleaseMessage release, MessageItem? item)
    {
        if (Find(conversation, item) is not { } waiting)
        {
            return release.By is null ? Nothing : Refuse(Refusal.NotScheduled);
        }

        if (waiting.Superseded)
        {
            return release.By is null ? Happens(Canceled(release, item!, CustomerWrote)) : Refuse(Refusal.NotScheduled);
        }

        if (release.By is { UserId: var userId })
        {
            if (conversation.OptedOut)
            {
                return Refuse(Refusal.OptedOut);
            }

            if (!release.Force && conversation.UnseenMessageOfOthers(release.SeenThrough, userId) is not null)
            {
                return Refuse(Refusal.AlreadyAnswered);
            }
        }

        var sawAll = release.By is null ? waiting.CustomerVersion == conversation.CustomerVersion
            : conversation.WasSeen(release.SeenThrough);

        var sent = item! with { At = release.At, Delivery = Delivery.Queued, SendAt = null, CancelIfCustomerWrites = false };
        return (release.FailureReason ?? (conversation.OptedOut ? OptOut.FailureReason + "." : null)) is { } reason
            ? conversation.Opening(release, null, new MessageFailed(
                release.At, sent.Id, sent.Text, sent.By, LeavesUnresponded: false, OptedOut: false)
            {
                Item = sent with { Delivery = Delivery.Failed, FailureReason = reason },
            })
            : conversation.Opening(release, sent.By, new MessageQueued(release.At, sent.By!, sent.Text, sawAll, sent.Id)
            {
                Item = sent,
            });
    }

    /// <summary>A new text of a user who has seen everything answers everything.</summary>
    internal static Decision Change(Conversation conversation, ChangeScheduledMessage change, MessageItem? item)
    {
        if (Find(conversation, item) is not { Superseded: false } waiting)
        {
            return Refuse(Refusal.NotScheduled);
        }

        var sendAt = change.SendAt ?? waiting.At;
        var changed = item! with
        {
            At = sendAt,
            SendAt = sendAt,
            Text = change.Text ?? item.Text,
            CancelIfCustomerWrites = change.CancelIfCustomerWrites ?? item.CancelIfCustomerWrites,
        };
        return changed == item ? Nothing
            : Happens(new ScheduledMessageChanged(change.At, waiting with
            {
                At = sendAt,
                CancelIfCustomerWrites = changed.CancelIfCustomerWrites,
                CustomerVersion = changed.Text != item.Text && conversation.WasSeen(change.SeenThrough)
                    ? conversation.CustomerVersion : waiting.CustomerVersion,
            })
            {
                Item = changed,
            });
    }

    internal static Decision Cancel(Conversation conversation, CancelScheduledMessage cancel, MessageItem? item) =>
        (cancel.By, Find(conversation, item)) switch
        {
            (null, { Superseded: true }) => Happens(Canceled(cancel, item!, CustomerWrote)),
            (null, _) => Nothing,
            (_, null) => Refuse(Refusal.NotScheduled),
            ({ Name: var name }, _) => Happens(Canceled(cancel, item!, $"Canceled by {name}.")),
        };

    /// <summary>The messages after an event. A text of the customer supersedes those that are to be canceled by it.</summary>
    internal static Conversation WithScheduled(this Conversation conversation, ConversationEvent happened)
    {
        if (happened is MessageScheduled added)
        {
            return conversation with { Scheduled = [.. conversation.Scheduled ?? [], added.Message] };
        }

        if (conversation.Scheduled is not { } waiting)
        {
            return conversation;
        }

        return conversation with
        {
            Scheduled = OrNull(happened switch
            {
                ScheduledMessageChanged changed => [.. waiting.Select(one => one.ItemId == changed.Message.ItemId ? changed.Message : one)],
                ScheduledMessageCanceled canceled => waiting.RemoveAll(one => one.ItemId == canceled.ItemId),
                MessageQueued queued => waiting.RemoveAll(one => one.ItemId == queued.ItemId),
                MessageFailed failed => waiting.RemoveAll(one => one.ItemId == failed.ItemId),
                MessageReceived => [.. waiting.Select(one => one.CancelIfCustomerWrites ? one with { Superseded = true } : one)],
                HistoryErased erased => waiting.RemoveAll(one => one.ScheduledAt <= erased.At),
                _ => waiting,
            }),
        };
    }

    private static ImmutableArray<ScheduledMessage>? OrNull(ImmutableArray<ScheduledMessage> messages) => messages is [] ? null : messages;

    private static ScheduledMessage? Find(Conversation conversation, MessageItem? item) =>
        item is not { Delivery: Delivery.Scheduled } ? null : conversation.Scheduled?.FirstOrDefault(one => one.ItemId == item.Id);

    /// <summary>The item moves to the time at which it was canceled, and keeps the time at which it was to be sent.</summary>
    private static ScheduledMessageCanceled Canceled(Command command, MessageItem item, string note) =>
        new(command.At, item.Id) { Item = item with { At = command.At, Delivery = Delivery.Canceled, Note = note } };
}
