using ZuperConnect.Hosting;

namespace ZuperConnect.CallControl;

/// <summary>
/// Compares live calls with the provider's: wakes each, and has it look, so that neither a lost event nor a process that died leaves a
/// call in progress for ever (docs/design.md#ports). Runs every minute.
/// </summary>
public sealed class CallReconciler(CallStore callStore)
{
    /// <summary>Wakes all calls that live.</summary>
    public async Task RunAsync(ICallOwner owner, CancellationToken cancellation)
    {
        await foreach (var callId in callStore.AliveAsync(cancellation))
        {
            await owner.WakeAsync(callId, reconcile: true, cancellation);
        }
    }
}
