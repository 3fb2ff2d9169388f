using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ZuperConnect.Benchmarks.Storage;
using ZuperConnect.Local;
using ZuperConnect.Local.Options;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;

namespace ZuperConnect.Benchmarks;

/// <summary>A local inbox in this process, without logging. Its requests to Azure Storage are recorded.</summary>
internal sealed class MeasuredInbox : IAsyncDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    private readonly LocalInbox _inbox;
    private bool _isStopped;

    private MeasuredInbox(string folder, LocalInbox inbox, StorageLog log, InboxClient http) =>
        (Folder, _inbox, Log, Http) = (folder, inbox, log, http);

    /// <summary>The data folder. It is deleted with the inbox.</summary>
    public string Folder { get; }

    /// <summary>The address.</summary>
    public Uri Address => _inbox.Address;

    public InboxClient Http { get; }

    public StorageLog Log { get; }

    public StorageTables Storage => Services.GetRequiredService<StorageTables>();

    public IServiceProvider Services => _inbox.Services;

    /// <summary>Starts an inbox.</summary>
    /// <param name="account">The connection string of Azure Storage; null for SQLite.</param>
    /// <param name="configure">Changes the services.</param>
    /// <param name="page">The folder of the built page; null for none.</param>
    public static async Task<MeasuredInbox> StartAsync(
        string? account = null, Action<IServiceCollection, StorageLog>? configure = null, string? page = null)
    {
        var (folder, log) = (NewFolder(), new StorageLog());
        var options = new LocalOptions("http://127.0.0.1:0", folder, Storage: account) { Page = page };
        var started = await LocalInbox.StartAsync(options, CancellationToken.None, builder =>
        {
            builder.Logging.ClearProviders();
            log.ListenTo(builder.Services);
            configure?.Invoke(builder.Services, log);
        });
        return new(folder, started, log, await InboxClient.SignInAsync(started.Address));
    }

    /// <summary>The path of a new folder for this run.</summary>
    public static string NewFolder() => Path.Combine(Path.GetTempPath(), $"zuperconnect-bench-{Guid.NewGuid():N}");

    /// <summary>Waits until all background work is done.</summary>
    public async Task UntilIdleAsync()
    {
        foreach (var number in CustomerText.Numbers)
        {
            var work = RowQuery.WithPrefix(number, WorkItem.KeyPrefix).Select();
            while (await Storage.Inbox.QueryAsync(work, CancellationToken.None).AnyAsync())
            {
                await Task.Delay(Glance);
            }
        }
    }

    /// <summary>Stops it. The folder stays.</summary>
    public async Task StopAsync()
    {
        if (!_isStopped)
        {
            _isStopped = true;
            Http.Dispose();
            await _inbox.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
