using System.Collections.Concurrent;
using System.Threading.Channels;
using ZuperConnect.BackgroundWork;
using ZuperConnect.Hosting;
using ZuperConnect.Maintenance;
using ZuperConnect.Outbox;
using ZuperConnect.Statistics;
using ZuperConnect.Storage;

namespace ZuperConnect.Local.BackgroundWork;

/// <summary>
/// Runs background work in this process: new work immediately, and abandoned work at the start. The work items in storage are the queue;
/// the state in memory may be lost at any time.
/// </summary>
public sealed partial class LocalWorker(
    BackgroundWorkRunner work, WorkReconciler reconciler, OverdueReconciler overdueReconciler, StatisticsReconciler statisticsReconciler,
    DailyMaintenance dailyMaintenance, IServiceProvider services, TimeProvider time, ILogger<LocalWorker> log)
    : BackgroundService, IWorkStarter
{
    private const int MaxConcurrency = 8;
    private static readonly TimeSpan DelayAfterFailure = TimeSpan.FromSeconds(5);
    private static readonly StorageRetryPolicy UntilStored = new(DelayAfterFailure, DelayAfterFailure, TimeSpan.MaxValue);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly Channel<(WorkId Id, WorkItem? Row)> _due = Channel.CreateUnbounded<(WorkId, WorkItem?)>();
    private readonly ConcurrentDictionary<WorkId, bool> _taken = new();

    /// <summary>Schedules a work item that was just written or read, unless it is already running.</summary>
    public void Schedule(WorkItem item) => Schedule(item.Id, item);

    private void Schedule(WorkId id, WorkItem? item)
    {
        if (_taken.TryAdd(id, true))
        {
            _due.Writer.TryWrite((id, item));
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(WorkId id, CancellationToken cancellation)
    {
        Schedule(id, null);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken) => await Task.WhenAll(
        [ReconcileAsync(stoppingToken), .. Enumerable.Range(0, MaxConcurrency).Select(_ => WorkAsync(stoppingToken))]);

    private async Task WorkAsync(CancellationToken stopping)
    {
        // Resolved late, because the owner of conversations depends on this class.
        var host = services.GetRequiredService<HostServices>();
        try
        {
            await foreach (var (id, item) in _due.Reader.ReadAllAsync(stopping))
            {
                if (await StepAsync(id, item, host, stopping) is { } comeBackAt)
                {
                    _ = ContinueLaterAsync(id, comeBackAt, stopping);
                }
                else
                {
                    _taken.TryRemove(id, out _);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    private async Task<DateTimeOffset?> StepAsync(WorkId id, WorkItem? item, HostServices host, CancellationToken stopping)
    {
        try
        {
            var step = item is null ? await work.StepAsync(id, host, stopping) : await work.StepAsync(item, host, stopping);
            foreach (var command in step.Commands)
            {
                // Only this process knows the outcome of a sent message: it is retried until it is stored, and once more while the host
                // stops.
                await UntilStored.TryAsync(
                    () => host.Conversations.HandleAsync(command.Conversation, command.Command, CancellationToken.None),
                    time, (_, failure) =>
                        LogFailed(id.Masked(), failure), stopping);
            }

            if (step.Finished)
            {
                await work.FinishAsync(id, stopping);
            }

            return step.NextStepAt;
        }
#pragma warning disable CA1031 // The work item still exists: the work is retried.
        catch (Exception failure) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(id.Masked(), failure);
            return time.GetUtcNow() + DelayAfterFailure;
        }
    }

    private async Task ContinueLaterAsync(WorkId id, DateTimeOffset at, CancellationToken stopping)
    {
        var pause = at - time.GetUtcNow();
        await Task.Delay(pause > TimeSpan.Zero ? pause : TimeSpan.Zero, time, stopping)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _due.Writer.TryWrite((id, null));
    }

    private async Task ReconcileAsync(CancellationToken stopping)
    {
        var age = TimeSpan.Zero;
        var maintainedAt = DateTimeOffset.MinValue;
        using var timer = new PeriodicTimer(WorkReconciler.Interval, time);
        try
        {
            do
            {
                age = await ReconcileAsync(age, stopping);
                if (time.GetUtcNow() - maintainedAt > Day)
                {
                    maintainedAt = await MaintainAsync(maintainedAt, stopping);
                }
            }
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    /// <returns>The age of work that the next run looks for: at the start all work counts as abandoned.</returns>
    private Task<TimeSpan> ReconcileAsync(TimeSpan age, CancellationToken stopping) => TryAsync(
        age,
        async () =>
        {
            await reconciler.RunAsync(
                age,
                (item, _) =>
                {
                    Schedule(item.Id, null);
                    return Task.CompletedTask;
                },
                stopping);
            await overdueReconciler.RunAsync(services.GetRequiredService<HostServices>().Conversations, stopping);
            await statisticsReconciler.RunAsync(stopping);
            return WorkReconciler.AbandonedAfter;
        },
        stopping);

    private Task<DateTimeOffset> MaintainAsync(DateTimeOffset before, CancellationToken stopping) => TryAsync(
        before,
        async () =>
        {
            await dailyMaintenance.RunAsync(stopping);
            return time.GetUtcNow();
        },
        stopping);

    private async Task<T> TryAsync<T>(T before, Func<Task<T>> sweeping, CancellationToken stopping)
    {
        try
        {
            return await sweeping();
        }
#pragma warning disable CA1031 // A failed run must not end the host. The next one tries again.
        catch (Exception failure) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotReconciled(failure);
            return before;
        }
    }

    [LoggerMessage(5001, LogLevel.Warning, "Work {Work} failed and is retried")]
    private partial void LogFailed(string work, Exception failure);

    [LoggerMessage(5002, LogLevel.Warning, "The reconciliation of background work failed; the next one tries again")]
    private partial void LogNotReconciled(Exception failure);
}
