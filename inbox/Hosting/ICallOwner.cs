namespace ZuperConnect.Hosting;

/// <summary>The owner of calls (docs/design.md#owners): goes on with each of them, one step at a time.</summary>
public interface ICallOwner
{
    /// <summary>
    /// Has a call go on soon: there is news of it in storage, or something left to do. The waking may be lost with the process;
    /// a sweep wakes every live call again.
    /// </summary>
    /// <param name="callId">The call.</param>
    /// <param name="reconcile">Whether to ask the provider first whether the call is up.</param>
    /// <param name="cancellation">Stops it.</param>
    Task WakeAsync(string callId, bool reconcile, CancellationToken cancellation);
}
