using System.Collections.Concurrent;
using System.Threading.Channels;
using ZuperConnect.BackgroundWork;
using ZuperConnect.Hosting;
using ZuperConnect.Maintenance;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;

namespace ZuperConnect.Local.BackgroundWork;

/// <summary>
/// Does the work that rows stand for: at once when it is scheduled, and what a process that died left behind at the start. The rows are
/// the queue; what is in memory here may be lost at any moment.
/// </summary>
public sealed partial class LocalWorker(
    BackgroundWorkRunner work, WorkReconciler reconciler, IServiceProvider services, TimeProvider time, ILogger<LocalWorker> log)
    : BackgroundService, IWorkStarter
{
    private const int MaxConcurrency = 8;
    private static readonly TimeSpan DelayAfterFailure = TimeSpan.FromSeconds(5);
    private static readonly StorageRetryPolicy UntilStored = new(DelayAfterFailure, DelayAfterFailure, TimeSpan.MaxValue);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly Channel<(WorkId Id, WorkItem? Row)> _due = Channel.CreateUnbounded<(WorkId, WorkItem?)>();
    private readonly ConcurrentDictionary<WorkId, bool> _taken = new();

    /// <summary>Has work done soon whose row was just written or read; does nothing where it is being done already.</summary>
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
        // The owner schedules work here, and is told of its results from here.
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
                // Nobody but this process knows what became of a message that left: it is told until it is stored, and once while the host
                // stops.
                await UntilStored.TryAsync(
                    () => host.Conversations.HandleAsync(command.Conversation, command.Command, CancellationToken.None), time, (_, failure) =>
                        LogFailed(id.Masked(), failure), stopping);
            }

            if (step.Finished)
            {
                await work.FinishAsync(id, stopping);
            }

            return step.NextStepAt;
        }
#pragma warning disable CA1031 // The row is there still: the work is tried again.
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
        var forgotAt = DateTimeOffset.MinValue;
        using var timer = new PeriodicTimer(WorkReconciler.Every, time);
        try
        {
            do
            {
                age = await ReconcileAsync(age, stopping);
                if (time.GetUtcNow() - forgotAt > Day)
                {
                    forgotAt = await ForgetAsync(forgotAt, stopping);
                }
            }
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    /// <returns>The age that the next sweep looks for: at the start all work is nobody's, until a sweep has seen it.</returns>
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
            return WorkReconciler.Abandoned;
        },
        stopping);

    private Task<DateTimeOffset> ForgetAsync(DateTimeOffset before, CancellationToken stopping) => TryAsync(
        before,
        async () =>
        {
            await reconciler.ForgetAsync(stopping);
            return time.GetUtcNow();
        },
        stopping);

    private async Task<T> TryAsync<T>(T before, Func<Task<T>> sweeping, CancellationToken stopping)
    {
        try
        {
            return await sweeping();
        }
#pragma warning disable CA1031 // A sweep that fails must not end the host; the next one tries again.
        catch (Exception failure) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotReconciled(failure);
            return before;
        }
    }

    [LoggerMessage(5001, LogLevel.Warning, "Work {Work} failed and is tried again")]
    private partial void LogFailed(string work, Exception failure);

    [LoggerMessage(5002, LogLevel.Warning, "A sweep failed; the next one tries again")]
    private partial void LogNotReconciled(Exception failure);
}
