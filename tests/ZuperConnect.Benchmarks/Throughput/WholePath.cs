using Azure.Data.Tables;
using ZuperConnect.Benchmarks.Storage;

namespace ZuperConnect.Benchmarks.Throughput;

/// <summary>Posts texts to the local inbox as Event Grid does, each until it is acknowledged.</summary>
internal sealed class WholePath : ISide
{
    /// <summary>The table of conversations.</summary>
    public const string Table = "Inbox";

    private readonly MeasuredInbox _inbox;
    private readonly string? _account;

    private WholePath(MeasuredInbox inbox, string? account) => (_inbox, _account) = (inbox, account);

    public StorageLog Log => _inbox.Log;

    /// <summary>Starts an inbox.</summary>
    /// <param name="account">The connection string of Azure Storage; null for SQLite.</param>
    public static async Task<ISide> StartAsync(string? account = null) => new WholePath(await MeasuredInbox.StartAsync(account), account);

    public async Task<Func<Task>> PrepareAsync(IReadOnlyList<CustomerText> texts, int inFlight)
    {
        var posts = texts.Select(text => (Func<Task>)(() => _inbox.Http.TakeAsync(text))).ToList();
        await _inbox.UntilIdleAsync();
        return () => Sending.AllAsync(posts, inFlight);
    }

    public async ValueTask DisposeAsync()
    {
        await _inbox.DisposeAsync();
        if (_account is not null)
        {
            await new TableServiceClient(_account).DeleteTableAsync(Table);
        }
    }
}
