using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ZuperConnect.Conversations;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Calls;

/// <summary>What a caller can hear from us.</summary>
public enum Sound
{
    /// <summary>The number's greeting.</summary>
    Greeting,

    /// <summary>That the call is recorded; both sides hear it before it is.</summary>
    RecordingAnnouncement,

    /// <summary>That nobody answers, and a tone after which a voicemail can be spoken.</summary>
    VoicemailGreeting,
}

/// <summary>What the telephony provider is asked to do with a call. It may be asked twice, which is to do it once.</summary>
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

/// <summary>Call a user's own device, from the conversation's number: the first leg of a user's call.</summary>
public sealed record CallDevice(Device Device) : CallAction;

/// <summary>Let the customer wait and hear ringing; whoever else is in the call meanwhile neither hears the customer nor is
/// heard.</summary>
public sealed record HoldCustomer : CallAction;

/// <summary>Let a device of the ring group ring.</summary>
public sealed record InviteDevice(Device Device, TimeSpan RingTime) : CallAction;

/// <summary>Ask whoever picked up to press 1, so that a voicemail box never counts as an answer.</summary>
public sealed record AskToAccept(Device Device) : CallAction;

/// <summary>Let a device ring no longer, or leave the call.</summary>
public sealed record DropDevice(Device Device) : CallAction;

/// <summary>Call the customer, with the conversation's number as caller id.</summary>
public sealed record InviteCustomer(PhoneNumber Customer, TimeSpan RingTime) : CallAction;

/// <summary>Let the customer wait no longer: all who are in the call hear each other.</summary>
public sealed record TakeOffHold : CallAction;

/// <summary>Play something to all who are in the call.</summary>
public sealed record Play(Sound Sound) : CallAction;

/// <summary>Record from now on.</summary>
public sealed record StartRecording(RecordingPurpose Purpose) : CallAction;

/// <summary>End the call for everyone, so that no leg stays up and is billed.</summary>
public sealed record HangUp : CallAction;

/// <summary>What is to come after a while, unless the call has gone on by then.</summary>
public enum CallTimer
{
    /// <summary><see cref="RingTimeExpired"/>. Set anew for each kind of ringing, and for the greeting before it.</summary>
    RingTime,

    /// <summary><see cref="VoicemailTimeExpired"/>.</summary>
    VoicemailTime,
}

/// <summary>What follows from news of a call.</summary>
/// <param name="Call">The next state.</param>
/// <param name="Actions">What the provider is asked to do, in this order.</param>
/// <param name="Commands">What the conversation is told.</param>
public sealed record CallStep(Call Call, ImmutableArray<CallAction> Actions, ImmutableArray<Command> Commands);
