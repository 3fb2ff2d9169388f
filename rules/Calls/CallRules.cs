using ZuperConnect.Conversations;
using static ZuperConnect.Calls.EndingRules;
using static ZuperConnect.Calls.RingingRules;

namespace ZuperConnect.Calls;

/// <summary>
/// The rules of a call (pure): an event and the state give the next state, actions for the provider, and commands for the conversation. An
/// event that does not fit the state, because it is repeated, late or too early, changes nothing. An ended call stays ended.
/// </summary>
public static class CallRules
{
    /// <summary>The maximum length of a voicemail.</summary>
    public static TimeSpan MaxVoicemailTime { get; } = TimeSpan.FromMinutes(3);

    /// <summary>How long the customer's phone rings for a user's call, and before that the user's own.</summary>
    public static TimeSpan OutboundRingTime { get; } = TimeSpan.FromSeconds(45);

    /// <summary>How long to wait for the event that a greeting was played.</summary>
    public static TimeSpan MaxGreetingTime { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Applies an event.</summary>
    public static CallStep Apply(Call call, CallEvent callEvent) => (call.Phase, callEvent) switch
    {
        // Hangs up, so that no leg of an ended call stays connected and is billed.
        (CallPhase.Over, Connected or DevicePickedUp or CustomerJoined) => CallStep.Of(call, new HangUp()),
        (CallPhase.Over, RecordingStarted began) => CallStep.Of(call with { RecordingId = call.RecordingId ?? began.RecordingId }),
        (CallPhase.Over, _) => CallStep.Nothing(call),

        (_, ActionRefused refused) => ApplyRefusal(call, refused),
        (_, ParticipantsUpdated list) => ParticipantRules.ApplyList(call, list),
        (_, RecordingStarted began) => CallStep.Of(call with { RecordingId = began.RecordingId }),
        (_, Disconnected) => Ended(call, callEvent, FinalStatus(call)),
        (CallPhase.Beginning, ConnectFailed) or (_, CallFailed) => Ended(call, callEvent, CallStatus.Failed),
        (CallPhase.Ending, _) => CallStep.Nothing(call),
        (_, CustomerLeft) => HangUpCall(call, callEvent, FinalStatus(call)),

        (CallPhase.Beginning, CallStarted) => Start(call, callEvent),
        (CallPhase.Beginning, IncomingCallExpired) => Ended(call, callEvent, CallStatus.Missed),
        (CallPhase.Beginning, Connected) when call.Direction is Direction.Outbound => PickedUp(call, call.Legs[0]),
        (CallPhase.Beginning, Connected) when call.Plan.HasGreeting =>
            CallStep.Of(
                (call with { Phase = CallPhase.Greeting }).WithTimer(CallTimer.RingTime, callEvent.At + MaxGreetingTime),
                new Play(Sound.Greeting)),
        (CallPhase.Beginning, Connected) => RingDevices(call, callEvent),
        (CallPhase.Beginning, DeviceDidNotAnswer or DeviceLeft or RingTimeExpired) when call.Direction is Direction.Outbound =>
            NobodyAnswers(call, callEvent),
        (CallPhase.Greeting, Played { Sound: Sound.Greeting } or RingTimeExpired) => RingDevices(call, callEvent),

        (CallPhase.RingingDevices, DevicePickedUp up) when call.LegOf(up.UserId) is { State: LegState.Rings } leg => PickedUp(call, leg),
        // The invitation counted as refused but reached the device. Nobody will ask whoever picked up.
        (CallPhase.RingingDevices, DevicePickedUp up) when call.LegOf(up.UserId) is { State: LegState.Gone } leg =>
            CallStep.Of(call, new DropDevice(leg.Device)),
        (CallPhase.RingingDevices, DeviceAccepted accepted) when call.LegOf(accepted.UserId) is { State: not LegState.Gone } leg =>
            call.Direction is Direction.Inbound ? Answered(call, callEvent, leg) : RingCustomer(call, callEvent, leg),
        (CallPhase.RingingDevices, DeviceDidNotAccept not) when call.LegOf(not.UserId) is { State: not LegState.Gone } leg =>
            Missing(call, callEvent, leg, new DropDevice(leg.Device)),
        // A late or repeated failure of an invitation does not affect a device that is already in the call.
        (CallPhase.RingingDevices, DeviceDidNotAnswer not) when call.LegOf(not.UserId) is { State: LegState.Rings } leg =>
            Missing(call, callEvent, leg),
        (CallPhase.RingingDevices, DeviceLeft left) when call.LegOf(left.UserId) is { State: not LegState.Gone } leg =>
            Missing(call, callEvent, leg),
        (CallPhase.RingingDevices, RingTimeExpired) => NobodyAnswers(call, callEvent),

        (CallPhase.RingingCustomer, CustomerRings) => CallStep.Of(call with { CustomerRings = true }),
        (CallPhase.RingingCustomer, CustomerJoined) => StartTalking(call, callEvent),
        (CallPhase.RingingCustomer, CustomerDidNotAnswer not) => HangUpCall(call, callEvent, StatusOf(not.Outcome)),
        (CallPhase.RingingCustomer, RingTimeExpired) =>
            HangUpCall(call, callEvent, call.CustomerRings ? CallStatus.Missed : CallStatus.Failed),
        (CallPhase.RingingCustomer, DeviceLeft left) when call.LegOf(left.UserId) is { State: LegState.Accepted } =>
            HangUpCall(call, callEvent, CallStatus.Canceled),

        // Another user has already answered the call.
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
            HangUpCall(call, callEvent, CallStatus.Completed),

        (CallPhase.VoicemailGreeting, Played { Sound: Sound.VoicemailGreeting }) => TakesVoicemail(call, callEvent),
        (CallPhase.VoicemailGreeting or CallPhase.Voicemail, VoicemailTimeExpired) => HangUpCall(call, callEvent, CallStatus.Missed),
        _ => CallStep.Nothing(call),
    };

    /// <summary>Whether a pending action still makes sense in the current state.</summary>
    public static bool IsWanted(Call call, CallAction action) => action switch
    {
        // Repeating the call finds a device that may already be ringing.
        HangUp or CallDevice => true,
        HoldCustomer or InviteDevice => call.Phase is CallPhase.RingingDevices,
        AskToAccept ask => call.Phase is CallPhase.RingingDevices && call.LegOf(ask.Device.User.UserId) is { State: LegState.Asked },
        _ => call.Phase is not (CallPhase.Ending or CallPhase.Over),
    };

    /// <summary>The event of an expired timer.</summary>
    public static CallEvent TimerExpired(Call call, CallTimer timer, DateTimeOffset at) => timer is CallTimer.RingTime
        ? new RingTimeExpired(call.SourceId($"ringTime.{at.UtcTicks}"), at)
        : new VoicemailTimeExpired(call.SourceId($"voicemailTime.{at.UtcTicks}"), at);

    /// <summary>Whether a list of participants differs from the known participants.</summary>
    public static bool HasChanges(Call call, ParticipantsUpdated list) =>
        !ParticipantRules.PresentAfter(call, list).ToHashSet().SetEquals(call.Present);

    private static CallStep Start(Call call, CallEvent callEvent)
    {
        if (call.Direction is Direction.Inbound)
        {
            return CallStep.Nothing(call) with { Commands = [new RingCall(call.SourceId("rang"), callEvent.At, call.Id)] };
        }

        var own = call.Plan.RingGroup[0];
        var rings = (call with { Legs = [new(own, LegState.Rings)] }).WithTimer(CallTimer.RingTime, callEvent.At + OutboundRingTime);
        return CallStep.Of(rings, new CallDevice(own)) with
        {
            Commands = [new PlaceCall(call.SourceId("placed"), callEvent.At, call.Id, call.PlacedBy!)],
        };
    }

    private static CallStep TakesVoicemail(Call call, CallEvent callEvent) => CallStep.Of(
        (call with { Phase = CallPhase.Voicemail, Recording = RecordingPurpose.Voicemail })
            .WithTimer(CallTimer.VoicemailTime, callEvent.At + MaxVoicemailTime),
        new StartRecording(RecordingPurpose.Voicemail));

    /// <summary>A refused action is an event like others: a device that cannot be invited does not answer the call.</summary>
    private static CallStep ApplyRefusal(Call call, ActionRefused refused) => refused.Action switch
    {
        CallDevice => Apply(call, new ConnectFailed(refused.SourceId, refused.At)),
        InviteDevice invite => Apply(call, new DeviceDidNotAnswer(refused.SourceId, refused.At, invite.Device.User.UserId)),
        AskToAccept ask => Apply(call, new DeviceDidNotAccept(refused.SourceId, refused.At, ask.Device.User.UserId)),
        InviteCustomer => Apply(call, new CustomerDidNotAnswer(refused.SourceId, refused.At, CallOutcome.Failed)),
        Play play => Apply(call, new Played(refused.SourceId, refused.At, play.Sound, Heard: false)),
        StartRecording { Purpose: RecordingPurpose.Voicemail } when call.Phase is CallPhase.Voicemail =>
            HangUpCall(call with { Recording = null }, refused, CallStatus.Missed),
        StartRecording => CallStep.Of(call with { Recording = null }),
        HoldCustomer => CallStep.Of(call with { IsOnHold = false }),
        TakeOffHold when call.Phase is CallPhase.Talking => HangUpCall(call, refused, CallStatus.Failed),
        _ => CallStep.Nothing(call),
    };
}
