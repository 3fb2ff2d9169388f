using Azure;
using Microsoft.Extensions.Logging;
using ZuperConnect.Calls;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;

namespace ZuperConnect.CallControl;

/// <summary>
/// Goes on with a call: hears the news that waits for it, writes what follows, and only then does it. One operator at a time is to go
/// on with a call; where the process dies in between, the next one does again what was written and not done.
/// </summary>
public sealed partial class CallProcessor(CallStore callStore, ICallGateway gateway, TimeProvider time, ILogger<CallProcessor> log)
{
    private const int MaxSteps = 50;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LateRetryDelay = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ProviderCallIdTimeout = TimeSpan.FromMinutes(2);

    /// <summary>
    /// What the provider cannot be asked within this time is not asked any more: nobody wants a phone to ring late. A call is hung up
    /// and a device let go however late it is.
    /// </summary>
    public static TimeSpan ActionTimeout { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Goes on with a call as far as it goes now. News of a call that has not begun yet waits.</summary>
    /// <param name="callId">The call.</param>
    /// <param name="reconcile">Whether to ask the provider first whether the call is up, so that a lost event leaves none behind.</param>
    /// <param name="conversations">Owns the conversations.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>When to go on with it next; null where nothing is to be expected but news.</returns>
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

            // First, as storage may fail here: then the provider is not asked twice.
            foreach (var command in session.Commands)
            {
                await conversations.HandleAsync(session.Call.Conversation, command, cancellation);
            }

            (var done, tryAgainAt) = await ExecuteActionsAsync(session, cancellation);
            await callStore.SaveAsync(stored, done with { Commands = done.Commands[session.Commands.Length..] }, cancellation);
        }

        await callStore.DropErasedAsync(callId, cancellation);
        return null;
    }

    /// <summary>The call after all that came of it, its timers too.</summary>
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
                .Apply(CallRules.Over(session.Call, timer, at));
        }

        return session;
    }

    /// <summary>
    /// Does what is to be done, in its order; what could not be tried stays, and what follows from refusals is written before it is done.
    /// Those who talk do not wait for a device that cannot be dropped now.
    /// </summary>
    private async Task<(CallSession Call, DateTimeOffset? TryAgainAt)> ExecuteActionsAsync(CallSession before, CancellationToken cancellation)
    {
        var (after, now, tryAgainAt) = (before, time.GetUtcNow(), default(DateTimeOffset?));
        for (var (left, count) = (before.Actions, 0); left.Length > 0; left = [.. left[count..].Where(after.Actions.Contains)])
        {
            // All devices of a ring group ring at once.
            count = Math.Max(1, left.TakeWhile(pending => pending.Action is InviteDevice).Count());
            var results = await Task.WhenAll(left[..count].Select(pending => TryExecuteAsync(after, pending, cancellation)));
            if (results.Any(result => result is { Done: false }))
            {
                // Mostly the call is over: then that is the news, though none of it may have come yet.
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

        if (result.Done && asked.Action is InviteCustomer)
        {
            call = call.Apply(new CustomerRings($"{call.Call.Id}.customerRings", time.GetUtcNow()));
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
#pragma warning disable CA1031 // Whatever went wrong at the provider, it is tried again, and after a while counts as refused.
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(call.Call.Id, pending.Action.GetType().Name, Describe(failure));
            return null;
        }
    }

    /// <summary>The call after asking the provider about it.</summary>
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
                _ => ApplyProviderState(session, new(Guid.NewGuid().ToString(), now, null, found.Present) { IsIncomplete = found.IsIncomplete }),
            };
        }
#pragma warning disable CA1031 // The provider cannot be asked now; the next sweep asks again.
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(call.Id, nameof(gateway.GetStateAsync), Describe(failure));
            return session;
        }
    }

    private static CallSession ApplyProviderState(CallSession session, ParticipantsUpdated list) => CallRules.IsNews(session.Call, list)
        ? session.Apply(list) : session;

    /// <summary>A call that was hung up, and whose line may be up all the same, is hung up once more.</summary>
    private CallSession WithHangUp(CallSession session) =>
        session is { Call.Phase: CallPhase.Ending, IsBusy: false } ? session with { Actions = [new(new HangUp(), time.GetUtcNow())] } : session;

    /// <summary>A failure without what the provider said in it, which may have phone numbers.</summary>
    private static string Describe(Exception failure) =>
        failure is RequestFailedException { Status: var status, ErrorCode: var code } ? $"{status} {code}" : failure.GetType().Name;

    private static DateTimeOffset? Earliest(IEnumerable<DateTimeOffset> timers, DateTimeOffset? other) =>
        timers.Select(at => (DateTimeOffset?)at).Append(other).Min();

    [LoggerMessage(7001, LogLevel.Warning, "The provider refused {Action} for call {Call}")]
    private partial void LogRefused(string call, string action);

    [LoggerMessage(7003, LogLevel.Warning, "News that names another call of the provider's was not taken for call {Call}")]
    private partial void LogOther(string call);

    [LoggerMessage(7002, LogLevel.Warning, "The provider could not be asked for {Action} of call {Call}: {Failure}")]
    private partial void LogFailed(string call, string action, string failure);
}
