using Microsoft.DurableTask.Client.Entities;
using Microsoft.Extensions.Logging;
using ZuperConnect.Hosting;

namespace ZuperConnect.Functions.CallControl;

/// <summary>Signals <see cref="CallEntity"/>.</summary>
/// <param name="entities">The client for entities.</param>
/// <param name="repeated">Whether the sender retries if the signal fails. Otherwise the event is stored, and the reconciler wakes the
/// call.</param>
/// <param name="log">The log.</param>
public sealed partial class EntityCallOwner(DurableEntityClient entities, bool repeated, ILogger<EntityCallOwner> log) : ICallOwner
{
    /// <inheritdoc/>
    public async Task WakeAsync(string callId, bool reconcile, CancellationToken cancellation)
    {
        try
        {
            await entities.SignalEntityAsync(
                CallEntity.IdOf(callId), nameof(CallEntity.GoOn), new WakeUp(reconcile), cancellation: cancellation);
        }
#pragma warning disable CA1031 // After any failure nothing is lost.
        catch (Exception failure) when (!repeated && !cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotWoken(callId, failure);
        }
    }

    [LoggerMessage(4601, LogLevel.Warning, "Call {Call} could not be woken; the reconciler wakes it")]
    private partial void LogNotWoken(string call, Exception failure);
}
