using ZuperConnect.Webhooks;
using ZuperConnect.Messages;
using ZuperConnect.Work;
using ZuperConnect.Ledger;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Benchmarks.Storage;
using ZuperConnect.Conversations;
using ZuperConnect.Storage;

namespace ZuperConnect.Benchmarks.Throughput;

/// <summary>
/// The transactions that the inbox would write for the same texts, made by its own code beforehand and only submitted: the same
/// operations on rows of the same content, each under the tag that the one before it left.
/// </summary>
internal sealed class BareTransactions : ISide
{
    private readonly ServiceProvider _services;
    private readonly ITable _table;
    private readonly Dictionary<ConversationId, Line> _lines = [];

    private BareTransactions(ServiceProvider services, StorageLog log) =>
        (_services, _table, Log) = (services, services.GetRequiredService<InboxStorage>().Inbox, log);

    public StorageLog Log { get; }

    public static async Task<ISide> StartAsync(string account)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Storage:Tables", account), new("Storage:Blobs", account)]).Build();
        var (services, log) = (new ServiceCollection().AddLogging().AddInbox(configuration), new StorageLog());
        log.ListenTo(services);
        var side = new BareTransactions(services.BuildServiceProvider(), log);
        await side._table.CreateAsync();
        return side;
    }

    public IReadOnlyList<Func<Task>> Prepare(IReadOnlyList<CustomerText> texts) => [.. texts.Select(text =>
    {
        var line = _lines.TryGetValue(text.Conversation, out var known) ? known : _lines[text.Conversation] = new(_table);
        line.Append(text);
        return (Func<Task>)line.SubmitNextAsync;
    })];

    public async ValueTask DisposeAsync()
    {
        await _table.DeleteAsync();
        await _services.DisposeAsync();
    }

    /// <summary>The transactions of one conversation, one after the other.</summary>
    private sealed class Line(ITable table)
    {
        private readonly Queue<List<RowChange>> _transactions = new();
        private Conversation? _conversation;
        private ETag _etag;
        private Task _last = Task.CompletedTask;

        public void Append(CustomerText text)
        {
            var before = _conversation ?? new(text.Conversation);
            var decision = ConversationRules.Decide(before, text.Command, null);
            _transactions.Enqueue(new ConversationTransaction(text.Conversation, text.Command, new(_conversation, default), before, decision).Actions);
            _conversation = ((Decision.Taken)decision).Events.Aggregate(before, ConversationRules.Apply);
        }

        public Task SubmitNextAsync()
        {
            lock (_transactions)
            {
                return _last = SubmitAsync(_transactions.Dequeue(), _last);
            }
        }

        private async Task SubmitAsync(List<RowChange> actions, Task before)
        {
            await before;
            var place = actions.FindIndex(action => action.Entity.RowKey.StartsWith("c|", StringComparison.Ordinal));
            actions[place] = new(actions[place].ActionType, actions[place].Entity, _etag);
            var responses = await table.SubmitAsync(actions);
            _etag = responses.Value[place].Headers.ETag!.Value;
        }
    }
}
