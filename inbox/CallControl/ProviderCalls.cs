using Azure;
using Microsoft.Extensions.Logging;
using ZuperConnect.Calls;
using ZuperConnect.Conversations;

namespace ZuperConnect.CallControl;

/// <summary>
/// Executes the actions of calls at the telephony provider, and asks it for their state. What follows is applied to the call; storing it
/// is left to the caller.
/// </summary>
public sealed partial class ProviderCalls(ICallGateway gateway, TimeProvider time, ILogger<ProviderCalls> log)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LateRetryDelay = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ProviderCallIdTimeout = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How long an action is retried: after this time a phone must not ring any more. Hanging up and dropping a device are retried without
    /// limit.
    /// </summary>
    public static TimeSpan ActionTimeout { get; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Executes the actions in order. Actions that failed temporarily stay; what follows from a refusal is stored before it is executed. A
    /// device that cannot be dropped now does not delay the other actions.
    /// </summary>
    /// <returns>The call, and when to try again; null if no action failed temporarily.</returns>
    public async Task<(CallSession Call, DateTimeOffset? TryAgainAt)> ExecuteActionsAsync(
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
    public async Task<CallSession> ReconcileAsync(CallSession session, CancellationToken cancellation)
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
                ProviderCallStatus.Ended when found.HasOpenLegs => session.Apply(new CustomerLeft($"{call.Id}.foundLeft", now)),
                ProviderCallStatus.Ended => session.Apply(new Disconnected($"{call.Id}.foundOver", now)),
                ProviderCallStatus.Unknown => session.Apply(new CallFailed($"{call.Id}.foundLost", now)),
                _ when call.Phase is CallPhase.Beginning && call.Direction is Direction.Inbound && now - call.StartedAt > ConnectTimeout =>
                    session.Apply(new Connected($"{call.Id}.foundUp", now)),
                _ when found is { Present.IsEmpty: true, IsIncomplete: false } && call.Phase is CallPhase.Talking =>
                    session.Apply(new CustomerLeft($"{call.Id}.foundEmpty", now)),
                _ when call.Phase is CallPhase.RingingCustomer && found.HaveAnswered
                    && found.Present.Any(call.Conversation.Customer.IsSameAs) =>
                    session.Apply(new CustomerJoined($"{call.Id}.foundAnswered", now)),
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

    /// <summary>Describes a failure without the provider's message, which may contain phone numbers.</summary>
    private static string Describe(Exception failure) =>
        failure is RequestFailedException { Status: var status, ErrorCode: var code } ? $"{status} {code}" : failure.GetType().Name;

    [LoggerMessage(7001, LogLevel.Warning, "The provider refused {Action} for call {Call}")]
    private partial void LogRefused(string call, string action);

    [LoggerMessage(7002, LogLevel.Warning, "The provider failed for {Action} of call {Call}: {Failure}")]
    private partial void LogFailed(string call, string action, string failure);
}
