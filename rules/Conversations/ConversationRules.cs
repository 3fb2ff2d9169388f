using System.Collections.Immutable;
using static ZuperConnect.Conversations.Decision;

namespace ZuperConnect.Conversations;

/// <summary>
/// The rules of a conversation (docs/design.md#rules), pure: a command and the state give events or a refusal, and an event gives the next
/// state. Repeated source ids are detected by storage. Here, a repeated or late command can only find that its timeline item already has
/// the same or a later state.
/// </summary>
public static class ConversationRules
{
    /// <summary>Decides about a command.</summary>
    /// <param name="conversation">The state; without any values if the conversation does not exist.</param>
    /// <param name="command">The command.</param>
    /// <param name="item">The stored timeline item of an <see cref="ItemCommand"/>; null if it does not exist.</param>
    /// <param name="policy">The policy for assignees; null if <see cref="AssignmentPolicy.IsNeeded"/> is false.</param>
    /// <param name="texts">The policy for automatic texts; null if none is sent.</param>
    public static Decision Decide(
        Conversation conversation, Command command, TimelineItem? item = null, AssignmentPolicy? policy = null,
        AutomaticTextPolicy? texts = null)
    {
        var assigns = policy ?? AssignmentPolicy.None;
        return command is SendAutomaticText send && conversation.Version > 0
            ? AutomaticTextRules.Send(conversation, send, item as CallItem, texts)
            : DecideAlone(conversation, command, item, assigns)
                .WithAssignee(conversation, command, assigns).WithAutomaticText(conversation, command, texts);
    }

    private static Decision DecideAlone(
        Conversation conversation, Command command, TimelineItem? item, AssignmentPolicy policy) => command switch
        {
            _ when conversation.Version is 0 && !CanStartConversation(command) => Refuse(Refusal.UnknownConversation),
            ReceiveMessage received => MessageRules.Receive(conversation, received),
            SendMessage send => MessageRules.Send(conversation, send),
            ReleaseMessage release => ScheduledMessageRules.Release(conversation, release, item as MessageItem),
            ChangeScheduledMessage change => ScheduledMessageRules.Change(conversation, change, item as MessageItem),
            CancelScheduledMessage cancel => ScheduledMessageRules.Cancel(conversation, cancel, item as MessageItem),
            ChangeDelivery change => MessageRules.ChangeDelivery(conversation, change, item as MessageItem),
            ChangeAttachment change => AttachmentRules.Change(change, item as MessageItem),
            CallCommand call => CallItemRules.Decide(conversation, call, item as CallItem),
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
            MarkOverdue mark => WaitingRules.MarkOverdue(conversation, mark),
            Snooze snooze => SnoozeRules.Snooze(conversation, snooze),
            EndSnooze end => SnoozeRules.End(conversation, end),
            CloseSilent close => SnoozeRules.CloseSilent(conversation, close),
            AssignConversation assign => AssignmentRules.Assign(conversation, assign, policy),
            NoteOptOut note => new OptOut(note.OptedOut, note.At).Supersedes(conversation.OptOut)
                ? Happens(new OptOutNoted(note.At, note.OptedOut)) : Nothing,
            NameCustomer name => name.At <= conversation.NamedAt ? Nothing : Happens(new CustomerNamed(name.At, name.Customer)),
            EraseHistory forget => Happens(new HistoryErased(forget.At, forget.CustomerId)),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command, "The rules do not know this command."),
        };

    /// <summary>Whether a command can start a conversation. Any other is refused if there is none.</summary>
    public static bool CanStartConversation(Command command) => command is ReceiveMessage or SendMessage { IsReply: false } or CallCommand;

    /// <summary>The state after an event. Every event increases the version by one.</summary>
    public static Conversation Apply(Conversation conversation, ConversationEvent happened)
    {
        var next = happened switch
        {
            MessageReceived received => MessageRules.Received(conversation, received),
            CallRang => conversation.AfterCustomer(),
            CallAnswered answered =>
                conversation.Opened().Responded(new(answered.CallId, answered.At)) with { UnreadCount = 0, Unresponded = false },
            CallCompleted => conversation,
            CallWentUnanswered missed =>
                conversation.AfterCustomer() with { UnreadCount = Counted(conversation, missed.AlreadyCounted), Unresponded = true },
            VoicemailReceived voicemail =>
                conversation.AfterCustomer() with { UnreadCount = Counted(conversation, voicemail.AlreadyCounted), Unresponded = true },
            MessageQueued queued => conversation.Opened().Responded(new(queued.ItemId, queued.At)
            {
                CustomerVersion = queued.SawAll ? conversation.CustomerVersion : null,
                UnrespondedSince = conversation.UnrespondedSince,
            }) with
            {
                LastUserMessage = new(queued.ItemId, queued.At, queued.By.UserId, conversation.Version + 1),
                UnreadCount = queued.SawAll ? 0 : conversation.UnreadCount,
                Unresponded = !queued.SawAll && conversation.Unresponded,
            },
            MessageFailed failed => TeamResponseRules.Failed(conversation, failed),
            FailureCorrected corrected => TeamResponseRules.Corrected(conversation, corrected),
            OptedOutAtProvider => OptOutRules.RefusedByProvider(conversation, conversation, happened.At),
            CallPlaced => conversation.Opened() with { UnreadCount = 0 },
            CallOutcomeKnown known when known.Outcome.ReachedCustomer() =>
                conversation.Responded(new(known.CallId, known.At)) with { Unresponded = false },
            MarkedRead => conversation with { UnreadCount = 0 },
            MarkedUnread => conversation with { UnreadCount = Math.Max(1, conversation.UnreadCount) },
            ConversationClosed => conversation with
            {
                Status = ConversationStatus.Closed,
                UnreadCount = 0,
                Unresponded = false,
                SnoozedUntil = null,
            },
            ConversationReopened or Reopened => conversation.Opened(),
            OptOutNoted noted => conversation.WithOptOut(noted.At, noted.OptedOut),
            OptOutDismissed => conversation with { MayBeOptOut = null },
            MessageScheduled when conversation.Version is 0 => conversation with { LastActivityAt = happened.At },
            AutomaticTextQueued => conversation with { LastAutomaticTextAt = happened.At },
            ConversationBecameOverdue => conversation with { Overdue = true },
            ConversationSnoozed snoozed => conversation with { SnoozedUntil = snoozed.Until },
            SnoozeEnded => conversation with { SnoozedUntil = null },
            AssigneeChanged assigned => conversation with { Assignee = assigned.Assignee },
            CustomerNamed named => conversation with { Customer = named.Customer, NamedAt = named.At },
            HistoryErased forgotten => Forgotten(conversation, forgotten),
            _ => conversation,
        };

        return next.WithWaiting(conversation, happened).ToTheTop(happened).WithDelivery(happened).WithScheduled(happened)
            .WithAttention(happened).WithSending(happened) with
        {
            Version = conversation.Version + 1,
            ListedByAssignee = true,
        };
    }

    /// <summary>The event, preceded by the reopening of a closed conversation.</summary>
    internal static Accepted Opening(
        this Conversation conversation, Command command, Author? by, params ImmutableArray<ConversationEvent> events) =>
        conversation.Status is ConversationStatus.Open ? Happens(events)
            : Happens([
                new Reopened(
                    command.At) { Item = new StatusItem(command.SourceId + ".opened", command.At, ConversationStatus.Open) { By = by } },
                .. events]);

    private static StatusItem Changed(Command command, ConversationStatus status, Author? by) =>
        new(command.SourceId, command.At, status) { By = by };

    /// <summary>A call and its voicemail count once, whichever comes first.</summary>
    private static int Counted(Conversation conversation, bool already) => already
        ? Math.Max(1, conversation.UnreadCount) : conversation.UnreadCount + 1;

    private static Conversation Forgotten(Conversation conversation, HistoryErased forgotten) => conversation with
    {
        Customer = conversation.Customer?.Id == forgotten.CustomerId ? null : conversation.Customer,
        LastAction = conversation.LastAction?.At > forgotten.At ? conversation.LastAction : null,
        Responses = conversation.Responses.RemoveAll(response => response.At <= forgotten.At),
        MayBeOptOut = conversation.MayBeOptOut?.At > forgotten.At ? conversation.MayBeOptOut : null,
        LastUserMessage = conversation.LastUserMessage?.At > forgotten.At ? conversation.LastUserMessage : null,
        FailedResponses = conversation.FailedResponses.RemoveAll(response => response.At <= forgotten.At),
    };
}
