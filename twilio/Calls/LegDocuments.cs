using Twilio.TwiML;
using Twilio.TwiML.Voice;
using ZuperConnect.Calls;
using ZuperConnect.Conversations;
using ZuperConnect.Sounds;

namespace ZuperConnect.Twilio.Calls;

/// <summary>
/// Creates the TwiML document of a leg from the state of the call. Before a user accepts the call, each leg is separate. Then the legs join
/// a conference with the call's id. A leg that waits requests its document again every few seconds, so a lost update does no harm.
/// </summary>
public sealed class LegDocuments(CallAddresses at)
{
    /// <summary>The time to press 1 after picking up.</summary>
    private const int PressesWithinSeconds = 10;

    /// <summary>A pause that is longer than any voicemail. The caller speaks during the pause.</summary>
    private static readonly int SpeaksForSeconds = (int)(CallRules.MaxVoicemailTime + TimeSpan.FromSeconds(10)).TotalSeconds;

    /// <summary>The first document of an inbound call. It answers the call, and then reports it as connected.</summary>
    public VoiceResponse Answer(string callId) => Waits(SoundFiles.Silence, at.CustomerConnected(callId));

    /// <summary>Rejects a call.</summary>
    public static VoiceResponse Reject => new VoiceResponse().Reject();

    /// <summary>Ends a leg.</summary>
    public static VoiceResponse Hangup => new VoiceResponse().Hangup();

    /// <summary>The document of the customer's leg of an inbound call.</summary>
    public VoiceResponse OfCustomer(Call call) => call.Phase switch
    {
        CallPhase.Greeting => new VoiceResponse().Play(at.Greeting(call.Conversation.Number))
            .Redirect(at.CustomerPlayed(call.Id, Sound.Greeting)),
        CallPhase.RingingDevices => Waits(SoundFiles.Ringing, at.CustomerNext(call.Id)),
        CallPhase.Talking => Talks(call, at.CustomerNext(call.Id)),
        CallPhase.VoicemailGreeting => new VoiceResponse().Say(SpokenPrompts.LeaveMessage).Play(at.Sound(SoundFiles.Tone))
            .Redirect(at.CustomerPlayed(call.Id, Sound.VoicemailGreeting)),
        CallPhase.Voicemail => new VoiceResponse().Pause(SpeaksForSeconds).Redirect(at.CustomerNext(call.Id)),
        CallPhase.Ending or CallPhase.Over => Hangup,
        _ => CustomerWaits(call.Id),
    };

    /// <summary>The document of a user's device.</summary>
    public VoiceResponse OfDevice(Call call, string userId) =>
        (call.Phase, call.Legs.FirstOrDefault(leg => leg.Device.User.UserId == userId)?.State) switch
        {
            (CallPhase.Ending or CallPhase.Over, _) or (_, null or LegState.Gone) => Hangup,
            (_, LegState.Asked) => Asks(call.Id, userId),
            (CallPhase.Talking or CallPhase.RingingCustomer, LegState.Accepted) => Talks(call, at.DeviceNext(call.Id, userId)),
            _ => DeviceWaits(call.Id, userId),
        };

    /// <summary>Plays silence to the customer, and then requests the next document.</summary>
    public VoiceResponse CustomerWaits(string callId) => Waits(SoundFiles.Silence, at.CustomerNext(callId));

    /// <summary>Plays silence to a device, and then requests the next document.</summary>
    public VoiceResponse DeviceWaits(string callId, string userId) => Waits(SoundFiles.Silence, at.DeviceNext(callId, userId));

    /// <summary>The ringing sound for a user who waits for the customer.</summary>
    public VoiceResponse ConferenceWaits(string callId) => Waits(SoundFiles.Ringing, at.ConferenceWait(callId));

    /// <summary>The announcement in the conference before the recording starts.</summary>
    public static VoiceResponse Announcement => new VoiceResponse().Say(SpokenPrompts.Recorded);

    private VoiceResponse Waits(string sound, Uri next) => new VoiceResponse().Play(at.Sound(sound)).Redirect(next);

    private VoiceResponse Asks(string callId, string userId)
    {
        var gather = new Gather(
            input: [Gather.InputEnum.Dtmf], numDigits: 1, timeout: PressesWithinSeconds, actionOnEmptyResult: true,
            action: at.DevicePressed(callId, userId));
        return new VoiceResponse().Append(gather.Say(SpokenPrompts.PressOne)).Hangup();
    }

    /// <summary>
    /// The conference. It also ends for a leg if the other one gets a new document: both then ask for their document, and meet again.
    /// </summary>
    private VoiceResponse Talks(Call call, Uri next)
    {
        var dial = new Dial().Conference(
            call.Id,
            beep: Conference.BeepEnum.False,
            startConferenceOnEnter: true,
            endConferenceOnExit: true,
            waitUrl: call.Direction is Direction.Outbound ? at.ConferenceWait(call.Id) : new("", UriKind.Relative),
            statusCallback: at.ConferenceStatus(call.Id),
            statusCallbackEvent: [Conference.EventEnum.Announcement]);
        return new VoiceResponse().Append(dial).Redirect(next);
    }
}
