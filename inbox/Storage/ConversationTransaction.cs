using Azure;
using Azure.Data.Tables;
using ZuperConnect.Conversations;
using ZuperConnect.Search;

namespace ZuperConnect.Storage;

/// <summary>The rows that one decision writes and removes, one operation for each (design, section 5).</summary>
internal sealed class ConversationTransaction
{
    private readonly Conversation _after;
    private readonly Decision _decision;
    private readonly ConversationId _id;
    private readonly TimelineItem? _item;
    private readonly Committed _before;
    private readonly List<WorkRow> _work = [];
    private readonly int _conversationAt = -1;
    private readonly int _workAt;

    public ConversationTransaction(ConversationId id, Command command, Committed committed, Conversation before, Decision decision)
    {
        (_id, _decision, _before) = (id, decision, committed);
        var events = decision is Decision.Taken taken ? taken.Events : [];
        _after = events.Aggregate(before, ConversationRules.Apply);
        _item = events.LastOrDefault(happened => happened.Item is not null)?.Item;
        Events = events;
        OptOuts = [.. events.Select(OptOutIn).OfType<OptOut>()];
        if (Work(new(id, command.SourceId), command, events) is { } work)
        {
            _work.Add(work);
        }

        var hasWork = _work.Count > 0;
        if (events.Count > 0 && (committed.Conversation is null || committed.Conversation.Customer != _after.Customer))
        {
            _work.Add(WorkRow.New(SearchIndex.Work(id), WorkKind.IndexConversation, command.At));
        }

        Actions.Add(new(TableTransactionActionType.Add, new TakenRow
        {
            PartitionKey = id.Number.Key,
            RowKey = RowKeys.Taken(id.Customer, command.SourceId),
            Refused = (decision as Decision.Refused)?.Why,
            ItemId = _item?.Id,
            ItemAt = _item?.At,
            Version = _after.Version,
            HasWork = hasWork,
        }));

        if (events.Count is 0)
        {
            return;
        }

        var rows = Rows.Of(_after);
        _conversationAt = Actions.Count;
        Actions.Add(committed.Conversation is null
            ? new(TableTransactionActionType.Add, rows[0])
            : new(TableTransactionActionType.UpdateReplace, rows[0], committed.ETag));
        var left = committed.Conversation is { } old ? Rows.PlaceKeys(old).Except(Rows.PlaceKeys(_after)) : [];
        Actions.AddRange(left.Select(key => new TableTransactionAction(
            TableTransactionActionType.Delete, new TableEntity(id.Number.Key, key), ETag.All)));
        Actions.AddRange(rows.Skip(1).Select(place => new TableTransactionAction(TableTransactionActionType.UpsertReplace, place)));
        foreach (var item in events.Select(happened => happened.Item).OfType<TimelineItem>())
        {
            Actions.Add(new(TableTransactionActionType.UpsertReplace, Rows.Of(id, item)));
            if (item is CallItem call)
            {
                Actions.Add(new(TableTransactionActionType.UpsertReplace, CallLog.Row(id, call)));
            }
        }

        _workAt = Actions.Count;
        Actions.AddRange(_work.Select(work => new TableTransactionAction(TableTransactionActionType.UpsertReplace, work)));
    }

    public List<TableTransactionAction> Actions { get; } = [];

    /// <summary>What happens with it.</summary>
    public IReadOnlyList<ConversationEvent> Events { get; }

    /// <summary>What the customer said about our texts, to be kept before the transaction: a repetition keeps it again.</summary>
    public IReadOnlyList<OptOut> OptOuts { get; }

    /// <summary>Removes a work row, which must be there, unless new work takes its place.</summary>
    public void Finish(string sourceId)
    {
        var key = RowKeys.Work(new(_id, sourceId));
        if (!_work.Any(work => work.RowKey == key))
        {
            Actions.Add(new(TableTransactionActionType.Delete, new TableEntity(_id.Number.Key, key), ETag.All));
        }
    }

    /// <summary>What the owner learns of the committed transaction.</summary>
    public Entry Entry(IReadOnlyList<Azure.Response> responses) => new(
        new((_decision as Decision.Refused)?.Why, _conversationAt < 0 ? _before.Conversation : _after, _item),
        _conversationAt < 0 ? _before : new(_after, TagIn(responses[_conversationAt])),
        [.. _work.Select((work, index) => work with { ETag = TagIn(responses[_workAt + index]) })],
        Stored: true);

    private static ETag TagIn(Azure.Response response) => response.Headers.ETag ?? default;

    private static OptOut? OptOutIn(ConversationEvent happened) => happened switch
    {
        MessageReceived { OptOut: { } optedOut } => new(optedOut, happened.At),
        MessageFailed { OptedOut: true } or OptedOutAtProvider => new(true, happened.At),
        _ => null,
    };

    private static WorkRow? Work(WorkId id, Command command, IReadOnlyList<ConversationEvent> events) =>
        events.OfType<MessageQueued>().FirstOrDefault() is { } queued ? WorkRow.New(id, WorkKind.SendMessage, command.At) with { Text = queued.Text }
        : events.Select(OptOutIn).OfType<OptOut>().FirstOrDefault() is { } word ? WorkRow.New(id, WorkKind.SpreadOptOut, command.At) with { OptedOut = word.OptedOut }
        : null;
}
