using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using ZuperConnect.Functions.Conversations;
using ZuperConnect.Switchboard;
using ZuperConnect.Work;

namespace ZuperConnect.Functions.Messages;

/// <summary>The timers of <see cref="Sweep"/> and <see cref="CallSweep"/>. Each minute there is one run for both: a run is billed when nobody calls, too.</summary>
public sealed class SweepFunctions(Sweep sweep, CallSweep callSweep, CallRows calls, EntityOwners owners, TimeProvider time)
{
    private const string EveryMinute = "0 * * * * *";
    private const string EveryNight = "0 17 3 * * *";

    /// <summary>Finds work that nobody does, and compares live calls with the provider's.</summary>
    [Function("Sweep")]
    public Task SweepAsync([TimerTrigger(EveryMinute)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation) => Task.WhenAll(
        sweep.RunAsync(Sweep.Abandoned, client.ScheduleAsync, cancellation),
        callSweep.RunAsync(owners.ForCommands(client).Calls, cancellation));

    /// <summary>Forgets what was taken, who called, and how work went, long ago.</summary>
    [Function("Forget")]
    public Task ForgetAsync([TimerTrigger(EveryNight)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation) => Task.WhenAll(
        sweep.ForgetAsync(cancellation),
        calls.ForgetAsync(cancellation),
        new DurableMemory(client).ForgetHistoryAsync(time.GetUtcNow() - DurableMemory.HistoryKept, cancellation));
}
