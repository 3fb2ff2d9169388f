using ZuperConnect.Conversations;
using static ZuperConnect.Calls.EndingRules;

namespace ZuperConnect.Calls;

/// <summary>The rules of a call that rings: from the first device until both sides talk, or a voicemail is taken.</summary>
internal static class RingingRules
{
    internal static CallStep RingsDevices(Call call, CallEvent news)
    {
        // A user may be the caller: that phone is not invited, and so never dropped, which would cut off the caller.
        var others = call.Plan.RingGroup.Where(device => device.Number != call.Conversation.Customer);
        var ringing = call with { Phase = CallPhase.RingingDevices, Legs = [.. others.Select(device => new Leg(device, LegState.Rings))] };
        return ringing.Legs.IsEmpty
            ? NobodyAnswers(ringing, news)
            : CallStep.Of(
                (ringing with { IsOnHold = true }).WithTimer(CallTimer.RingTime, news.At + call.Plan.RingTime),
                [new HoldCustomer(), .. ringing.Legs.Select(leg => new InviteDevice(leg.Device, call.Plan.RingTime))]);
    }

    internal static CallStep PickedUp(Call call, Leg leg) =>
        AsksNext((call with { Phase = CallPhase.RingingDevices }).With(leg, LegState.PickedUp));

    internal static CallStep Answered(Call call, CallEvent news, Leg leg)
    {
        var others = call.Legs.Where(other => other != leg && other.State is not LegState.Gone)
            .Select(other => new DropDevice(other.Device));
        var talks = Talks(call.With(leg, LegState.Accepted) with { AnsweredBy = leg.Device.User, IsOnHold = false }, news);
        return talks with { Actions = [.. others, .. OffHold(call), .. talks.Actions] };
    }

    internal static CallStep Talks(Call call, CallEvent news)
    {
        var talking = (call with { Phase = CallPhase.Talking, AnsweredAt = news.At }).WithoutTimer(CallTimer.RingTime);
        return CallStep.Of(talking, talking.Plan.Records ? [new Play(Sound.RecordingAnnouncement)] : []) with
        {
            Commands = [
                new ConnectCall(
                    call.SourceId("connected"), news.At, call.Id, call.StartedAt, call.Direction, call.PlacedBy, talking.AnsweredBy)],
        };
    }

    internal static CallStep RingsCustomer(Call call, CallEvent news, Leg leg) =>
        CallStep.Of(
            (call.With(leg, LegState.Accepted) with { Phase = CallPhase.RingingCustomer })
                .WithTimer(CallTimer.RingTime, news.At + CallRules.OutboundRingTime),
            new InviteCustomer(call.Conversation.Customer, CallRules.OutboundRingTime));

    internal static CallStep Missing(Call call, CallEvent news, Leg leg, params ReadOnlySpan<CallAction> actions)
    {
        var without = call.With(leg, LegState.Gone);
        if (without.Legs.Any(other => other.State is not LegState.Gone))
        {
            return AsksNext(without, actions);
        }

        var end = NobodyAnswers(without, news);
        return end with { Actions = [.. actions, .. end.Actions] };
    }

    internal static CallStep NobodyAnswers(Call call, CallEvent news)
    {
        if (call.Direction is Direction.Outbound)
        {
            return HangsUp(call, news, CallStatus.Canceled);
        }

        if (!call.Plan.TakesVoicemail)
        {
            return HangsUp(call, news, CallStatus.Missed);
        }

        var drops = call.Legs.Where(leg => leg.State is not LegState.Gone).Select(leg => new DropDevice(leg.Device));
        var missed = (call with { Phase = CallPhase.VoicemailGreeting, EndedAs = CallStatus.Missed, IsOnHold = false })
            .WithoutTimer(CallTimer.RingTime)
            .WithTimer(CallTimer.VoicemailTime, news.At + CallRules.LongestGreeting + CallRules.LongestVoicemail);
        return CallStep.Of(missed, [.. drops, .. OffHold(call), new Play(Sound.VoicemailGreeting)]) with
        {
            Commands = [End(missed, news, CallStatus.Missed)],
        };
    }

    /// <summary>The provider asks one device at a time: what it plays and the keys it hears belong to the whole call.</summary>
    private static CallStep AsksNext(Call call, params ReadOnlySpan<CallAction> before) =>
        call.Legs.Any(leg => leg.State is LegState.Asked) || call.Legs.FirstOrDefault(leg => leg.State is LegState.PickedUp) is not { } next
            ? CallStep.Of(call, before)
            : CallStep.Of(call.With(next, LegState.Asked), [.. before, new AskToAccept(next.Device)]);

    private static CallAction[] OffHold(Call call) => call.IsOnHold ? [new TakeOffHold()] : [];
}
