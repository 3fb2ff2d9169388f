using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using ZuperConnect.Functions.Conversations;
using ZuperConnect.Switchboard;
using ZuperConnect.Work;

namespace ZuperConnect.Functions.Messages;

/// <summary>The timers of <see cref="Sweep"/>.</summary>
public sealed class SweepFunctions(Sweep sweep, CallRows calls, TimeProvider time)
{
    private const string EveryMinute = "0 * * * * *";
    private const string EveryNight = "0 17 3 * * *";

    /// <summary>Finds work that nobody does.</summary>
    [Function("Sweep")]
    public Task SweepAsync([TimerTrigger(EveryMinute)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        sweep.RunAsync(Sweep.Abandoned, client.ScheduleAsync, cancellation);

    /// <summary>Forgets what was taken, who called, and how work went, long ago.</summary>
    [Function("Forget")]
    public Task ForgetAsync([TimerTrigger(EveryNight)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation) => Task.WhenAll(
        sweep.ForgetAsync(cancellation),
        calls.ForgetAsync(cancellation),
        new DurableMemory(client).ForgetHistoryAsync(time.GetUtcNow() - DurableMemory.HistoryKept, cancellation));
}
