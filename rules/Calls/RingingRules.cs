using ZuperConnect.Conversations;
using static ZuperConnect.Calls.EndingRules;

namespace ZuperConnect.Calls;

/// <summary>The rules for ringing, from the first device until both sides talk or a voicemail starts.</summary>
internal static class RingingRules
{
    internal static CallStep RingDevices(Call call, CallEvent callEvent)
    {
        // The caller may be a user. That phone is not invited and so never dropped, which would end the call.
        var others = call.Plan.RingGroup.Where(device => device.Number != call.Conversation.Customer);
        var ringing = call with { Phase = CallPhase.RingingDevices, Legs = [.. others.Select(device => new Leg(device, LegState.Rings))] };
        return ringing.Legs.IsEmpty
            ? NobodyAnswers(ringing, callEvent)
            : CallStep.Of(
                (ringing with { IsOnHold = true }).WithTimer(CallTimer.RingTime, callEvent.At + call.Plan.RingTime),
                [new HoldCustomer(), .. ringing.Legs.Select(leg => new InviteDevice(leg.Device, call.Plan.RingTime))]);
    }

    internal static CallStep PickedUp(Call call, Leg leg) =>
        AskNextDevice((call with { Phase = CallPhase.RingingDevices }).With(leg, LegState.PickedUp));

    internal static CallStep Answered(Call call, CallEvent callEvent, Leg leg)
    {
        var others = call.Legs.Where(other => other != leg && other.State is not LegState.Gone)
            .Select(other => new DropDevice(other.Device));
        var talks = StartTalking(call.With(leg, LegState.Accepted) with { AnsweredBy = leg.Device.User, IsOnHold = false }, callEvent);
        return talks with { Actions = [.. others, .. TakeOffHold(call), .. talks.Actions] };
    }

    internal static CallStep StartTalking(Call call, CallEvent callEvent)
    {
        var talking = (call with { Phase = CallPhase.Talking, AnsweredAt = callEvent.At }).WithoutTimer(CallTimer.RingTime);
        return CallStep.Of(talking, talking.Plan.Records ? [new Play(Sound.RecordingAnnouncement)] : []) with
        {
            Commands = [
                new ConnectCall(
                    call.SourceId("connected"), callEvent.At, call.Id, call.StartedAt, call.Direction, call.PlacedBy, talking.AnsweredBy)],
        };
    }

    internal static CallStep RingCustomer(Call call, CallEvent callEvent, Leg leg) =>
        CallStep.Of(
            (call.With(leg, LegState.Accepted) with { Phase = CallPhase.RingingCustomer })
                .WithTimer(CallTimer.RingTime, callEvent.At + CallRules.OutboundRingTime),
            new InviteCustomer(call.Conversation.Customer, CallRules.OutboundRingTime));

    internal static CallStep Missing(Call call, CallEvent callEvent, Leg leg, params ReadOnlySpan<CallAction> actions)
    {
        var without = call.With(leg, LegState.Gone);
        if (without.Legs.Any(other => other.State is not LegState.Gone))
        {
            return AskNextDevice(without, actions);
        }

        var end = NobodyAnswers(without, callEvent);
        return end with { Actions = [.. actions, .. end.Actions] };
    }

    internal static CallStep NobodyAnswers(Call call, CallEvent callEvent)
    {
        if (call.Direction is Direction.Outbound)
        {
            return HangUpCall(call, callEvent, CallStatus.Canceled);
        }

        if (!call.Plan.TakesVoicemail)
        {
            return HangUpCall(call, callEvent, CallStatus.Missed);
        }

        var drops = call.Legs.Where(leg => leg.State is not LegState.Gone).Select(leg => new DropDevice(leg.Device));
        var missed = (call with { Phase = CallPhase.VoicemailGreeting, EndedAs = CallStatus.Missed, IsOnHold = false })
            .WithoutTimer(CallTimer.RingTime)
            .WithTimer(CallTimer.VoicemailTime, callEvent.At + CallRules.MaxGreetingTime + CallRules.MaxVoicemailTime);
        return CallStep.Of(missed, [.. drops, .. TakeOffHold(call), new Play(Sound.VoicemailGreeting)]) with
        {
            Commands = [End(missed, callEvent, CallStatus.Missed)],
        };
    }

    /// <summary>The provider can ask only one device at a time: sounds and key presses belong to the whole call.</summary>
    private static CallStep AskNextDevice(Call call, params ReadOnlySpan<CallAction> before) =>
        call.Legs.Any(leg => leg.State is LegState.Asked) || call.Legs.FirstOrDefault(leg => leg.State is LegState.PickedUp) is not { } next
            ? CallStep.Of(call, before)
            : CallStep.Of(call.With(next, LegState.Asked), [.. before, new AskToAccept(next.Device)]);

    private static CallAction[] TakeOffHold(Call call) => call.IsOnHold ? [new TakeOffHold()] : [];
}
