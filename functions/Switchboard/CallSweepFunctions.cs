using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using ZuperConnect.Functions.Conversations;
using ZuperConnect.Switchboard;

namespace ZuperConnect.Functions.Switchboard;

/// <summary>The timer of <see cref="CallSweep"/>.</summary>
public sealed class CallSweepFunctions(CallSweep sweep, EntityOwners owners)
{
    private const string EveryMinute = "30 * * * * *";

    /// <summary>Compares live calls with the provider's.</summary>
    [Function("CallSweep")]
    public Task SweepAsync([TimerTrigger(EveryMinute)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        sweep.RunAsync(owners.ForCommands(client).Calls, cancellation);
}
