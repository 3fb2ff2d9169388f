using System.Text.Json.Serialization;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Calls;

/// <summary>A sound that is played in a call.</summary>
public enum Sound
{
    /// <summary>The number's greeting.</summary>
    Greeting,

    /// <summary>The announcement that the call is recorded. Both sides hear it before the recording starts.</summary>
    RecordingAnnouncement,

    /// <summary>The announcement that nobody answers, and the tone after which a voicemail can be left.</summary>
    VoicemailGreeting,
}

/// <summary>A request to the telephony provider. Repeating it must have no further effect.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "action")]
[JsonDerivedType(typeof(CallDevice), "callDevice")]
[JsonDerivedType(typeof(HoldCustomer), "holdCustomer")]
[JsonDerivedType(typeof(InviteDevice), "inviteDevice")]
[JsonDerivedType(typeof(AskToAccept), "askToAccept")]
[JsonDerivedType(typeof(DropDevice), "dropDevice")]
[JsonDerivedType(typeof(InviteCustomer), "inviteCustomer")]
[JsonDerivedType(typeof(TakeOffHold), "takeOffHold")]
[JsonDerivedType(typeof(Play), "play")]
[JsonDerivedType(typeof(StartRecording), "startRecording")]
[JsonDerivedType(typeof(HangUp), "hangUp")]
public abstract record CallAction;

/// <summary>Calls a user's own device from the conversation's number. This is the first leg of a user's call.</summary>
public sealed record CallDevice(Device Device) : CallAction;

/// <summary>Puts the customer on hold with a ringing sound. The customer and the other participants do not hear each other.</summary>
public sealed record HoldCustomer : CallAction;

/// <summary>Rings a device of the ring group.</summary>
public sealed record InviteDevice(Device Device, TimeSpan RingTime) : CallAction;

/// <summary>Asks whoever picked up to press 1, so that a voicemail box does not count as an answer.</summary>
public sealed record AskToAccept(Device Device) : CallAction;

/// <summary>Stops ringing a device, or removes it from the call.</summary>
public sealed record DropDevice(Device Device) : CallAction;

/// <summary>Calls the customer. The conversation's number is the caller id.</summary>
public sealed record InviteCustomer(PhoneNumber Customer, TimeSpan RingTime) : CallAction;

/// <summary>Takes the customer off hold. All participants hear each other.</summary>
public sealed record TakeOffHold : CallAction;

/// <summary>Plays a sound to all participants.</summary>
public sealed record Play(Sound Sound) : CallAction;

/// <summary>Starts recording.</summary>
public sealed record StartRecording(RecordingPurpose Purpose) : CallAction;

/// <summary>Ends the call for everyone, so that no leg stays connected and is billed.</summary>
public sealed record HangUp : CallAction;

/// <summary>A timer of a call. It has no effect if the call has moved on when it expires.</summary>
public enum CallTimer
{
    /// <summary><see cref="RingTimeExpired"/>. Set again for each kind of ringing, and for the greeting before it.</summary>
    RingTime,

    /// <summary><see cref="VoicemailTimeExpired"/>.</summary>
    VoicemailTime,
}
