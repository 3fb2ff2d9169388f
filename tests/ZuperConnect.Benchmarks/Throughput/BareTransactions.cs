using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.AzureStorage;
using ZuperConnect.Benchmarks.Storage;
using ZuperConnect.Conversations;
using ZuperConnect.Storage;

namespace ZuperConnect.Benchmarks.Throughput;

/// <summary>
/// Submits the same transactions as the inbox, prepared in advance, to Azure Storage: the same operations with rows of the same content,
/// each with the ETag of the previous one.
/// </summary>
internal sealed class BareTransactions : ISide
{
    private readonly string _account;
    private readonly ServiceProvider _services;
    private readonly ITable _table;
    private readonly TextTransactions _transactions = new();
    private readonly Dictionary<ConversationId, Line> _lines = [];

    private BareTransactions(string account, ServiceProvider services, StorageLog log) =>
        (_account, _services, _table, Log) = (account, services, services.GetRequiredService<IStorage>().GetTable(WholePath.Table), log);

    public StorageLog Log { get; }

    public static async Task<ISide> StartAsync(string account)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new(AzureStorageRegistration.Tables, account), new(AzureStorageRegistration.Blobs, account)]).Build();
        var (services, log) = (new ServiceCollection().AddLogging().AddAzureStorage(configuration), new StorageLog());
        log.ListenTo(services);
        var side = new BareTransactions(account, services.BuildServiceProvider(), log);
        await side._table.CreateIfNotExistsAsync(CancellationToken.None);
        return side;
    }

    public Task<Func<Task>> PrepareAsync(IReadOnlyList<CustomerText> texts, int inFlight)
    {
        var submits = texts.Select(text =>
        {
            var line = _lines.TryGetValue(text.Conversation, out var known) ? known : _lines[text.Conversation] = new(_table);
            line.Append(_transactions.Next(text));
            return (Func<Task>)line.SubmitNextAsync;
        }).ToList();
        return Task.FromResult<Func<Task>>(() => Sending.AllAsync(submits, inFlight));
    }

    public async ValueTask DisposeAsync()
    {
        await new TableServiceClient(_account).DeleteTableAsync(WholePath.Table);
        await _services.DisposeAsync();
    }

    /// <summary>The transactions of one conversation, one after the other.</summary>
    private sealed class Line(ITable table)
    {
        private readonly Queue<List<RowChange>> _transactions = new();
        private ETag _etag;
        private Task _last = Task.CompletedTask;

        public void Append(List<RowChange> changes) => _transactions.Enqueue(changes);

        public Task SubmitNextAsync()
        {
            lock (_transactions)
            {
                return _last = SubmitAsync(_transactions.Dequeue(), _last);
            }
        }

        private async Task SubmitAsync(List<RowChange> changes, Task before)
        {
            await before;
            var place = changes.FindIndex(change => change.RowKey.StartsWith("c|", StringComparison.Ordinal));
            if (changes[place] is RowChange.Replace replace)
            {
                changes[place] = replace with { IfMatch = _etag };
            }

            _etag = (await table.SubmitAsync(changes, CancellationToken.None))[place];
        }
    }
}
