using System.Collections.Immutable;
using ZuperConnect.Conversations;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Calls;

/// <summary>A user's phone that rings for calls.</summary>
/// <param name="User">Whose it is.</param>
/// <param name="Number">Where it is reached.</param>
public sealed record Device(Author User, PhoneNumber Number);

/// <summary>
/// What a number's settings say about its calls, as they were when the call began: a change of settings is for the next call.
/// </summary>
/// <param name="RingGroup">The devices that ring all at once.</param>
/// <param name="RingTime">How long they ring; 20 seconds where the number does not say (issue of the calls, item 2).</param>
/// <param name="HasGreeting">Whether the caller hears a greeting before the ringing.</param>
/// <param name="Records">Whether the call is recorded, after the announcement that this needs.</param>
/// <param name="TakesVoicemail">Whether a caller whom nobody answered may leave a voicemail.</param>
public sealed record CallPlan(ImmutableArray<Device> RingGroup, TimeSpan RingTime, bool HasGreeting, bool Records, bool TakesVoicemail);

/// <summary>How far a call is.</summary>
public enum CallPhase
{
    /// <summary>The provider is asked to answer or to place it.</summary>
    Beginning,

    /// <summary>The caller hears the greeting.</summary>
    Greeting,

    /// <summary>The ring group's devices ring; of a user's call: the user's own.</summary>
    RingingDevices,

    /// <summary>The customer's phone rings, for a user's call.</summary>
    RingingCustomer,

    /// <summary>Both sides talk.</summary>
    Talking,

    /// <summary>The caller hears that a voicemail can be left.</summary>
    VoicemailGreeting,

    /// <summary>The caller speaks, and is recorded.</summary>
    Voicemail,

    /// <summary>It is ending: the provider is asked to hang up for everyone.</summary>
    Ending,

    /// <summary>It is over, and nothing changes it any more.</summary>
    Over,
}

/// <summary>How far a device is on its way into a call.</summary>
public enum LegState
{
    /// <summary>It rings.</summary>
    Rings,

    /// <summary>Something picked up, a person or a voicemail box, and waits to be asked; one at a time is.</summary>
    PickedUp,

    /// <summary>It was asked to press 1: who does is a person.</summary>
    Asked,

    /// <summary>Its user talks.</summary>
    Accepted,

    /// <summary>It does not take part any more.</summary>
    Gone,
}

/// <summary>A device's part in a call.</summary>
public sealed record Leg(Device Device, LegState State);

/// <summary>One call's state, changed by <see cref="CallRules"/> alone.</summary>
/// <param name="Id">The call's id: ours, never the provider's.</param>
/// <param name="Conversation">Between whom.</param>
/// <param name="Direction">Who calls.</param>
/// <param name="StartedAt">When it began to ring: its place in the timeline.</param>
/// <param name="Plan">What the number's settings say.</param>
public sealed record Call(string Id, ConversationId Conversation, Direction Direction, DateTimeOffset StartedAt, CallPlan Plan)
{
    /// <summary>The user who placed it; null for a customer's.</summary>
    public Author? PlacedBy { get; init; }

    /// <summary>How far it is.</summary>
    public CallPhase Phase { get; init; }

    /// <summary>The devices that take or took part.</summary>
    public ImmutableArray<Leg> Legs { get; init; } = [];

    /// <summary>The user who answered a customer's call; null while nobody has.</summary>
    public Author? AnsweredBy { get; init; }

    /// <summary>When both sides began to talk; null while they have not.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>How it ended; null while it lives. A caller who leaves a voicemail is still there, but the call was missed.</summary>
    public CallStatus? EndedAs { get; init; }

    /// <summary>Whether a recording was asked for, of the call or of a voicemail; null while none was, or where it could not be.</summary>
    public RecordingPurpose? Recording { get; init; }

    /// <summary>The recording's id; null while it is not known.</summary>
    public string? RecordingId { get; init; }

    /// <summary>Whether the customer waits and hears ringing.</summary>
    public bool IsOnHold { get; init; }

    /// <summary>Whether the provider calls the customer for this user's call, and has not said that it cannot.</summary>
    public bool CustomerRings { get; init; }

    /// <summary>
    /// The customer's and the devices' phones that were in the call when the provider last said so; who was and is not any more has left.
    /// </summary>
    public ImmutableArray<PhoneNumber> Present { get; init; } = [];

    /// <summary>The number of the provider's newest list of participants; an older one comes too late.</summary>
    public int ParticipantsSequence { get; init; } = -1;

    /// <summary>When the provider was last asked who is in the call; a list from before comes too late. Null while it was not.</summary>
    public DateTimeOffset? LookedAt { get; init; }

    /// <summary>Timers that are set, and when each is over.</summary>
    public ImmutableDictionary<CallTimer, DateTimeOffset> Timers { get; init; } = ImmutableDictionary<CallTimer, DateTimeOffset>.Empty;

    /// <summary>Whether it is over, and nothing changes it any more.</summary>
    public bool IsOver => Phase is CallPhase.Over;

    internal Leg? LegOf(string userId) => Legs.FirstOrDefault(leg => leg.Device.User.UserId == userId);

    internal Call With(Leg leg, LegState state) => this with { Legs = Legs.Replace(leg, leg with { State = state }) };

    internal Call WithTimer(CallTimer timer, DateTimeOffset over) => this with { Timers = Timers.SetItem(timer, over) };

    internal Call WithoutTimer(CallTimer timer) => this with { Timers = Timers.Remove(timer) };

    /// <summary>The source id of something that happens once in this call.</summary>
    internal string SourceId(string what) => $"{Id}.{what}";
}

/// <summary>What a recording is for.</summary>
public enum RecordingPurpose
{
    /// <summary>What both sides say.</summary>
    Call,

    /// <summary>What a caller says whom nobody answered.</summary>
    Voicemail,
}
