using System.Collections.Immutable;
using ZuperConnect.Conversations;

namespace ZuperConnect.Calls;

/// <summary>
/// The course of one call, pure: news of it and its state give the next state, what the provider is asked to do, and what the conversation
/// is told. News that does not fit the state, because it comes twice, late or too early, changes nothing; an ended call stays ended.
/// </summary>
public static class CallRules
{
    /// <summary>The longest voicemail.</summary>
    public static TimeSpan LongestVoicemail { get; } = TimeSpan.FromMinutes(3);

    /// <summary>How long the customer's phone rings for a user's call.</summary>
    public static TimeSpan CustomerRingTime { get; } = TimeSpan.FromSeconds(45);

    /// <summary>What follows from news of a call.</summary>
    public static CallStep After(Call call, CallNews news) => (call.Phase, news) switch
    {
        (CallPhase.Over, _) => Nothing(call),
        (_, Disconnected) => Ended(call, news, EndOf(call)),
        (_, Broke) => Ended(call, news, CallStatus.Failed),
        (CallPhase.Ending, _) => Nothing(call),
        (_, CustomerLeft) => HangsUp(call, news, EndOf(call)),

        (CallPhase.Beginning, Began) => Begins(call, news),
        (CallPhase.Beginning, Connected) when call.Direction is Direction.Outbound => PickedUp(call, call.Legs[0]),
        (CallPhase.Beginning, Connected) when call.Plan.HasGreeting => Step(call with { Phase = CallPhase.Greeting }, new Play(Sound.Greeting)),
        (CallPhase.Beginning, Connected) => RingsDevices(call, news),
        (CallPhase.Greeting, Played { Sound: Sound.Greeting }) => RingsDevices(call, news),

        (CallPhase.RingingDevices, DevicePickedUp up) when LegOf(call, up.UserId) is { State: LegState.Rings } leg => PickedUp(call, leg),
        (CallPhase.RingingDevices, DeviceAccepted accepted) when LegOf(call, accepted.UserId) is { State: not LegState.Gone } leg =>
            call.Direction is Direction.Inbound ? Answered(call, news, leg) : RingsCustomer(call, news, leg),
        (CallPhase.RingingDevices, DeviceLeft left) when LegOf(call, left.UserId) is { State: not LegState.Gone } leg => Missing(call, news, leg),
        (CallPhase.RingingDevices, RingTimeIsOver) => NobodyAnswers(call, news),

        (CallPhase.RingingCustomer, CustomerJoined) => Talks(call, news),
        (CallPhase.RingingCustomer, CustomerDidNotAnswer not) => HangsUp(call, news, not.Reached ? CallStatus.Missed : CallStatus.Failed),
        (CallPhase.RingingCustomer, DeviceLeft left) when LegOf(call, left.UserId) is { State: LegState.Accepted } => HangsUp(call, news, CallStatus.Canceled),

        // Whoever comes too late to a call that another user took is let go.
        (CallPhase.Talking or CallPhase.VoicemailGreeting or CallPhase.Voicemail, DevicePickedUp late) when LegOf(call, late.UserId) is { State: not LegState.Accepted } leg =>
            Step(call, new DropDevice(leg.Device)),
        (CallPhase.Talking or CallPhase.VoicemailGreeting or CallPhase.Voicemail, DeviceAccepted late) when LegOf(call, late.UserId) is { State: not LegState.Accepted } leg =>
            Step(call, new DropDevice(leg.Device)),
        (CallPhase.Talking, Played { Sound: Sound.RecordingAnnouncement, Heard: true }) when call is { Plan.Records: true, Recording: null } =>
            Step(call with { Recording = RecordingPurpose.Call }, new StartRecording(RecordingPurpose.Call)),
        (CallPhase.Talking, DeviceLeft left) when LegOf(call, left.UserId) is { State: LegState.Accepted } => HangsUp(call, news, CallStatus.Completed),

        (CallPhase.VoicemailGreeting, Played { Sound: Sound.VoicemailGreeting }) => TakesVoicemail(call),
        (CallPhase.Voicemail, VoicemailTimeIsOver) => HangsUp(call, news, CallStatus.Missed),
        _ => Nothing(call),
    };

    private static CallStep Nothing(Call call) => new(call, [], [], []);

    private static CallStep Step(Call call, params ImmutableArray<CallAction> actions) => new(call, actions, [], []);

    private static Leg? LegOf(Call call, string userId) => call.Legs.FirstOrDefault(leg => leg.Device.User.UserId == userId);

    private static Call With(Call call, Leg leg, LegState state) => call with { Legs = call.Legs.Replace(leg, leg with { State = state }) };

    private static CallStep Begins(Call call, CallNews news)
    {
        if (call.Direction is Direction.Inbound)
        {
            return Nothing(call) with { Commands = [new RingCall(Source(call, "rang"), news.At, call.Id)] };
        }

        var own = call.Plan.RingGroup[0];
        return Step(call with { Legs = [new(own, LegState.Rings)] }, new CallDevice(own)) with
        {
            Commands = [new PlaceCall(Source(call, "placed"), news.At, call.Id, call.PlacedBy!)],
        };
    }

    private static CallStep RingsDevices(Call call, CallNews news)
    {
        var ringing = call with { Phase = CallPhase.RingingDevices, Legs = [.. call.Plan.RingGroup.Select(device => new Leg(device, LegState.Rings))] };
        return ringing.Legs.IsEmpty ? NobodyAnswers(ringing, news)
            : Step(ringing, [.. ringing.Plan.RingGroup.Select(device => new InviteDevice(device, call.Plan.RingTime))]) with
            {
                Timers = [new(CallTimer.RingTime, call.Plan.RingTime)],
            };
    }

    private static CallStep PickedUp(Call call, Leg leg) =>
        Step(With(call with { Phase = CallPhase.RingingDevices }, leg, LegState.PickedUp), new AskToAccept(leg.Device));

    private static CallStep Answered(Call call, CallNews news, Leg leg)
    {
        var others = call.Legs.Where(other => other != leg && other.State is not LegState.Gone).Select(other => new DropDevice(other.Device));
        var talks = Talks(With(call, leg, LegState.Accepted) with { AnsweredBy = leg.Device.User }, news);
        return talks with { Actions = [.. others, new Bridge(leg.Device), .. talks.Actions] };
    }

    private static CallStep Talks(Call call, CallNews news)
    {
        var talking = call with { Phase = CallPhase.Talking, AnsweredAt = news.At };
        return Step(talking, talking.Plan.Records ? [new Play(Sound.RecordingAnnouncement)] : []) with
        {
            Commands = [new ConnectCall(Source(call, "connected"), news.At, call.Id, call.StartedAt, call.Direction, call.PlacedBy, talking.AnsweredBy)],
        };
    }

    private static CallStep RingsCustomer(Call call, CallNews news, Leg leg) =>
        Step(With(call, leg, LegState.Accepted) with { Phase = CallPhase.RingingCustomer }, new InviteCustomer(call.Conversation.Customer, CustomerRingTime)) with
        {
            Commands = [new DialCustomer(Source(call, "dialled"), news.At, call.Id, call.StartedAt, call.PlacedBy!)],
        };

    private static CallStep Missing(Call call, CallNews news, Leg leg)
    {
        var without = With(call, leg, LegState.Gone);
        return without.Legs.Any(other => other.State is not LegState.Gone) ? Nothing(without) : NobodyAnswers(without, news);
    }

    private static CallStep NobodyAnswers(Call call, CallNews news)
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
        var missed = call with { Phase = CallPhase.VoicemailGreeting, EndedAs = CallStatus.Missed };
        return Step(missed, [.. drops, new Play(Sound.VoicemailGreeting)]) with { Commands = [End(missed, news, CallStatus.Missed)] };
    }

    private static CallStep TakesVoicemail(Call call) =>
        Step(call with { Phase = CallPhase.Voicemail, Recording = RecordingPurpose.Voicemail }, new StartRecording(RecordingPurpose.Voicemail)) with
        {
            Timers = [new(CallTimer.VoicemailTime, LongestVoicemail)],
        };

    /// <summary>How a call ends that the other side leaves now.</summary>
    private static CallStatus EndOf(Call call) => call.EndedAs ?? (call.Phase is CallPhase.Talking ? CallStatus.Completed : CallStatus.Canceled);

    private static CallStep HangsUp(Call call, CallNews news, CallStatus status)
    {
        var ended = Ended(call, news, status);
        return ended with { Call = ended.Call with { Phase = CallPhase.Ending }, Actions = [new HangUp()] };
    }

    private static CallStep Ended(Call call, CallNews news, CallStatus status)
    {
        var over = call with { Phase = CallPhase.Over, EndedAs = call.EndedAs ?? status };
        return new(over, [], call.EndedAs is null ? [End(over, news, status)] : [], []);
    }

    private static EndCall End(Call call, CallNews news, CallStatus status) =>
        new(Source(call, "ended"), news.At, call.Id, call.StartedAt, call.Direction, call.PlacedBy, status)
        {
            AnsweredBy = call.AnsweredBy,
            Duration = call.AnsweredAt is { } answered && news.At > answered ? news.At - answered : null,
        };

    private static string Source(Call call, string what) => $"{call.Id}.{what}";
}
