using System.Text.Json.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Logging;
using ZuperConnect.CallControl;
using ZuperConnect.Functions.Conversations;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;

namespace ZuperConnect.Functions.CallControl;

/// <summary>The input of <see cref="CallEntity.GoOn"/>.</summary>
/// <param name="Reconcile">Whether to ask the provider first for the state of the call.</param>
/// <param name="At">The time of the entity's own timer; null if somebody else wakes the call.</param>
public sealed record WakeUp([property: JsonPropertyName("Look")] bool Reconcile, DateTimeOffset? At = null);

/// <summary>The state of a <see cref="CallEntity"/>: the time of its next timer. The call itself is stored in a row.</summary>
public sealed record CallEntityState(DateTimeOffset WakesAt);

/// <summary>
/// The owner of a call; the key is the call's id. Advances the call step by step when an event arrives, and when a timer expires, which is
/// a delayed signal to itself. The pending actions are stored in the call's row, so that a repeated signal does no harm.
/// </summary>
public sealed partial class CallEntity(CallProcessor calls, WorkItemStore workItems, TimeProvider time, ILogger<CallEntity> log)
    : TaskEntity<CallEntityState?>
{
    private static readonly StorageRetryPolicy Waiting = new(
        TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(15), ConversationEntity.StorageTimeout);

    /// <summary>The entity id of a call.</summary>
    public static EntityInstanceId IdOf(string callId) => new(nameof(CallEntity), callId);

    [Function(nameof(CallEntity))]
    public static Task DispatchAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<CallEntity>();

    /// <summary>
    /// Advances the call as far as possible and schedules its next timer. The operation's name is in stored signals: do not rename it.
    /// </summary>
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
#pragma warning disable CA1031 // A throwing operation would lose its signals. The actions are stored; the reconciler wakes the call.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogFailed(callId, failure);
        }
    }

    /// <inheritdoc/>
    protected override CallEntityState? InitializeState(TaskEntityOperation entityOperation) => null;

    /// <summary>
    /// Schedules the next timer, unless an earlier one is already scheduled. A timer that fires too early schedules another one.
    /// </summary>
    private void WakeAt(DateTimeOffset? next, DateTimeOffset? came)
    {
        var onItsWay = State is { WakesAt: var at } && at > time.GetUtcNow() && at != came ? at : default(DateTimeOffset?);
        if (next is { } wake && (onItsWay is null || wake < onItsWay))
        {
            Context.SignalEntity(
                Context.Id, nameof(GoOn), new WakeUp(Reconcile: false, wake), new SignalEntityOptions { SignalTime = wake });
            onItsWay = wake;
        }

        State = onItsWay is { } kept ? new(kept) : null;
    }

    [LoggerMessage(4531, LogLevel.Warning, "Storage is unavailable: call {Call} tries again in {Pause}")]
    private partial void LogWaits(string call, TimeSpan pause, Exception failure);

    [LoggerMessage(4532, LogLevel.Error, "Call {Call} could not be advanced; the reconciler wakes it again")]
    private partial void LogFailed(string call, Exception failure);
}
