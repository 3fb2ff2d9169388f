using System.Collections.Immutable;
using ZuperConnect.Conversations;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Calls;

/// <summary>
/// The course of one call, pure: news of it and its state give the next state, what the provider is asked to do, and what the conversation
/// is told. News that does not fit the state, because it comes twice, late or too early, changes nothing; an ended call stays ended.
/// </summary>
public static class CallRules
{
    /// <summary>The longest voicemail.</summary>
    public static TimeSpan LongestVoicemail { get; } = TimeSpan.FromMinutes(3);

    /// <summary>How long the customer's phone rings for a user's call, and before it the user's own.</summary>
    public static TimeSpan OutboundRingTime { get; } = TimeSpan.FromSeconds(45);

    /// <summary>After this, news that a greeting was played is not waited for any more.</summary>
    public static TimeSpan LongestGreeting { get; } = TimeSpan.FromMinutes(1);

    /// <summary>What follows from news of a call.</summary>
    public static CallStep After(Call call, CallEvent news) => (call.Phase, news) switch
    {
        // Nothing of a call that is over may stay up and be billed.
        (CallPhase.Over, Connected or DevicePickedUp or CustomerJoined) => Step(call, new HangUp()),
        (CallPhase.Over, RecordingStarted began) => Step(call with { RecordingId = call.RecordingId ?? began.RecordingId }),
        (CallPhase.Over, _) => Nothing(call),

        (_, ActionRefused refused) => Refused(call, refused),
        (_, ParticipantsUpdated list) => Listed(call, list),
        (_, RecordingStarted began) => Step(call with { RecordingId = began.RecordingId }),
        (_, Disconnected) => Ended(call, news, EndOf(call)),
        (CallPhase.Beginning, ConnectFailed) or (_, CallFailed) => Ended(call, news, CallStatus.Failed),
        (CallPhase.Ending, _) => Nothing(call),
        (_, CustomerLeft) => HangsUp(call, news, EndOf(call)),

        (CallPhase.Beginning, CallStarted) => Begins(call, news),
        (CallPhase.Beginning, IncomingCallExpired) => Ended(call, news, CallStatus.Missed),
        (CallPhase.Beginning, Connected) when call.Direction is Direction.Outbound => PickedUp(call, call.Legs[0]),
        (CallPhase.Beginning, Connected) when call.Plan.HasGreeting =>
            Step(Timed(call with { Phase = CallPhase.Greeting }, CallTimer.RingTime, news.At + LongestGreeting), new Play(Sound.Greeting)),
        (CallPhase.Beginning, Connected) => RingsDevices(call, news),
        (CallPhase.Beginning, DeviceDidNotAnswer or DeviceLeft or RingTimeExpired) when call.Direction is Direction.Outbound =>
            NobodyAnswers(call, news),
        (CallPhase.Greeting, Played { Sound: Sound.Greeting } or RingTimeExpired) => RingsDevices(call, news),

        (CallPhase.RingingDevices, DevicePickedUp up) when LegOf(call, up.UserId) is { State: LegState.Rings } leg => PickedUp(call, leg),
        // Its invitation counted as refused, and reached it all the same: nobody will ask it.
        (CallPhase.RingingDevices, DevicePickedUp up) when LegOf(call, up.UserId) is { State: LegState.Gone } leg =>
            Step(call, new DropDevice(leg.Device)),
        (CallPhase.RingingDevices, DeviceAccepted accepted) when LegOf(call, accepted.UserId) is { State: not LegState.Gone } leg =>
            call.Direction is Direction.Inbound ? Answered(call, news, leg) : RingsCustomer(call, news, leg),
        (CallPhase.RingingDevices, DeviceDidNotAccept not) when LegOf(call, not.UserId) is { State: not LegState.Gone } leg =>
            Missing(call, news, leg, new DropDevice(leg.Device)),
        // An invitation that fails late, or once more, is not the one that brought its user into the call.
        (CallPhase.RingingDevices, DeviceDidNotAnswer not) when LegOf(call, not.UserId) is { State: LegState.Rings } leg =>
            Missing(call, news, leg),
        (CallPhase.RingingDevices, DeviceLeft left) when LegOf(call, left.UserId) is { State: not LegState.Gone } leg =>
            Missing(call, news, leg),
        (CallPhase.RingingDevices, RingTimeExpired) => NobodyAnswers(call, news),

        (CallPhase.RingingCustomer, CustomerRings) => Step(call with { CustomerRings = true }),
        (CallPhase.RingingCustomer, CustomerJoined) => Talks(call, news),
        (CallPhase.RingingCustomer, CustomerDidNotAnswer not) => HangsUp(call, news, StatusOf(not.Outcome)),
        (CallPhase.RingingCustomer, RingTimeExpired) => HangsUp(call, news, call.CustomerRings ? CallStatus.Missed : CallStatus.Failed),
        (CallPhase.RingingCustomer, DeviceLeft left) when LegOf(call, left.UserId) is { State: LegState.Accepted } =>
            HangsUp(call, news, CallStatus.Canceled),

        // Whoever comes too late to a call that another user took is let go.
        (CallPhase.Talking or CallPhase.VoicemailGreeting or CallPhase.Voicemail, DevicePickedUp late) when LegOf(call, late.UserId)
            is { State: not LegState.Accepted } leg =>
            Step(call, new DropDevice(leg.Device)),
        (CallPhase.Talking or CallPhase.VoicemailGreeting or CallPhase.Voicemail, DeviceAccepted late) when LegOf(call, late.UserId)
            is { State: not LegState.Accepted } leg =>
            Step(call, new DropDevice(leg.Device)),
        (CallPhase.Talking, Played { Sound: Sound.RecordingAnnouncement, Heard: true }) when call
            is { Plan.Records: true, Recording: null } =>
            Step(call with { Recording = RecordingPurpose.Call }, new StartRecording(RecordingPurpose.Call)),
        (CallPhase.Talking, DeviceLeft left) when LegOf(call, left.UserId) is { State: LegState.Accepted } =>
            HangsUp(call, news, CallStatus.Completed),

        (CallPhase.VoicemailGreeting, Played { Sound: Sound.VoicemailGreeting }) => TakesVoicemail(call, news),
        (CallPhase.VoicemailGreeting or CallPhase.Voicemail, VoicemailTimeExpired) => HangsUp(call, news, CallStatus.Missed),
        _ => Nothing(call),
    };

    /// <summary>Whether something that a call's provider could not be asked yet is still to be done, as the call is now.</summary>
    public static bool IsWanted(Call call, CallAction action) => action switch
    {
        // A device that may ring already is found by being called again.
        HangUp or CallDevice => true,
        HoldCustomer or InviteDevice => call.Phase is CallPhase.RingingDevices,
        AskToAccept ask => call.Phase is CallPhase.RingingDevices && LegOf(call, ask.Device.User.UserId) is { State: LegState.Asked },
        _ => call.Phase is not (CallPhase.Ending or CallPhase.Over),
    };

    /// <summary>The news that a timer brings when its time is over.</summary>
    public static CallEvent Over(Call call, CallTimer timer, DateTimeOffset at) => timer is CallTimer.RingTime
        ? new RingTimeExpired(Source(call, $"ringTime.{at.UtcTicks}"), at)
        : new VoicemailTimeExpired(Source(call, $"voicemailTime.{at.UtcTicks}"), at);

    /// <summary>Whether a list of participants says anything that is not known.</summary>
    public static bool IsNews(Call call, ParticipantsUpdated list) => !PresentAfter(call, list).ToHashSet().SetEquals(call.Present);

    private static CallStep Nothing(Call call) => new(call, [], []);

    private static CallStep Step(Call call, params ReadOnlySpan<CallAction> actions) => new(call, [.. actions], []);

    private static CallStep Then(CallStep step, CallEvent news)
    {
        var next = After(step.Call, news);
        return new(next.Call, [.. step.Actions, .. next.Actions], [.. step.Commands, .. next.Commands]);
    }

    private static Leg? LegOf(Call call, string userId) => call.Legs.FirstOrDefault(leg => leg.Device.User.UserId == userId);

    private static Call With(Call call, Leg leg, LegState state) => call with { Legs = call.Legs.Replace(leg, leg with { State = state }) };

    private static Call Timed(Call call, CallTimer timer, DateTimeOffset over) => call with { Timers = call.Timers.SetItem(timer, over) };

    private static Call Untimed(Call call, CallTimer timer) => call with { Timers = call.Timers.Remove(timer) };

    private static CallStep Begins(Call call, CallEvent news)
    {
        if (call.Direction is Direction.Inbound)
        {
            return Nothing(call) with { Commands = [new RingCall(Source(call, "rang"), news.At, call.Id)] };
        }

        var own = call.Plan.RingGroup[0];
        var rings = Timed(call with { Legs = [new(own, LegState.Rings)] }, CallTimer.RingTime, news.At + OutboundRingTime);
        return Step(rings, new CallDevice(own)) with
        {
            Commands = [new PlaceCall(Source(call, "placed"), news.At, call.Id, call.PlacedBy!)],
        };
    }

    private static CallStep RingsDevices(Call call, CallEvent news)
    {
        // A user may be the caller: that phone is not invited, and so never dropped, which would cut off the caller.
        var others = call.Plan.RingGroup.Where(device => device.Number != call.Conversation.Customer);
        var ringing = call with { Phase = CallPhase.RingingDevices, Legs = [.. others.Select(device => new Leg(device, LegState.Rings))] };
        return ringing.Legs.IsEmpty
            ? NobodyAnswers(ringing, news)
            : Step(
                Timed(ringing with { IsOnHold = true }, CallTimer.RingTime, news.At + call.Plan.RingTime),
                [new HoldCustomer(), .. ringing.Legs.Select(leg => new InviteDevice(leg.Device, call.Plan.RingTime))]);
    }

    private static CallStep PickedUp(Call call, Leg leg) =>
        AsksNext(With(call with { Phase = CallPhase.RingingDevices }, leg, LegState.PickedUp));

    /// <summary>The provider asks one device at a time: what it plays and the keys it hears belong to the whole call.</summary>
    private static CallStep AsksNext(Call call, params ReadOnlySpan<CallAction> before) =>
        call.Legs.Any(leg => leg.State is LegState.Asked) || call.Legs.FirstOrDefault(leg => leg.State is LegState.PickedUp) is not { } next
            ? Step(call, before)
            : Step(With(call, next, LegState.Asked), [.. before, new AskToAccept(next.Device)]);

    private static CallStep Answered(Call call, CallEvent news, Leg leg)
    {
        var others = call.Legs.Where(other => other != leg && other.State is not LegState.Gone)
            .Select(other => new DropDevice(other.Device));
        var talks = Talks(With(call, leg, LegState.Accepted) with { AnsweredBy = leg.Device.User, IsOnHold = false }, news);
        return talks with { Actions = [.. others, .. OffHold(call), .. talks.Actions] };
    }

    private static CallStep Talks(Call call, CallEvent news)
    {
        var talking = Untimed(call with { Phase = CallPhase.Talking, AnsweredAt = news.At }, CallTimer.RingTime);
        return Step(talking, talking.Plan.Records ? [new Play(Sound.RecordingAnnouncement)] : []) with
        {
            Commands = [
                new ConnectCall(
                    Source(call, "connected"), news.At, call.Id, call.StartedAt, call.Direction, call.PlacedBy, talking.AnsweredBy)],
        };
    }

    private static CallStep RingsCustomer(Call call, CallEvent news, Leg leg) =>
        Step(
            Timed(With(call, leg, LegState.Accepted) with { Phase = CallPhase.RingingCustomer },
                CallTimer.RingTime, news.At + OutboundRingTime),
            new InviteCustomer(call.Conversation.Customer, OutboundRingTime));

    private static CallStep Missing(Call call, CallEvent news, Leg leg, params ReadOnlySpan<CallAction> actions)
    {
        var without = With(call, leg, LegState.Gone);
        if (without.Legs.Any(other => other.State is not LegState.Gone))
        {
            return AsksNext(without, actions);
        }

        var end = NobodyAnswers(without, news);
        return end with { Actions = [.. actions, .. end.Actions] };
    }

    private static CallStep NobodyAnswers(Call call, CallEvent news)
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
        var missed = Timed(
            Untimed(call, CallTimer.RingTime) with { Phase = CallPhase.VoicemailGreeting, EndedAs = CallStatus.Missed, IsOnHold = false },
            CallTimer.VoicemailTime,
            news.At + LongestGreeting + LongestVoicemail);
        return Step(missed, [.. drops, .. OffHold(call), new Play(Sound.VoicemailGreeting)]) with
        {
            Commands = [End(missed, news, CallStatus.Missed)],
        };
    }

    private static CallAction[] OffHold(Call call) => call.IsOnHold ? [new TakeOffHold()] : [];

    private static CallStep TakesVoicemail(Call call, CallEvent news) => Step(
        Timed(call with { Phase = CallPhase.Voicemail, Recording = RecordingPurpose.Voicemail },
            CallTimer.VoicemailTime, news.At + LongestVoicemail),
        new StartRecording(RecordingPurpose.Voicemail));

    /// <summary>What the provider will not do is news like any other: a device that cannot be invited does not take the call.</summary>
    private static CallStep Refused(Call call, ActionRefused refused) => refused.Action switch
    {
        CallDevice => After(call, new ConnectFailed(refused.SourceId, refused.At)),
        InviteDevice invite => After(call, new DeviceDidNotAnswer(refused.SourceId, refused.At, invite.Device.User.UserId)),
        AskToAccept ask => After(call, new DeviceDidNotAccept(refused.SourceId, refused.At, ask.Device.User.UserId)),
        InviteCustomer => After(call, new CustomerDidNotAnswer(refused.SourceId, refused.At, CallOutcome.Failed)),
        Play play => After(call, new Played(refused.SourceId, refused.At, play.Sound, Heard: false)),
        StartRecording { Purpose: RecordingPurpose.Voicemail } when call.Phase is CallPhase.Voicemail =>
            HangsUp(call with { Recording = null }, refused, CallStatus.Missed),
        StartRecording => Step(call with { Recording = null }),
        HoldCustomer => Step(call with { IsOnHold = false }),
        TakeOffHold when call.Phase is CallPhase.Talking => HangsUp(call, refused, CallStatus.Failed),
        _ => Nothing(call),
    };

    private static CallStep Listed(Call call, ParticipantsUpdated list)
    {
        if (list.Sequence <= call.ParticipantsSequence || list.At < call.LookedAt)
        {
            return Nothing(call);
        }

        var present = PresentAfter(call, list);
        var step = Step(list.Sequence is { } sequence
            ? call with { Present = present, ParticipantsSequence = sequence }
            : call with { Present = present, LookedAt = list.At });
        foreach (var left in call.Present.Except(present))
        {
            step = LeftBy(step.Call, left, list) is { } news ? Then(step, news) : step;
        }

        return step;
    }

    /// <summary>
    /// Who is in the call after a list. An entry that is nobody whom the call knows, or somebody a second time, may be anybody: while there
    /// is one, nobody has left.
    /// </summary>
    private static ImmutableArray<PhoneNumber> PresentAfter(Call call, ParticipantsUpdated list)
    {
        var (ours, theirs) = (
            call.Conversation.Number, call.Legs.Select(leg => leg.Device.Number).Prepend(call.Conversation.Customer).ToList());
        ImmutableArray<PhoneNumber> listed = [.. list.Present.Where(number => !number.IsSameAs(ours))];
        ImmutableArray<PhoneNumber> known = [.. listed.Select(number => theirs.Find(number.IsSameAs)).OfType<PhoneNumber>().Distinct()];
        return list.IsIncomplete || known.Length < listed.Length ? [.. call.Present.Union(known)] : known;
    }

    private static CallEvent? LeftBy(Call call, PhoneNumber number, CallEvent list) =>
        number == call.Conversation.Customer ? new CustomerLeft(list.SourceId, list.At)
        : call.Legs.FirstOrDefault(leg => leg.Device.Number == number) is { } leg
            ? new DeviceLeft(list.SourceId, list.At, leg.Device.User.UserId)
        : null;

    private static CallStatus StatusOf(CallOutcome outcome) =>
        outcome is CallOutcome.Failed or CallOutcome.Unreachable ? CallStatus.Failed : CallStatus.Missed;

    /// <summary>How a user's call went that ends now.</summary>
    private static CallOutcome OutcomeOf(Call call, CallEvent news, CallStatus status) =>
        call.AnsweredAt is not null ? CallOutcome.Answered
        : news is CustomerDidNotAnswer not ? not.Outcome
        : status is CallStatus.Failed ? CallOutcome.Failed
        : call.CustomerRings ? CallOutcome.NoAnswer
        : CallOutcome.Canceled;

    /// <summary>How a call ends that the other side leaves now.</summary>
    private static CallStatus EndOf(Call call) => call.EndedAs
        ?? (call.Phase is CallPhase.Talking ? CallStatus.Completed : CallStatus.Canceled);

    private static CallStep HangsUp(Call call, CallEvent news, CallStatus status)
    {
        var ended = Ended(call, news, status);
        return ended with { Call = ended.Call with { Phase = CallPhase.Ending }, Actions = [new HangUp()] };
    }

    private static CallStep Ended(Call call, CallEvent news, CallStatus status)
    {
        var over = call with { Phase = CallPhase.Over, EndedAs = call.EndedAs ?? status, Timers = call.Timers.Clear() };
        return new(over, [], call.EndedAs is null ? [End(over, news, status)] : []);
    }

    private static EndCall End(Call call, CallEvent news, CallStatus status) =>
        new(Source(call, "ended"), news.At, call.Id, call.StartedAt, call.Direction, call.PlacedBy, status)
        {
            AnsweredBy = call.AnsweredBy,
            Outcome = call.Direction is Direction.Outbound ? OutcomeOf(call, news, status) : null,
            Duration = call.AnsweredAt is { } answered && news.At > answered ? news.At - answered : null,
        };

    private static string Source(Call call, string what) => $"{call.Id}.{what}";
}
