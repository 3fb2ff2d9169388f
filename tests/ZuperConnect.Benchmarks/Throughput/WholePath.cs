using ZuperConnect.Benchmarks.Storage;

namespace ZuperConnect.Benchmarks.Throughput;

/// <summary>Texts posted to the local inbox as Event Grid posts them, each until it is acknowledged.</summary>
internal sealed class WholePath : ISide
{
    private readonly MeasuredInbox _inbox;

    private WholePath(MeasuredInbox inbox) => _inbox = inbox;

    public StorageLog Log => _inbox.Log;

    public static async Task<ISide> StartAsync(string account) => new WholePath(await MeasuredInbox.StartAsync(account));

    public IReadOnlyList<Func<Task>> Prepare(IReadOnlyList<CustomerText> texts) =>
        [.. texts.Select(text => (Func<Task>)(() => _inbox.TakeAsync(text)))];

    public async ValueTask DisposeAsync()
    {
        var table = _inbox.Storage.Inbox;
        await _inbox.DisposeAsync();
        await table.DeleteAsync();
    }
}
