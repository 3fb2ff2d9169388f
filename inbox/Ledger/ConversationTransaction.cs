using ZuperConnect.Conversations;
using ZuperConnect.Idempotency;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;

namespace ZuperConnect.Ledger;

/// <summary>The operations of the transaction for one decision (docs/design.md#storage).</summary>
internal sealed class ConversationTransaction
{
    private readonly Conversation _after;
    private readonly Decision _decision;
    private readonly ConversationId _id;
    private readonly TimelineItem? _item;
    private readonly Committed _before;
    private readonly List<WorkItem> _work = [];
    private readonly int _conversationAt = -1;
    private readonly int _workAt;

    public ConversationTransaction(
        ConversationId id, Command command, Committed committed, Conversation before, Decision decision,
        IEnumerable<WorkItem> webhooks)
    {
        (_id, _decision, _before) = (id, decision, committed);
        var events = (decision as Decision.Accepted)?.Events ?? [];
        _after = events.Aggregate(before, ConversationRules.Apply);
        var items = events.Select(happened => happened.Item).OfType<TimelineItem>().ToList();
        var about = command is ItemCommand { ItemId: var itemId } ? itemId : command.SourceId;
        _item = items.LastOrDefault(item => item.Id == about) ?? items.LastOrDefault();
        Events = events;
        OptOuts = [.. events.Select(OptOutIn).OfType<OptOut>()];
        if (Work(new(id, command.SourceId), command, events) is { } work)
        {
            _work.Add(work);
        }

        var automatic = events.OfType<AutomaticTextQueued>().Select(queued => queued.Item).OfType<MessageItem>().ToList();
        _work.AddRange(automatic.Select(text =>
            WorkItem.New(new(id, text.Id), WorkKind.SendMessage, text.At) with { Text = text.Text }));
        _work.AddRange(events.OfType<AutomaticTextPlanned>().Select(planned =>
            WorkItem.Of(new(id, planned.Command.SourceId), planned.Command) with { At = planned.At, DueAt = planned.Command.At }));

        var hasWork = _work.Count > 0;
        _work.AddRange(FilesToCopy(id, command, events));
        _work.AddRange(webhooks);
        _work.AddRange(Superseded(before, command));
        var (timed, wasTimed) = (Timed(_after).ToList(), Timed(before).ToList());
        _work.AddRange(timed.ExceptBy(wasTimed.Select(one => one.RowKey), one => one.RowKey));
        NoLongerTimed = [.. wasTimed.ExceptBy(timed.Select(one => one.RowKey), one => one.RowKey).Select(one => one.Id.SourceId)];

        if (events.Count > 0 && (committed.Conversation is null || committed.Conversation.Customer != _after.Customer))
        {
            _work.Add(WorkItem.New(WorkId.OfIndexing(id), WorkKind.IndexConversation, command.At));
        }

        _work.AddRange(items.Where(item => item.SearchableText is not null && IsNew(command, item))
            .Select(item => WorkItem.New(WorkId.OfText(id, item.Id), WorkKind.IndexText, item.At)));

        var shown = decision is Decision.Refused { Why: Refusal.AlreadyAnswered } ? before.LastUserMessage : null;
        var record = new IdempotencyRecord(
            (decision as Decision.Refused)?.Why, _item?.Id ?? shown?.ItemId, _item?.At ?? shown?.At, _after.Version, hasWork);
        Changes.Add(new RowChange.Insert(record.ToRow(id.Number.Key, IdempotencyRecord.Key(id.Customer, command.SourceId))));

        if (events.Count is 0)
        {
            return;
        }

        // An automatic text can be sent again by hand, which finds a message by its record.
        Changes.AddRange(automatic.Select(text => new RowChange.Insert(
            new IdempotencyRecord(null, text.Id, text.At, _after.Version, HasWork: true)
                .ToRow(id.Number.Key, IdempotencyRecord.Key(id.Customer, text.Id)))));

        var rows = ConversationRows.Of(_after);
        _conversationAt = Changes.Count;
        Changes.Add(committed.Conversation is null
            ? new RowChange.Insert(rows[0])
            : new RowChange.Replace(rows[0], committed.ETag));
        var left = committed.Conversation is { } old ? ConversationRows.PlaceKeys(old).Except(ConversationRows.PlaceKeys(_after)) : [];
        Changes.AddRange(left.Select(key => new RowChange.Delete(id.Number.Key, key, ETag.Any)));
        Changes.AddRange(rows.Skip(1).Select(place => new RowChange.Upsert(place)));
        foreach (var item in items)
        {
            Changes.Add(new RowChange.Upsert(ConversationRows.Of(id, item)));
            if (item is CallItem call)
            {
                Changes.Add(new RowChange.Upsert(CallLog.Row(id, call)));
            }

            if (command is ItemCommand moved && moved.ItemId == item.Id && moved.ItemAt != item.At)
            {
                Move(moved, item);
            }
        }

        Changes.AddRange(ConversationActivity.Rows(id, items).Select(row => new RowChange.Upsert(row)));
        _workAt = Changes.Count;
        Changes.AddRange(_work.Select(work => new RowChange.Upsert(work.ToRow())));
    }

    public List<RowChange> Changes { get; } = [];

    /// <summary>The events of the decision.</summary>
    public IReadOnlyList<ConversationEvent> Events { get; }

    /// <summary>The opt-outs and opt-ins to record before the transaction. A repetition records them again.</summary>
    public IReadOnlyList<OptOut> OptOuts { get; }

    /// <summary>The source ids of work that waited for a time which is not one of the conversation any more.</summary>
    public IReadOnlyList<string> NoLongerTimed { get; }

    /// <summary>Removes a work item, which must exist, unless it is replaced by new work.</summary>
    public void Finish(string sourceId)
    {
        var key = WorkItem.Key(new(_id, sourceId));
        if (!_work.Any(work => work.RowKey == key))
        {
            Changes.Add(new RowChange.Delete(_id.Number.Key, key, ETag.Any));
        }
    }

    /// <summary>The result after the transaction was committed.</summary>
    public CommitResult ToCommitResult(IReadOnlyList<ETag> tags) => new(
        new((_decision as Decision.Refused)?.Why, _conversationAt < 0 ? _before.Conversation : _after, _item),
        _conversationAt < 0 ? _before : new(_after, tags[_conversationAt]),
        [.. _work.Select((work, index) => work with { ETag = tags[_workAt + index] })],
        Stored: true);

    /// <summary>The place of a scheduled message in the timeline changes, and with it the record by which its id is found.</summary>
    private void Move(ItemCommand command, TimelineItem item)
    {
        Changes.Add(new RowChange.Delete(_id.Number.Key, RowKeys.Item(_id.Customer, command.ItemAt, command.ItemId), ETag.Any));
        var record = new IdempotencyRecord(null, item.Id, item.At, _after.Version, HasWork: true);
        Changes.Add(new RowChange.Upsert(record.ToRow(_id.Number.Key, IdempotencyRecord.Key(_id.Customer, item.Id))));
    }

    /// <summary>Whether an item is not only a change of a known one. A scheduled message is new when it is sent.</summary>
    private static bool IsNew(Command command, TimelineItem item) =>
        command is not ItemCommand about || about is ReleaseMessage || about.ItemId != item.Id;

    private static OptOut? OptOutIn(ConversationEvent happened) => happened switch
    {
        MessageReceived { OptOut: { } optedOut } => new(optedOut, happened.At),
        MessageFailed { OptedOut: true } or OptedOutAtProvider => new(true, happened.At),
        _ => null,
    };

    private static WorkItem? Work(WorkId id, Command command, IReadOnlyList<ConversationEvent> events) =>
        events.OfType<MessageQueued>().FirstOrDefault() is { } queued
            ? WorkItem.New(id with { SourceId = queued.ItemId }, WorkKind.SendMessage, command.At) with
            {
                Text = queued.Item is MessageItem { Attachments: [] } ? queued.Text : null,
            }
        : events.Select(OptOutIn).OfType<OptOut>().FirstOrDefault() is { } optOut
            ? WorkItem.New(id, WorkKind.SpreadOptOut, command.At) with { OptedOut = optOut.OptedOut }
        : null;

    /// <summary>The work that waits for the times of a conversation.</summary>
    private IEnumerable<WorkItem> Timed(Conversation conversation)
    {
        foreach (var message in conversation.Scheduled ?? [])
        {
            yield return WorkItem.New(WorkId.OfScheduled(_id, message.ItemId, message.At), WorkKind.SendScheduledMessage, message.At);
        }

        if (conversation.SnoozedUntil is { } until)
        {
            yield return WorkItem.New(WorkId.OfSnooze(_id, until), WorkKind.EndSnooze, until);
        }
    }

    /// <summary>The commands that cancel the scheduled messages that the customer's text supersedes.</summary>
    private IEnumerable<WorkItem> Superseded(Conversation before, Command command) =>
        from message in _after.Scheduled ?? []
        where message.Superseded && before.Scheduled?.Any(one => one.ItemId == message.ItemId && one.Superseded) is not true
        let cancel = new CancelScheduledMessage(
            SourceIds.Of(message.ItemId, "superseded"), command.At, message.ItemId, message.At, By: null)
        select WorkItem.Of(new(_id, cancel.SourceId), cancel);

    private static IEnumerable<WorkItem> FilesToCopy(ConversationId id, Command command, IReadOnlyList<ConversationEvent> events) =>
        command is ReceiveMessage { Files: { } files } && events.Count > 0
            ? files.Select(file => WorkItem.New(new(id, file.Id), WorkKind.ArchiveAttachment, command.At) with
            {
                MessageId = command.SourceId,
                Address = file.Address.AbsoluteUri,
            })
            : [];
}
