using Azure;
using Microsoft.Extensions.Logging;
using ZuperConnect.Calls;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;

namespace ZuperConnect.CallControl;

/// <summary>
/// Advances a call: applies its pending events, stores the result, and only then executes the resulting actions. Only one instance may
/// process a call at a time. If the process ends in between, the next run repeats what was stored and not yet executed.
/// </summary>
public sealed partial class CallProcessor(
    CallStore callStore, ErasedCalls erased, ICallGateway gateway, TimeProvider time, ILogger<CallProcessor> log)
{
    private const int MaxSteps = 50;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LateRetryDelay = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ProviderCallIdTimeout = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How long an action is retried: after this time a phone must not ring any more. Hanging up and dropping a device are retried without
    /// limit.
    /// </summary>
    public static TimeSpan ActionTimeout { get; } = TimeSpan.FromSeconds(30);

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

            var session = ApplyPending(stored);
            session = reconcile ? WithHangUp(await ReconcileAsync(session, cancellation)) : session;
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

            (var done, tryAgainAt) = await ExecuteActionsAsync(session, cancellation);
            await callStore.SaveAsync(stored, done with { Commands = done.Commands[session.Commands.Length..] }, cancellation);
        }

        await erased.DropEventsAsync(callId, cancellation);
        return null;
    }

    /// <summary>The call after its pending events and expired timers.</summary>
    private CallSession ApplyPending(StoredCall stored)
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

        var now = time.GetUtcNow();
        foreach (var (timer, at) in session.Call.Timers.Where(timer => timer.Value <= now).OrderBy(timer => timer.Value))
        {
            session = (session with { Call = session.Call with { Timers = session.Call.Timers.Remove(timer) } })
                .Apply(CallRules.TimerExpired(session.Call, timer, at));
        }

        return session;
    }

    /// <summary>
    /// Executes the actions in order. Actions that failed temporarily stay; what follows from a refusal is stored before it is executed. A
    /// device that cannot be dropped now does not delay the other actions.
    /// </summary>
    private async Task<(CallSession Call, DateTimeOffset? TryAgainAt)> ExecuteActionsAsync(
        CallSession before, CancellationToken cancellation)
    {
        var (after, now, tryAgainAt) = (before, time.GetUtcNow(), default(DateTimeOffset?));
        for (var (left, count) = (before.Actions, 0); left.Length > 0; left = [.. left[count..].Where(after.Actions.Contains)])
        {
            // All devices of a ring group are invited at the same time.
            count = Math.Max(1, left.TakeWhile(pending => pending.Action is InviteDevice).Count());
            var results = await Task.WhenAll(left[..count].Select(pending => TryExecuteAsync(after, pending, cancellation)));
            if (results.Any(result => result is { Done: false }))
            {
                // Usually the call has ended, and its event has not arrived yet.
                after = await ReconcileAsync(after, cancellation);
            }

            foreach (var (pending, result) in left.Zip(results))
            {
                after = result is null ? after : ApplyResult(after, pending, result);
            }

            if (left.Zip(results).FirstOrDefault(one => one.Second is null) is { First: { } failed })
            {
                tryAgainAt = now + (now - failed.RequestedAt > ActionTimeout ? LateRetryDelay : RetryDelay);
                if (failed.Action is not DropDevice)
                {
                    return (after, tryAgainAt);
                }
            }
        }

        return (after, tryAgainAt);
    }

    private CallSession ApplyResult(CallSession call, PendingAction asked, ActionResult result)
    {
        call = call with { Actions = call.Actions.Remove(asked), ProviderCallId = result.ProviderCallId ?? call.ProviderCallId };
        if (result.Invitation is { } invitation && asked.Action is InviteDevice { Device.User.UserId: var userId })
        {
            call = call with { Invitations = call.Invitations.SetItem(userId, invitation) };
        }

        if (result.RecordingId is { } recordingId)
        {
            call = call.Apply(new RecordingStarted(Guid.NewGuid().ToString(), time.GetUtcNow(), recordingId));
        }

        if (result.HasEnded)
        {
            call = call.Apply(new Disconnected($"{call.Call.Id}.hungUp", time.GetUtcNow()));
        }

        if (result.Done && asked.Action is InviteCustomer)
        {
            call = (call with { CustomerInvitation = result.Invitation ?? call.CustomerInvitation }).Apply(
                new CustomerRings($"{call.Call.Id}.customerRings", time.GetUtcNow()));
        }

        if (!result.Done)
        {
            LogRefused(call.Call.Id, asked.Action.GetType().Name);
            call = call.Apply(new ActionRefused(Guid.NewGuid().ToString(), time.GetUtcNow(), asked.Action));
        }

        return call;
    }

    private async Task<ActionResult?> TryExecuteAsync(CallSession call, PendingAction pending, CancellationToken cancellation)
    {
        var late = time.GetUtcNow() - pending.RequestedAt > ActionTimeout;
        if (late && pending.Action is not (HangUp or DropDevice))
        {
            return new(Done: false);
        }

        try
        {
            return await gateway.ExecuteAsync(call, pending.Action, cancellation);
        }
#pragma warning disable CA1031 // Retried after any exception of the provider; counts as refused when the time is over.
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(call.Call.Id, pending.Action.GetType().Name, Describe(failure));
            return null;
        }
    }

    /// <summary>The call, updated with the state that the provider reports.</summary>
    private async Task<CallSession> ReconcileAsync(CallSession session, CancellationToken cancellation)
    {
        var (call, now) = (session.Call, time.GetUtcNow());
        if (call.IsOver)
        {
            return session;
        }

        if (session.ProviderCallId is null)
        {
            return now - call.StartedAt > ProviderCallIdTimeout ? session.Apply(new CallFailed($"{call.Id}.noLine", now)) : session;
        }

        try
        {
            var found = await gateway.GetStateAsync(session.ProviderCallId, cancellation);
            return found.Status switch
            {
                ProviderCallStatus.Ended => session.Apply(new Disconnected($"{call.Id}.foundOver", now)),
                ProviderCallStatus.Unknown => session.Apply(new CallFailed($"{call.Id}.foundLost", now)),
                _ when call.Phase is CallPhase.Beginning && call.Direction is Direction.Inbound && now - call.StartedAt > ConnectTimeout =>
                    session.Apply(new Connected($"{call.Id}.foundUp", now)),
                _ when found is { Present.IsEmpty: true, IsIncomplete: false } && call.Phase is CallPhase.Talking =>
                    session.Apply(new CustomerLeft($"{call.Id}.foundEmpty", now)),
                _ => ApplyProviderState(
                    session, new(Guid.NewGuid().ToString(), now, null, found.Present) { IsIncomplete = found.IsIncomplete }),
            };
        }
#pragma warning disable CA1031 // Asked again in the next run of the reconciler.
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(call.Id, nameof(gateway.GetStateAsync), Describe(failure));
            return session;
        }
    }

    private static CallSession ApplyProviderState(CallSession session, ParticipantsUpdated list) => CallRules.HasChanges(session.Call, list)
        ? session.Apply(list) : session;

    /// <summary>Requests to hang up once more if the call has ended but may still be connected at the provider.</summary>
    private CallSession WithHangUp(CallSession session) =>
        session is { Call.Phase: CallPhase.Ending, IsBusy: false }
            ? session with { Actions = [new(new HangUp(), time.GetUtcNow())] } : session;

    /// <summary>Describes a failure without the provider's message, which may contain phone numbers.</summary>
    private static string Describe(Exception failure) =>
        failure is RequestFailedException { Status: var status, ErrorCode: var code } ? $"{status} {code}" : failure.GetType().Name;

    private static DateTimeOffset? Earliest(IEnumerable<DateTimeOffset> timers, DateTimeOffset? other) =>
        timers.Select(at => (DateTimeOffset?)at).Append(other).Min();

    [LoggerMessage(7001, LogLevel.Warning, "The provider refused {Action} for call {Call}")]
    private partial void LogRefused(string call, string action);

    [LoggerMessage(7003, LogLevel.Warning, "Ignored an event for call {Call} that belongs to another call of the provider")]
    private partial void LogOther(string call);

    [LoggerMessage(7002, LogLevel.Warning, "The provider failed for {Action} of call {Call}: {Failure}")]
    private partial void LogFailed(string call, string action, string failure);
}
