namespace ZuperConnect.Hosting;

/// <summary>The owner of calls (docs/design.md#owners). Advances each call, one step at a time.</summary>
public interface ICallOwner
{
    /// <summary>
    /// Has a call advanced soon, because it has a pending event or action. If this is lost with the process, the reconciler wakes the call
    /// again.
    /// </summary>
    /// <param name="callId">The call.</param>
    /// <param name="reconcile">Whether to ask the provider first for the state of the call.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    Task WakeAsync(string callId, bool reconcile, CancellationToken cancellation);
}
