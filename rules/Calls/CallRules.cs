using ZuperConnect.Conversations;
using static ZuperConnect.Calls.EndingRules;
using static ZuperConnect.Calls.RingingRules;

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
        (CallPhase.Over, Connected or DevicePickedUp or CustomerJoined) => CallStep.Of(call, new HangUp()),
        (CallPhase.Over, RecordingStarted began) => CallStep.Of(call with { RecordingId = call.RecordingId ?? began.RecordingId }),
        (CallPhase.Over, _) => CallStep.Nothing(call),

        (_, ActionRefused refused) => Refused(call, refused),
        (_, ParticipantsUpdated list) => ParticipantRules.Listed(call, list),
        (_, RecordingStarted began) => CallStep.Of(call with { RecordingId = began.RecordingId }),
        (_, Disconnected) => Ended(call, news, EndOf(call)),
        (CallPhase.Beginning, ConnectFailed) or (_, CallFailed) => Ended(call, news, CallStatus.Failed),
        (CallPhase.Ending, _) => CallStep.Nothing(call),
        (_, CustomerLeft) => HangsUp(call, news, EndOf(call)),

        (CallPhase.Beginning, CallStarted) => Begins(call, news),
        (CallPhase.Beginning, IncomingCallExpired) => Ended(call, news, CallStatus.Missed),
        (CallPhase.Beginning, Connected) when call.Direction is Direction.Outbound => PickedUp(call, call.Legs[0]),
        (CallPhase.Beginning, Connected) when call.Plan.HasGreeting =>
            CallStep.Of(
                (call with { Phase = CallPhase.Greeting }).WithTimer(CallTimer.RingTime, news.At + LongestGreeting),
                new Play(Sound.Greeting)),
        (CallPhase.Beginning, Connected) => RingsDevices(call, news),
        (CallPhase.Beginning, DeviceDidNotAnswer or DeviceLeft or RingTimeExpired) when call.Direction is Direction.Outbound =>
            NobodyAnswers(call, news),
        (CallPhase.Greeting, Played { Sound: Sound.Greeting } or RingTimeExpired) => RingsDevices(call, news),

        (CallPhase.RingingDevices, DevicePickedUp up) when call.LegOf(up.UserId) is { State: LegState.Rings } leg => PickedUp(call, leg),
        // Its invitation counted as refused, and reached it all the same: nobody will ask it.
        (CallPhase.RingingDevices, DevicePickedUp up) when call.LegOf(up.UserId) is { State: LegState.Gone } leg =>
            CallStep.Of(call, new DropDevice(leg.Device)),
        (CallPhase.RingingDevices, DeviceAccepted accepted) when call.LegOf(accepted.UserId) is { State: not LegState.Gone } leg =>
            call.Direction is Direction.Inbound ? Answered(call, news, leg) : RingsCustomer(call, news, leg),
        (CallPhase.RingingDevices, DeviceDidNotAccept not) when call.LegOf(not.UserId) is { State: not LegState.Gone } leg =>
            Missing(call, news, leg, new DropDevice(leg.Device)),
        // An invitation that fails late, or once more, is not the one that brought its user into the call.
        (CallPhase.RingingDevices, DeviceDidNotAnswer not) when call.LegOf(not.UserId) is { State: LegState.Rings } leg =>
            Missing(call, news, leg),
        (CallPhase.RingingDevices, DeviceLeft left) when call.LegOf(left.UserId) is { State: not LegState.Gone } leg =>
            Missing(call, news, leg),
        (CallPhase.RingingDevices, RingTimeExpired) => NobodyAnswers(call, news),

        (CallPhase.RingingCustomer, CustomerRings) => CallStep.Of(call with { CustomerRings = true }),
        (CallPhase.RingingCustomer, CustomerJoined) => Talks(call, news),
        (CallPhase.RingingCustomer, CustomerDidNotAnswer not) => HangsUp(call, news, StatusOf(not.Outcome)),
        (CallPhase.RingingCustomer, RingTimeExpired) => HangsUp(call, news, call.CustomerRings ? CallStatus.Missed : CallStatus.Failed),
        (CallPhase.RingingCustomer, DeviceLeft left) when call.LegOf(left.UserId) is { State: LegState.Accepted } =>
            HangsUp(call, news, CallStatus.Canceled),

        // Whoever comes too late to a call that another user took is let go.
        (CallPhase.Talking or CallPhase.VoicemailGreeting or CallPhase.Voicemail, DevicePickedUp late) when call.LegOf(late.UserId)
            is { State: not LegState.Accepted } leg =>
            CallStep.Of(call, new DropDevice(leg.Device)),
        (CallPhase.Talking or CallPhase.VoicemailGreeting or CallPhase.Voicemail, DeviceAccepted late) when call.LegOf(late.UserId)
            is { State: not LegState.Accepted } leg =>
            CallStep.Of(call, new DropDevice(leg.Device)),
        (CallPhase.Talking, Played { Sound: Sound.RecordingAnnouncement, Heard: true }) when call
            is { Plan.Records: true, Recording: null } =>
            CallStep.Of(call with { Recording = RecordingPurpose.Call }, new StartRecording(RecordingPurpose.Call)),
        (CallPhase.Talking, DeviceLeft left) when call.LegOf(left.UserId) is { State: LegState.Accepted } =>
            HangsUp(call, news, CallStatus.Completed),

        (CallPhase.VoicemailGreeting, Played { Sound: Sound.VoicemailGreeting }) => TakesVoicemail(call, news),
        (CallPhase.VoicemailGreeting or CallPhase.Voicemail, VoicemailTimeExpired) => HangsUp(call, news, CallStatus.Missed),
        _ => CallStep.Nothing(call),
    };

    /// <summary>Whether something that a call's provider could not be asked yet is still to be done, as the call is now.</summary>
    public static bool IsWanted(Call call, CallAction action) => action switch
    {
        // A device that may ring already is found by being called again.
        HangUp or CallDevice => true,
        HoldCustomer or InviteDevice => call.Phase is CallPhase.RingingDevices,
        AskToAccept ask => call.Phase is CallPhase.RingingDevices && call.LegOf(ask.Device.User.UserId) is { State: LegState.Asked },
        _ => call.Phase is not (CallPhase.Ending or CallPhase.Over),
    };

    /// <summary>The news that a timer brings when its time is over.</summary>
    public static CallEvent Over(Call call, CallTimer timer, DateTimeOffset at) => timer is CallTimer.RingTime
        ? new RingTimeExpired(call.SourceId($"ringTime.{at.UtcTicks}"), at)
        : new VoicemailTimeExpired(call.SourceId($"voicemailTime.{at.UtcTicks}"), at);

    /// <summary>Whether a list of participants says anything that is not known.</summary>
    public static bool IsNews(Call call, ParticipantsUpdated list) =>
        !ParticipantRules.PresentAfter(call, list).ToHashSet().SetEquals(call.Present);

    private static CallStep Begins(Call call, CallEvent news)
    {
        if (call.Direction is Direction.Inbound)
        {
            return CallStep.Nothing(call) with { Commands = [new RingCall(call.SourceId("rang"), news.At, call.Id)] };
        }

        var own = call.Plan.RingGroup[0];
        var rings = (call with { Legs = [new(own, LegState.Rings)] }).WithTimer(CallTimer.RingTime, news.At + OutboundRingTime);
        return CallStep.Of(rings, new CallDevice(own)) with
        {
            Commands = [new PlaceCall(call.SourceId("placed"), news.At, call.Id, call.PlacedBy!)],
        };
    }

    private static CallStep TakesVoicemail(Call call, CallEvent news) => CallStep.Of(
        (call with { Phase = CallPhase.Voicemail, Recording = RecordingPurpose.Voicemail })
            .WithTimer(CallTimer.VoicemailTime, news.At + LongestVoicemail),
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
        StartRecording => CallStep.Of(call with { Recording = null }),
        HoldCustomer => CallStep.Of(call with { IsOnHold = false }),
        TakeOffHold when call.Phase is CallPhase.Talking => HangsUp(call, refused, CallStatus.Failed),
        _ => CallStep.Nothing(call),
    };
}
