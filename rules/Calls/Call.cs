using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ZuperConnect.Conversations;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Calls;

/// <summary>A user's phone that can take calls.</summary>
/// <param name="User">The user.</param>
/// <param name="Number">The phone's number.</param>
public sealed record Device(Author User, PhoneNumber Number);

/// <summary>A number's call settings at the time the call started. Later changes of the settings do not affect the call.</summary>
/// <param name="RingGroup">The devices that ring at the same time.</param>
/// <param name="RingTime">How long they ring. The default is 20 seconds.</param>
/// <param name="HasGreeting">Whether the caller hears a greeting before the devices ring.</param>
/// <param name="Records">Whether the call is recorded. A recording is announced first.</param>
/// <param name="TakesVoicemail">Whether a caller can leave a voicemail if nobody answers.</param>
public sealed record CallPlan(ImmutableArray<Device> RingGroup, TimeSpan RingTime, bool HasGreeting, bool Records, bool TakesVoicemail);

/// <summary>The phase of a call.</summary>
public enum CallPhase
{
    /// <summary>The provider is asked to answer or place the call.</summary>
    Beginning,

    /// <summary>The caller hears the greeting.</summary>
    Greeting,

    /// <summary>The devices of the ring group ring. In a user's call: the user's own device rings.</summary>
    RingingDevices,

    /// <summary>The customer's phone rings, in a user's call.</summary>
    RingingCustomer,

    /// <summary>Both sides talk.</summary>
    Talking,

    /// <summary>The caller hears that a voicemail can be left.</summary>
    VoicemailGreeting,

    /// <summary>The caller leaves a voicemail.</summary>
    Voicemail,

    /// <summary>The provider is asked to hang up for everyone.</summary>
    Ending,

    /// <summary>The call has ended. Nothing changes it any more.</summary>
    Over,
}

/// <summary>The state of a device in a call.</summary>
public enum LegState
{
    /// <summary>It rings.</summary>
    Rings,

    /// <summary>A person or a voicemail box picked up and has not been asked yet. Only one device is asked at a time.</summary>
    PickedUp,

    /// <summary>The device was asked to press 1. Only a person does that.</summary>
    Asked,

    /// <summary>The user is talking.</summary>
    Accepted,

    /// <summary>The device is no longer part of the call.</summary>
    Gone,
}

/// <summary>A device's part (leg) of a call.</summary>
public sealed record Leg(Device Device, LegState State);

/// <summary>The state of one call. Only <see cref="CallRules"/> changes it.</summary>
/// <param name="Id">The inbox's id of the call, not the provider's.</param>
/// <param name="Conversation">The conversation that the call belongs to.</param>
/// <param name="Direction">Who calls.</param>
/// <param name="StartedAt">When the call started to ring. This is its place in the timeline.</param>
/// <param name="Plan">The number's settings.</param>
public sealed record Call(string Id, ConversationId Conversation, Direction Direction, DateTimeOffset StartedAt, CallPlan Plan)
{
    /// <summary>The user who placed the call; null for a customer's call.</summary>
    public Author? PlacedBy { get; init; }

    /// <summary>The current phase.</summary>
    public CallPhase Phase { get; init; }

    /// <summary>The devices that take part or took part.</summary>
    public ImmutableArray<Leg> Legs { get; init; } = [];

    /// <summary>The user who answered a customer's call; null if nobody has.</summary>
    public Author? AnsweredBy { get; init; }

    /// <summary>When both sides started to talk; null if they have not.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>
    /// How the call ended; null while it is active. It is set before a voicemail is left: the caller is still connected, but the call was
    /// missed.
    /// </summary>
    public CallStatus? EndedAs { get; init; }

    /// <summary>The purpose of the recording that was requested; null if none was, or if the provider refused it.</summary>
    public RecordingPurpose? Recording { get; init; }

    /// <summary>The recording's id; null if it is not known yet.</summary>
    public string? RecordingId { get; init; }

    /// <summary>Whether the customer is on hold and hears ringing.</summary>
    public bool IsOnHold { get; init; }

    /// <summary>Whether the provider is calling the customer, in a user's call.</summary>
    public bool CustomerRings { get; init; }

    /// <summary>
    /// The phones of the customer and the devices in the provider's last list of participants. A phone that is missing from the next list
    /// has left.
    /// </summary>
    public ImmutableArray<PhoneNumber> Present { get; init; } = [];

    /// <summary>The sequence number of the provider's newest list of participants. Lists with a lower number are ignored.</summary>
    public int ParticipantsSequence { get; init; } = -1;

    /// <summary>When the provider was last asked who is in the call; null if it was not. Lists from before this time are ignored.</summary>
    [JsonPropertyName("lookedAt")]
    public DateTimeOffset? ReconciledAt { get; init; }

    /// <summary>The timers that are set, with the time at which each expires.</summary>
    public ImmutableDictionary<CallTimer, DateTimeOffset> Timers { get; init; } = ImmutableDictionary<CallTimer, DateTimeOffset>.Empty;

    /// <summary>Whether the call has ended. Nothing changes it any more.</summary>
    public bool IsOver => Phase is CallPhase.Over;

    internal Leg? LegOf(string userId) => Legs.FirstOrDefault(leg => leg.Device.User.UserId == userId);

    internal Call With(Leg leg, LegState state) => this with { Legs = Legs.Replace(leg, leg with { State = state }) };

    internal Call WithTimer(CallTimer timer, DateTimeOffset over) => this with { Timers = Timers.SetItem(timer, over) };

    internal Call WithoutTimer(CallTimer timer) => this with { Timers = Timers.Remove(timer) };

    /// <summary>The source id of a command that occurs once in this call.</summary>
    internal string SourceId(string what) => $"{Id}.{what}";
}

/// <summary>What a recording is for.</summary>
public enum RecordingPurpose
{
    /// <summary>The conversation of both sides.</summary>
    Call,

    /// <summary>A voicemail.</summary>
    Voicemail,
}
