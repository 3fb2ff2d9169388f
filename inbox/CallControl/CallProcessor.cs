using Microsoft.Extensions.Logging;
using ZuperConnect.Calls;
using ZuperConnect.Hosting;

namespace ZuperConnect.CallControl;

/// <summary>
/// Advances a call: applies its pending events, stores the result, and only then executes the resulting actions. Only one instance may
/// process a call at a time. If the process ends in between, the next run repeats what was stored and not yet executed.
/// </summary>
public sealed partial class CallProcessor(
    CallStore callStore, ErasedCalls erased, ProviderCalls provider, TimeProvider time, ILogger<CallProcessor> log)
{
    private const int MaxSteps = 50;

    /// <summary>Advances a call as far as possible. Events of a call that has not started yet stay pending.</summary>
    /// <param name="callId">The id of the call.</param>
    /// <param name="reconcile">Whether to ask the provider first for the state of the call, in case an event was lost.</param>
    /// <param name="conversations">The owners of conversations.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <returns>When to advance the call next; null if only an event can advance it.</returns>
    public async Task<DateTimeOffset?> AdvanceAsync(
        string callId, bool reconcile, IConversationOwner conversations, CancellationToken cancellation)
    {
        var (tryAgainAt, steps) = (default(DateTimeOffset?), 0);
        while (await callStore.ReadAsync(callId, cancellation) is { } stored)
        {
            if (++steps > MaxSteps)
            {
                throw new InvalidOperationException($"Call {callId} does not come to rest.");
            }

            var session = ApplyPendingEvents(stored);
            if (reconcile || EndsRinging(session.Call))
            {
                session = WithHangUp(await provider.ReconcileAsync(session, cancellation));
            }

            session = ApplyExpiredTimers(session);
            reconcile = false;
            if (session != stored.Session || stored.PendingEvents.Count > 0)
            {
                if (await callStore.SaveAsync(stored, session, cancellation) is not { } saved)
                {
                    continue;
                }

                stored = saved;
            }

            if (!session.IsBusy || tryAgainAt is not null)
            {
                return Earliest(session.Call.Timers.Values, tryAgainAt);
            }

            // Commands first: if storage fails here, the provider is not asked twice.
            foreach (var command in session.Commands)
            {
                await conversations.HandleAsync(session.Call.Conversation, command, cancellation);
            }

            (var done, tryAgainAt) = await provider.ExecuteActionsAsync(session, cancellation);
            await callStore.SaveAsync(stored, done with { Commands = done.Commands[session.Commands.Length..] }, cancellation);
        }

        await erased.DropEventsAsync(callId, cancellation);
        return null;
    }

    private CallSession ApplyPendingEvents(StoredCall stored)
    {
        var session = stored.Session;
        foreach (var pending in stored.PendingEvents)
        {
            if (session.IsSameCall(pending.Of))
            {
                session = session.WithProviderIds(pending.Of).Apply(pending.Event);
            }
            else
            {
                LogOther(session.Call.Id);
            }
        }

        return session;
    }

    /// <summary>
    /// Whether the time is over in which the customer's phone rings. The provider is asked first: if the event of the answer was lost, the
    /// call goes on.
    /// </summary>
    private bool EndsRinging(Call call) => call.Phase is CallPhase.RingingCustomer
        && call.Timers.TryGetValue(CallTimer.RingTime, out var at) && at <= time.GetUtcNow();

    private CallSession ApplyExpiredTimers(CallSession session)
    {
        var now = time.GetUtcNow();
        foreach (var (timer, at) in session.Call.Timers.Where(timer => timer.Value <= now).OrderBy(timer => timer.Value))
        {
            session = (session with { Call = session.Call with { Timers = session.Call.Timers.Remove(timer) } })
                .Apply(CallRules.TimerExpired(session.Call, timer, at));
        }

        return session;
    }

    /// <summary>Requests to hang up once more if the call has ended but may still be connected at the provider.</summary>
    private CallSession WithHangUp(CallSession session) =>
        session is { Call.Phase: CallPhase.Ending, IsBusy: false }
            ? session with { Actions = [new(new HangUp(), time.GetUtcNow())] } : session;

    private static DateTimeOffset? Earliest(IEnumerable<DateTimeOffset> timers, DateTimeOffset? other) =>
        timers.Select(at => (DateTimeOffset?)at).Append(other).Min();

    [LoggerMessage(7003, LogLevel.Warning, "Ignored an event for call {Call} that belongs to another call of the provider")]
    private partial void LogOther(string call);
}
