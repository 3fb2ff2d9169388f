using System.Collections.Immutable;
using ZuperConnect.Conversations;
using ZuperConnect.Numbers;

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

/// <summary>What the telephony provider is asked to do with a call. Asking twice does it once.</summary>
public abstract record CallAction;

/// <summary>Call a user's own device, from the conversation's number: the first leg of a user's call.</summary>
public sealed record CallDevice(Device Device) : CallAction;

/// <summary>Let a device of the ring group ring; the customer hears ringing meanwhile, and neither hears the other.</summary>
public sealed record InviteDevice(Device Device, TimeSpan RingTime) : CallAction;

/// <summary>Ask whoever picked up to press 1, so that a voicemail box never counts as an answer.</summary>
public sealed record AskToAccept(Device Device) : CallAction;

/// <summary>Let a device ring no longer, or leave the call.</summary>
public sealed record DropDevice(Device Device) : CallAction;

/// <summary>Call the customer, with the conversation's number as caller id.</summary>
public sealed record InviteCustomer(PhoneNumber Customer, TimeSpan RingTime) : CallAction;

/// <summary>Let both sides hear each other.</summary>
public sealed record Bridge(Device Device) : CallAction;

/// <summary>Play something to all who are in the call.</summary>
public sealed record Play(Sound Sound) : CallAction;

/// <summary>Record from now on.</summary>
public sealed record StartRecording(RecordingPurpose Purpose) : CallAction;

/// <summary>End the call for everyone, so that no leg stays up and is billed.</summary>
public sealed record HangUp : CallAction;

/// <summary>What is to come after a while, unless the call has gone on by then.</summary>
public enum CallTimer
{
    /// <summary><see cref="RingTimeIsOver"/>.</summary>
    RingTime,

    /// <summary><see cref="VoicemailTimeIsOver"/>.</summary>
    VoicemailTime,
}

/// <summary>A timer to set.</summary>
public sealed record TimerToSet(CallTimer Timer, TimeSpan After);

/// <summary>What follows from news of a call.</summary>
/// <param name="Call">The next state.</param>
/// <param name="Actions">What the provider is asked to do, in this order.</param>
/// <param name="Commands">What the conversation is told.</param>
/// <param name="Timers">Timers to set.</param>
public sealed record CallStep(Call Call, ImmutableArray<CallAction> Actions, ImmutableArray<Command> Commands, ImmutableArray<TimerToSet> Timers);
