using System.Text.Json.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Logging;
using ZuperConnect.CallControl;
using ZuperConnect.Functions.Conversations;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;

namespace ZuperConnect.Functions.CallControl;

/// <summary>Has a call go on.</summary>
/// <param name="Reconcile">Whether to ask the provider first whether the call is up.</param>
/// <param name="At">Which of its own wakes this is; null where somebody else wakes the call.</param>
public sealed record WakeUp([property: JsonPropertyName("Look")] bool Reconcile, DateTimeOffset? At = null);

/// <summary>The state of a <see cref="CallEntity"/>: the wake that is on its way. The call itself is a row.</summary>
public sealed record CallEntityState(DateTimeOffset WakesAt);

/// <summary>
/// Owns one call, by whose id it is keyed: goes on with it, one step at a time, when there is news and when one of its timers is over,
/// which is a delayed signal to itself. What is to be done is in the call's row: a signal that is run twice does nothing twice.
/// </summary>
public sealed partial class CallEntity(CallProcessor calls, WorkItemStore workItems, TimeProvider time, ILogger<CallEntity> log)
    : TaskEntity<CallEntityState?>
{
    private static readonly StorageRetryPolicy Waiting = new(
        TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(15), ConversationEntity.StorageTimeout);

    /// <summary>The entity of a call.</summary>
    public static EntityInstanceId IdOf(string callId) => new(nameof(CallEntity), callId);

    [Function(nameof(CallEntity))]
    public static Task DispatchAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<CallEntity>();

    /// <summary>Goes on with the call as far as it goes now, and comes back when its next timer is over.</summary>
    public async Task GoOn(WakeUp? wakeUp = null)
    {
        var callId = Context.Id.Key;
        var conversations = new SignallingConversationOwner(workItems, Context);
        try
        {
            var next = await Waiting.TryAsync(
                () => calls.AdvanceAsync(callId, wakeUp?.Reconcile is true, conversations, CancellationToken.None),
                time,
                (pause, failure) => LogWaits(callId, pause, failure),
                CancellationToken.None);
            WakeAt(next, came: wakeUp?.At);
        }
#pragma warning disable CA1031 // An operation that throws loses its signals, too; what was to be done is stored, and the sweep comes again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogFailed(callId, failure);
        }
    }

    /// <inheritdoc/>
    protected override CallEntityState? InitializeState(TaskEntityOperation entityOperation) => null;

    /// <summary>Schedules the next wake, unless one that comes no later is on its way; whoever comes too early looks again.</summary>
    private void WakeAt(DateTimeOffset? next, DateTimeOffset? came)
    {
        var onItsWay = State is { WakesAt: var at } && at > time.GetUtcNow() && at != came ? at : default(DateTimeOffset?);
        if (next is { } wake && (onItsWay is null || wake < onItsWay))
        {
            Context.SignalEntity(Context.Id, nameof(GoOn), new WakeUp(Reconcile: false, wake), new SignalEntityOptions { SignalTime = wake });
            onItsWay = wake;
        }

        State = onItsWay is { } kept ? new(kept) : null;
    }

    [LoggerMessage(4501, LogLevel.Warning, "Storage is away: call {Call} tries again in {Pause}")]
    private partial void LogWaits(string call, TimeSpan pause, Exception failure);

    [LoggerMessage(4502, LogLevel.Error, "Call {Call} could not go on; the sweep wakes it again")]
    private partial void LogFailed(string call, Exception failure);
}
