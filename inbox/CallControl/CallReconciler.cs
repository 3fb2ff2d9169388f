using ZuperConnect.Hosting;

namespace ZuperConnect.CallControl;

/// <summary>
/// Wakes all active calls and has them compared with the provider's state, so that neither a lost event nor an ended process leaves a call
/// in progress. Runs every minute.
/// </summary>
public sealed class CallReconciler(CallStore callStore)
{
    /// <summary>Wakes all active calls.</summary>
    public async Task RunAsync(ICallOwner owner, CancellationToken cancellation)
    {
        await foreach (var callId in callStore.ActiveAsync(cancellation))
        {
            await owner.WakeAsync(callId, reconcile: true, cancellation);
        }
    }
}
