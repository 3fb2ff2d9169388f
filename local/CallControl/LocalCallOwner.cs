using System.Collections.Concurrent;
using System.Threading.Channels;
using ZuperConnect.CallControl;
using ZuperConnect.Hosting;
using ZuperConnect.Local.Conversations;

namespace ZuperConnect.Local.CallControl;

/// <summary>
/// The owner of calls in this process: advances each of them when it is woken and when one of its timers expires. Reconciles all active
/// calls at the start and every minute.
/// </summary>
public sealed partial class LocalCallOwner(CallProcessor calls, CallReconciler reconciler, CallStore callStore,
    LocalConversationOwner conversations, TimeProvider time, ILogger<LocalCallOwner> log)
    : BackgroundService, ICallOwner
{
    private const int MaxConcurrency = 8;
    private static readonly TimeSpan ReconcileInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan DelayAfterFailure = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan CleanupInterval = TimeSpan.FromHours(1);

    private readonly Channel<WakeUp> _wakeUps = Channel.CreateUnbounded<WakeUp>();

    // Two calls may share a semaphore; one call always uses the same.
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];
    private readonly ConcurrentDictionary<string, DateTimeOffset> _wakesAt = new();

    /// <inheritdoc/>
    public Task WakeAsync(string callId, bool reconcile, CancellationToken cancellation)
    {
        _wakeUps.Writer.TryWrite(new(callId, reconcile));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        foreach (var turn in _turns)
        {
            turn.Dispose();
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(
                [ReconcileAsync(stoppingToken), .. Enumerable.Range(0, MaxConcurrency).Select(_ => AdvanceAsync(stoppingToken))]);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task AdvanceAsync(CancellationToken stopping)
    {
        await foreach (var woken in _wakeUps.Reader.ReadAllAsync(stopping))
        {
            if (await AdvanceAsync(woken, stopping) is { } again)
            {
                _ = WakeLaterAsync(woken.CallId, again, stopping);
            }
        }
    }

    private async Task<DateTimeOffset?> AdvanceAsync(WakeUp woken, CancellationToken stopping)
    {
        var turn = _turns[(uint)woken.CallId.GetHashCode() % _turns.Length];
        await turn.WaitAsync(stopping);
        try
        {
            return await calls.AdvanceAsync(woken.CallId, woken.Look, conversations, stopping);
        }
#pragma warning disable CA1031 // The pending actions are stored: the call is advanced again.
        catch (Exception failure) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(woken.CallId, failure);
            return time.GetUtcNow() + DelayAfterFailure;
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task WakeLaterAsync(string callId, DateTimeOffset at, CancellationToken stopping)
    {
        if (_wakesAt.TryGetValue(callId, out var earlier) && earlier <= at)
        {
            return;
        }

        _wakesAt[callId] = at;
        var pause = at - time.GetUtcNow();
        await Task.Delay(pause > TimeSpan.Zero ? pause : TimeSpan.Zero, time, stopping)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _wakesAt.TryRemove(new(callId, at));
        await WakeAsync(callId, reconcile: false, CancellationToken.None);
    }

    private async Task ReconcileAsync(CancellationToken stopping)
    {
        var forgotAt = DateTimeOffset.MinValue;
        using var timer = new PeriodicTimer(ReconcileInterval, time);
        do
        {
            try
            {
                await reconciler.RunAsync(this, stopping);
                if (time.GetUtcNow() - forgotAt > CleanupInterval)
                {
                    await callStore.ForgetAsync(stopping);
                    forgotAt = time.GetUtcNow();
                }
            }
#pragma warning disable CA1031 // A failed run must not end the host. The next one tries again.
            catch (Exception failure) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogNotReconciled(failure);
            }
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    private sealed record WakeUp(string CallId, bool Look);

    [LoggerMessage(5101, LogLevel.Warning, "Call {Call} could not be advanced and is retried")]
    private partial void LogFailed(string call, Exception failure);

    [LoggerMessage(5102, LogLevel.Warning, "The reconciliation of calls failed; the next one tries again")]
    private partial void LogNotReconciled(Exception failure);
}
