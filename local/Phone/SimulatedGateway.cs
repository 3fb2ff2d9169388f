using ZuperConnect.CallControl;
using ZuperConnect.Calls;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Recordings;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Local.Phone;

/// <summary>
/// Handles the inbox's requests to the simulated provider: phones ring, sounds are played, and events follow in the form of the provider.
/// </summary>
internal sealed class SimulatedGateway(SimulatedCalls calls, CustomerPhones phones, TimeProvider time) : ICallGateway
{
    private const int Unreachable = 404;
    private const int NotAnswered = 408;
    private const int Busy = 486;

    /// <inheritdoc/>
    public Task<string?> AnswerAsync(RingingCall ringing, CancellationToken cancellation)
    {
        lock (calls.Turn)
        {
            if (calls.Find(ringing.CallId) is not { } call || call.Secret != ringing.Secret)
            {
                return Task.FromResult<string?>(null);
            }

            if (call.State is SimulatedCallState.Rings)
            {
                call.IsAnswered();
            }

            return Task.FromResult(call.WasAnswered ? call.ProviderCallId : null);
        }
    }

    /// <inheritdoc/>
    public Task<ActionResult> ExecuteAsync(CallSession call, CallAction action, CancellationToken cancellation)
    {
        lock (calls.Turn)
        {
            return Task.FromResult(Do(call, action));
        }
    }

    /// <inheritdoc/>
    public Task<ProviderCallState> GetStateAsync(string providerCallId, CancellationToken cancellation)
    {
        lock (calls.Turn)
        {
            return Task.FromResult(
                calls.FindByProviderCallId(providerCallId) is not { } call
                    ? ProviderCallState.Unknown : call.State is SimulatedCallState.Over
                    ? ProviderCallState.Ended : ProviderCallState.Active([.. call.Present]) with { HaveAnswered = true });
        }
    }

    private ActionResult Do(CallSession session, CallAction action)
    {
        if (action is CallDevice own)
        {
            return new(Done: true) { ProviderCallId = Place(session.Call, own.Device).ProviderCallId };
        }

        if (calls.FindByProviderCallId(session.ProviderCallId) is not { State: not SimulatedCallState.Over } call)
        {
            return new(Done: false);
        }

        switch (action)
        {
            case InviteDevice invite:
                return new(
                    Done: true)
                { Invitation = Invite(call, invite.Device.Number, OperationContexts.Of(invite.Device), invite.RingTime) };
            case InviteCustomer invite:
                Invite(call, invite.Customer, OperationContexts.Customer, invite.RingTime);
                return new(Done: true);
            case AskToAccept ask when !call.Present.Contains(ask.Device.Number):
                return new(Done: false);
            case AskToAccept ask when call.IsNew($"ask {ask.Device.Number}"):
                call.IsAsked(ask.Device.Number, OperationContexts.Of(ask.Device));
                return new(Done: true);
            case DropDevice drop:
                call.Leaves(drop.Device.Number);
                return new(Done: true);
            case Play play when call.IsNew($"play {play.Sound}"):
                call.IsPlayed(play.Sound);
                return new(Done: true);
            case StartRecording start:
                return new(Done: true) { RecordingId = RecordingIds.Of(call.Recorder.Start(start.Purpose)) };
            case HangUp:
                call.Ends();
                return new(Done: true);
            case HoldCustomer or TakeOffHold:
                call.OnHold = action is HoldCustomer;
                return new(Done: true);
            default:
                // A repeated request.
                return new(Done: true);
        }
    }

    private SimulatedCall Place(Call call, Device device)
    {
        if (calls.Find(call.Id) is { } known)
        {
            return known;
        }

        var placed = calls.Begin(call.Id, call.Conversation.Customer, call.Conversation.Number);
        placed.IsPlaced();
        Ring(placed, device.Number, OperationContexts.Of(device), Timeout.InfiniteTimeSpan);
        return placed;
    }

    private string Invite(SimulatedCall call, PhoneNumber phone, string context, TimeSpan ringTime)
    {
        if (call.IsNew($"invite {context}"))
        {
            Ring(call, phone, context, ringTime);
        }

        return call.Invitation(context);
    }

    /// <summary>A ringing phone also rings for other calls. A connected one is busy.</summary>
    private void Ring(SimulatedCall call, PhoneNumber phone, string context, TimeSpan ringTime)
    {
        var outcome = context is not OperationContexts.Customer ? SimulatedCallOutcome.DoesNotPickUp : phones.CallOutcomeOf(phone);
        if (calls.With(phone) is not null || call.Ringing.Contains(phone) || outcome is SimulatedCallOutcome.Busy)
        {
            call.CannotJoin(phone, context, Busy);
            return;
        }

        if (outcome is SimulatedCallOutcome.Unreachable)
        {
            call.CannotJoin(phone, context, Unreachable);
            return;
        }

        call.Rings(phone, context, time.CreateTimer(_ => RingsOut(call, phone), null, ringTime, Timeout.InfiniteTimeSpan));
        if (outcome is SimulatedCallOutcome.Answers)
        {
            call.PicksUp(phone, presses: true);
        }
        else if (outcome is SimulatedCallOutcome.Declines)
        {
            call.IsDeclined(phone);
        }
    }

    private void RingsOut(SimulatedCall call, PhoneNumber phone)
    {
        lock (calls.Turn)
        {
            call.IsNotTaken(phone, NotAnswered);
        }
    }
}
