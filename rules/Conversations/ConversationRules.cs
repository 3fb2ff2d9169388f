using System.Collections.Immutable;
using ZuperConnect.Text;

namespace ZuperConnect.Conversations;

/// <summary>
/// The rules of a conversation (docs/design.md#rules), pure: a command and the state give events or a refusal, an event gives the next
/// state. Both hosts use them. Repetitions by source id are found by who stores; here a repeated or late command can only find that
/// its timeline item is as far, or further.
/// </summary>
public static class ConversationRules
{
    /// <summary>The longest text of a <see cref="LastAction"/>.</summary>
    public const int MaxPreviewLength = 160;

    private const int RememberedResponses = 8;

    /// <summary>Decides what a command does.</summary>
    /// <param name="conversation">The state; <see cref="Conversation"/> with nothing set where there is none yet.</param>
    /// <param name="command">What is to happen.</param>
    /// <param name="item">The stored timeline item that an <see cref="ItemCommand"/> is about, null where there is none.</param>
    public static Decision Decide(Conversation conversation, Command command, TimelineItem? item = null) => command switch
    {
        _ when conversation.Version is 0 && !MayBegin(command) => Refuse(Refusal.UnknownConversation),
        ReceiveMessage received => Receive(conversation, received),
        SendMessage send => Send(conversation, send),
        ChangeDelivery change => ChangeDelivery(conversation, change, item as MessageItem),
        CallCommand call => Call(conversation, call, item as CallItem),
        RemoveRecording removal => item is CallItem recorded && recorded.RecordingId == removal.RecordingId
            ? Happens(new ItemChanged(removal.At) { Item = recorded with { RecordingId = null, RecordingDuration = null } }) : Nothing,
        AddComment comment =>
            Happens(new CommentAdded(
                comment.At)
            { Item = new CommentItem(comment.SourceId, comment.At, comment.Text) { By = comment.By } }),
        AddJob job => Happens(new JobAdded(job.At) { Item = new JobItem(job.SourceId, job.At, job.JobId, job.Title) { By = job.By } }),
        MarkRead read => !conversation.WasSeen(read.SeenThrough) ? Refuse(Refusal.NotSeen)
            : conversation.Unread ? Happens(new MarkedRead(read.At)) : Nothing,
        MarkUnread unread => conversation.Status is ConversationStatus.Closed ? Refuse(Refusal.ClosedStaysRead)
            : conversation.Unread ? Nothing : Happens(new MarkedUnread(unread.At)),
        Close close => !conversation.WasSeen(close.SeenThrough) ? Refuse(Refusal.NotSeen)
            : conversation.Status is ConversationStatus.Closed ? Nothing
            : Happens(new ConversationClosed(close.At) { Item = Changed(close, ConversationStatus.Closed, close.By) }),
        Open open => conversation.Status is ConversationStatus.Open ? Nothing
            : Happens(new ConversationReopened(open.At) { Item = Changed(open, ConversationStatus.Open, open.By) }),
        DismissOptOut dismiss => !conversation.WasSeen(dismiss.SeenThrough) ? Refuse(Refusal.NotSeen)
            : conversation.MayBeOptOut is null ? Nothing : Happens(new OptOutDismissed(dismiss.At)),
        NoteOptOut note => new OptOut(note.OptedOut, note.At).Supersedes(conversation.OptOut)
            ? Happens(new OptOutNoted(note.At, note.OptedOut)) : Nothing,
        NameCustomer name => name.At <= conversation.NamedAt ? Nothing : Happens(new CustomerNamed(name.At, name.Customer)),
        EraseHistory forget => Happens(new HistoryErased(forget.At, forget.CustomerId)),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "The rules do not know this command."),
    };

    /// <summary>Whether a command may be the first of its conversation; any other is refused where there is none.</summary>
    public static bool MayBegin(Command command) => command is ReceiveMessage or SendMessage { IsReply: false } or CallCommand;

    /// <summary>The state after an event. Every event counts the version up by one.</summary>
    public static Conversation Apply(Conversation conversation, ConversationEvent happened)
    {
        var next = happened switch
        {
            MessageReceived received => Received(conversation, received),
            CallRang => Customer(conversation),
            CallAnswered answered =>
                Responded(Open(conversation), new(answered.CallId, answered.At)) with { UnreadCount = 0, Unresponded = false },
            CallCompleted => conversation,
            CallWentUnanswered missed =>
                Customer(conversation) with { UnreadCount = Counted(conversation, missed.AlreadyCounted), Unresponded = true },
            VoicemailReceived voicemail =>
                Customer(conversation) with { UnreadCount = Counted(conversation, voicemail.AlreadyCounted), Unresponded = true },
            MessageQueued queued => Responded(Open(conversation), new(queued.ItemId, queued.At)
            {
                CustomerVersion = queued.SawAll ? conversation.CustomerVersion : null,
            }) with
            {
                UnreadCount = queued.SawAll ? 0 : conversation.UnreadCount,
                Unresponded = !queued.SawAll && conversation.Unresponded,
            },
            MessageFailed failed => Failed(conversation, failed),
            FailureCorrected corrected => Corrected(conversation, corrected),
            OptedOutAtProvider => RefusedByProvider(conversation, conversation, happened.At),
            CallPlaced => Open(conversation) with { UnreadCount = 0 },
            CallOutcomeKnown known when known.Outcome.ReachedCustomer() =>
                Responded(conversation, new(known.CallId, known.At)) with { Unresponded = false },
            MarkedRead => conversation with { UnreadCount = 0 },
            MarkedUnread => conversation with { UnreadCount = Math.Max(1, conversation.UnreadCount) },
            ConversationClosed => conversation with { Status = ConversationStatus.Closed, UnreadCount = 0, Unresponded = false },
            ConversationReopened or Reopened => Open(conversation),
            OptOutNoted noted => WithOptOut(conversation, noted.At, noted.OptedOut),
            OptOutDismissed => conversation with { MayBeOptOut = null },
            CustomerNamed named => conversation with { Customer = named.Customer, NamedAt = named.At },
            HistoryErased forgotten => Forgotten(conversation, forgotten),
            _ => conversation,
        };

        return WithDelivery(ToTheTop(next, happened), happened) with { Version = conversation.Version + 1 };
    }

    private static Decision.Taken Nothing { get; } = new([]);

    private static Decision.Taken Happens(params ImmutableArray<ConversationEvent> events) => new(events);

    private static Decision.Refused Refuse(Refusal why) => new(why);

    private static StatusItem Changed(Command command, ConversationStatus status, Author? by) =>
        new(command.SourceId, command.At, status) { By = by };

    /// <summary>The event, after the reopening that it brings to a closed conversation.</summary>
    private static Decision.Taken Opening(
        Conversation conversation, Command command, Author? by, params ImmutableArray<ConversationEvent> events) =>
        conversation.Status is ConversationStatus.Open ? Happens(events)
            : Happens([
                new Reopened(
                    command.At) { Item = new StatusItem(command.SourceId + ".opened", command.At, ConversationStatus.Open) { By = by } },
                .. events]);

    private static Decision.Taken Receive(Conversation conversation, ReceiveMessage received)
    {
        var word = OptOutKeywords.Read(received.Text);
        var mayBeOptOut = word is OptOutKeyword.MayBeStop && conversation.Id.Customer.CanBeTexted && !conversation.OptedOut;
        return Opening(conversation, received, null, new MessageReceived(received.At, received.Text, word)
        {
            Item = new MessageItem(received.SourceId, received.At, received.Text, Delivery.Received)
            {
                Direction = Direction.Inbound,
                MayBeOptOut = mayBeOptOut,
                Note = word is OptOutKeyword.Cancel ? OptOutKeywords.CancelNote : null,
            },
        });
    }

    private static Decision Send(Conversation conversation, SendMessage send) =>
        !conversation.Id.Customer.CanBeTexted ? Refuse(Refusal.CannotBeTexted)
        : conversation.OptedOut ? Refuse(Refusal.OptedOut)
        : Opening(conversation, send, send.By,
            new MessageQueued(send.At, send.By, send.Text, conversation.WasSeen(send.SeenThrough), send.SourceId)
            {
                Item = new MessageItem(send.SourceId, send.At, send.Text, Delivery.Queued) { Direction = Direction.Outbound, By = send.By },
            });

    private static Decision ChangeDelivery(Conversation conversation, ChangeDelivery change, MessageItem? message)
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
        return message.Delivery is Delivery.Failed
            ? Happens(new FailureCorrected(change.At, message.Id, message.Text, message.By)
            {
                Item = changed with { Note = $"It was reported as failed at first. {message.FailureReason}".TrimEnd() },
            })
            : change.Delivery is not Delivery.Failed
            ? Happens(new ItemChanged(change.At) { Item = changed })
            : Opening(conversation, change, null, new MessageFailed(
                change.At, message.Id, message.Text, message.By,
                conversation.Responses.Any(response => response.At > message.At), change.OptedOut)
            {
                Item = changed,
            });
    }

    private static Decision.Taken Call(Conversation conversation, CallCommand command, CallItem? known)
    {
        if (known is not null)
        {
            return Goes(conversation, command, known);
        }

        var item = new CallItem(
            command.CallId, command.StartedAt, CallStatus.Ringing)
        { Direction = command.Direction, By = command.CalledBy };
        ConversationEvent began = command.Direction is Direction.Inbound
            ? new CallRang(command.StartedAt) : new CallPlaced(command.StartedAt, command.CalledBy);
        if (command is RingCall or PlaceCall or DialCustomer)
        {
            return Opening(conversation, command, command.CalledBy, began with { Item = item });
        }

        // Whatever is heard of a call first also says that it began; the beginning's own event then comes too late to change anything.
        var begun = Opening(conversation, command, command.CalledBy, began).Events;
        return Happens([.. begun, .. Goes(begun.Aggregate(conversation, Apply), command, item).Events]);
    }

    private static Decision.Taken Goes(Conversation conversation, CallCommand command, CallItem item) => command switch
    {
        RingCall or PlaceCall or DialCustomer => Nothing,
        ConnectCall connect => item.Status is not CallStatus.Ringing ? Nothing : Connected(conversation, connect, item),
        EndCall end => item.Status.HasEnded() ? Nothing : Ended(conversation, end, item),
        ReceiveVoicemail voicemail => item.Voicemail ? Nothing : Opening(conversation, voicemail, null, new VoicemailReceived(voicemail.At)
        {
            AlreadyCounted = item.Status.EndedUnanswered(),
            Duration = voicemail.Duration,
            Item = item with { Voicemail = true, RecordingId = voicemail.RecordingId, RecordingDuration = voicemail.Duration },
        }),
        AttachRecording recording => item.RecordingId == recording.RecordingId ? Nothing
            : Happens(
                new ItemChanged(
                    recording.At)
                { Item = item with { RecordingId = recording.RecordingId, RecordingDuration = recording.Duration } }),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "The rules do not know this command."),
    };

    private static Decision.Taken Connected(Conversation conversation, ConnectCall connect, CallItem item)
    {
        var connected = item with { Status = CallStatus.InProgress, AnsweredAt = connect.At, AnsweredBy = connect.AnsweredBy };
        return connect.Direction is Direction.Outbound
            ? Happens(new CallOutcomeKnown(connect.At, connect.CalledBy, item.Id, CallOutcome.Answered) { Item = connected })
            : Opening(
                conversation, connect, connect.AnsweredBy, new CallAnswered(connect.At, connect.AnsweredBy, item.Id) { Item = connected });
    }

    private static Decision.Taken Ended(Conversation conversation, EndCall end, CallItem item)
    {
        var over = item with { Status = end.Status, Duration = end.Duration, AnsweredBy = item.AnsweredBy ?? end.AnsweredBy };
        if (end.Direction is Direction.Outbound)
        {
            return item.Status is CallStatus.InProgress ? Happens(new ItemChanged(end.At) { Item = over })
                : Happens(new CallOutcomeKnown(end.At, end.CalledBy, item.Id, end.Outcome ?? OutcomeOf(end.Status)) { Item = over });
        }

        // A completed call was answered, whether or not the answer's own event has come; and one that broke off was answered all the same.
        var completed = new CallCompleted(end.At, over.AnsweredBy) { Item = over };
        return item.Status is CallStatus.InProgress ? Happens(completed)
            : end.Status is CallStatus.Completed
                ? Opening(conversation, end, over.AnsweredBy, new CallAnswered(end.At, over.AnsweredBy, item.Id), completed)
            : Opening(conversation, end, null, new CallWentUnanswered(end.At) { AlreadyCounted = item.Voicemail, Item = over });
    }

    /// <summary>What earlier versions said of how a user's call went.</summary>
    private static CallOutcome OutcomeOf(CallStatus status) => status switch
    {
        CallStatus.Completed => CallOutcome.Answered,
        CallStatus.Missed => CallOutcome.NoAnswer,
        CallStatus.Canceled => CallOutcome.Canceled,
        _ => CallOutcome.Failed,
    };

    private static Conversation Open(Conversation conversation) => conversation with { Status = ConversationStatus.Open };

    private static Conversation Customer(Conversation conversation) =>
        Open(conversation) with { CustomerVersion = conversation.Version + 1 };

    /// <summary>A call and its voicemail count once, whichever of the two comes first.</summary>
    private static int Counted(Conversation conversation, bool already) => already
        ? Math.Max(1, conversation.UnreadCount) : conversation.UnreadCount + 1;

    private static Conversation Received(Conversation conversation, MessageReceived received)
    {
        var next = Customer(conversation) with { UnreadCount = conversation.UnreadCount + 1 };
        if (received.OptOut is { } optedOut)
        {
            next = WithOptOut(next, received.At, optedOut);
        }

        // A customer who refuses our texts awaits none; but a CANCEL may be about an appointment.
        return WithMark(next, received) with
        {
            Unresponded = received.Word switch
            {
                OptOutKeyword.Stop => next.Unresponded && !next.OptedOut,
                OptOutKeyword.Start => next.Unresponded,
                _ => true,
            },
        };
    }

    /// <summary>The newest text that may be an opt-out waits for the team, unless a later word has settled it.</summary>
    private static Conversation WithMark(Conversation conversation, MessageReceived received) =>
        received.Item is MessageItem { MayBeOptOut: true } item && !(conversation.MayBeOptOut?.At > item.At)
            && !(conversation.OptOut?.At >= item.At)
            ? conversation with { MayBeOptOut = new(item.Id, item.At) }
            : conversation;

    /// <summary>The newest word by time wins. It settles what the team was to decide: an opt-out any of it, an opt-in what came
    /// before.</summary>
    private static Conversation WithOptOut(Conversation conversation, DateTimeOffset at, bool optedOut)
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
    private static Conversation RefusedByProvider(Conversation before, Conversation after, DateTimeOffset at)
    {
        var next = WithOptOut(after, at, true);
        return next with { Unresponded = next.OptedOut ? before.OptedOut && before.Unresponded : after.Unresponded };
    }

    private static Conversation Responded(Conversation conversation, Response response) =>
        conversation with { Responses = Newest(conversation.Responses.Add(response)) };

    private static ImmutableArray<Response> Newest(IEnumerable<Response> responses) =>
        [.. responses.OrderByDescending(response => response.At).Take(RememberedResponses)];

    private static Conversation Failed(Conversation conversation, MessageFailed failed)
    {
        var next = Open(conversation) with
        {
            UnreadCount = Math.Max(1, conversation.UnreadCount),
            Unresponded = conversation.Unresponded || !failed.LaterGotThrough,
            Responses = conversation.Responses.RemoveAll(response => response.ItemId == failed.ItemId),
            FailedResponses = Newest(
                conversation.FailedResponses.Concat(conversation.Responses.Where(response => response.ItemId == failed.ItemId))),
        };
        return failed.OptedOut ? RefusedByProvider(conversation, next, failed.At) : next;
    }

    /// <summary>As if the message had never failed, but that the team has seen it fail.</summary>
    private static Conversation Corrected(Conversation conversation, FailureCorrected corrected)
    {
        var next = conversation.LastAction is { Type: LastActionType.MessageFailed } last && IsAbout(last, corrected)
            ? conversation with { LastAction = last with { Type = LastActionType.MessageSent } }
            : conversation;
        if (conversation.FailedResponses.FirstOrDefault(response => response.ItemId == corrected.ItemId) is not { } arrived)
        {
            return next;
        }

        var failed = conversation.FailedResponses.Remove(arrived);
        return Responded(next, arrived) with
        {
            FailedResponses = failed,
            Unresponded = conversation.Unresponded
                && (arrived.CustomerVersion != conversation.CustomerVersion || failed.Any(response => response.At > arrived.At)),
        };
    }

    /// <summary>What earlier versions stored of a last action does not name its message.</summary>
    private static bool IsAbout(LastAction last, FailureCorrected corrected) => last.MessageId is { } id
        ? id == corrected.ItemId
        : last.UserId == corrected.By?.UserId && last.Text == Preview(corrected.Text);

    private static Conversation Forgotten(Conversation conversation, HistoryErased forgotten) => conversation with
    {
        Customer = conversation.Customer?.Id == forgotten.CustomerId ? null : conversation.Customer,
        LastAction = conversation.LastAction?.At > forgotten.At ? conversation.LastAction : null,
        Responses = conversation.Responses.RemoveAll(response => response.At <= forgotten.At),
        MayBeOptOut = conversation.MayBeOptOut?.At > forgotten.At ? conversation.MayBeOptOut : null,
        FailedResponses = conversation.FailedResponses.RemoveAll(response => response.At <= forgotten.At),
    };

    private static Conversation ToTheTop(Conversation conversation, ConversationEvent happened)
    {
        var action = happened switch
        {
            MessageReceived received => new LastAction(LastActionType.MessageReceived, null, Preview(received.Text), received.At),
            MessageQueued queued =>
                Done(LastActionType.MessageSent, queued.By, Preview(queued.Text), queued.At) with { MessageId = queued.ItemId },
            MessageFailed failed =>
                Done(LastActionType.MessageFailed, failed.By, Preview(failed.Text), failed.At) with { MessageId = failed.ItemId },
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

    private static LastAction Done(LastActionType type, Author? by, string? text, DateTimeOffset at) =>
        new(type, by?.UserId, text, at) { UserName = by?.Name };

    private static Conversation WithDelivery(Conversation conversation, ConversationEvent happened) =>
        happened.Item is MessageItem message && conversation.LastAction is { MessageId: { } id } last && id == message.Id
            ? conversation with { LastAction = last with { Delivery = message.Delivery } }
            : conversation;

    private static string Preview(string text) => text.Length <= MaxPreviewLength ? text : Truncation.Beginning(text, MaxPreviewLength - 1) + "…";
}
