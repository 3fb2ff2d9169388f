using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ZuperConnect.Conversations;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Calls;

/// <summary>
/// Something that happened to a call: an event of the provider, a timer, or a user's action. Any of them may come twice, late or in the
/// wrong order.
/// </summary>
/// <param name="SourceId">The provider's id of it, or ours: the same for the same news.</param>
/// <param name="At">When it happened.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "news")]
[JsonDerivedType(typeof(CallStarted), "began")]
[JsonDerivedType(typeof(IncomingCallExpired), "cameTooLate")]
[JsonDerivedType(typeof(Connected), "connected")]
[JsonDerivedType(typeof(Played), "played")]
[JsonDerivedType(typeof(DevicePickedUp), "devicePickedUp")]
[JsonDerivedType(typeof(DeviceAccepted), "deviceAccepted")]
[JsonDerivedType(typeof(DeviceDidNotAccept), "deviceDidNotAccept")]
[JsonDerivedType(typeof(DeviceDidNotAnswer), "deviceDidNotAnswer")]
[JsonDerivedType(typeof(DeviceLeft), "deviceLeft")]
[JsonDerivedType(typeof(CustomerRings), "customerRings")]
[JsonDerivedType(typeof(CustomerJoined), "customerJoined")]
[JsonDerivedType(typeof(CustomerLeft), "customerLeft")]
[JsonDerivedType(typeof(CustomerDidNotAnswer), "customerDidNotAnswer")]
[JsonDerivedType(typeof(ParticipantsUpdated), "participantsAre")]
[JsonDerivedType(typeof(RecordingStarted), "recordingBegan")]
[JsonDerivedType(typeof(Disconnected), "disconnected")]
[JsonDerivedType(typeof(ConnectFailed), "connectFailed")]
[JsonDerivedType(typeof(CallFailed), "broke")]
[JsonDerivedType(typeof(RingTimeExpired), "ringTimeIsOver")]
[JsonDerivedType(typeof(VoicemailTimeExpired), "voicemailTimeIsOver")]
[JsonDerivedType(typeof(ActionRefused), "actionRefused")]
public abstract record CallEvent(string SourceId, DateTimeOffset At);

/// <summary>The customer's call was answered by the inbox, or a user asked for one: the call's owner hears of it first.</summary>
public sealed record CallStarted(string SourceId, DateTimeOffset At) : CallEvent(SourceId, At);

/// <summary>The customer's call was heard of when it rang no more: nobody can answer it.</summary>
public sealed record IncomingCallExpired(string SourceId, DateTimeOffset At) : CallEvent(SourceId, At);

/// <summary>The provider has connected the first leg: the caller hears us; of a user's call: the user's device picked up.</summary>
public sealed record Connected(string SourceId, DateTimeOffset At) : CallEvent(SourceId, At);

/// <summary>The provider has played something to its end, or could not play it.</summary>
public sealed record Played(string SourceId, DateTimeOffset At, Sound Sound, bool Heard) : CallEvent(SourceId, At);

/// <summary>A device picked up.</summary>
public sealed record DevicePickedUp(string SourceId, DateTimeOffset At, string UserId) : CallEvent(SourceId, At);

/// <summary>A device's user took the call: pressed 1, or needed not to.</summary>
public sealed record DeviceAccepted(string SourceId, DateTimeOffset At, string UserId) : CallEvent(SourceId, At);

/// <summary>Whoever picked up a device did not press 1 in time, and is in the call still.</summary>
public sealed record DeviceDidNotAccept(string SourceId, DateTimeOffset At, string UserId) : CallEvent(SourceId, At);

/// <summary>A device cannot be brought into the call: it declined, was busy, nobody picked up. Of one that is in the call already it says
/// nothing.</summary>
public sealed record DeviceDidNotAnswer(string SourceId, DateTimeOffset At, string UserId) : CallEvent(SourceId, At);

/// <summary>A device was in the call, and is not any more.</summary>
public sealed record DeviceLeft(string SourceId, DateTimeOffset At, string UserId) : CallEvent(SourceId, At);

/// <summary>
/// The provider calls the customer for a user's call. It does not say when a phone begins to ring: one that it calls, and says no more of,
/// rings.
/// </summary>
public sealed record CustomerRings(string SourceId, DateTimeOffset At) : CallEvent(SourceId, At);

/// <summary>The customer picked up a user's call.</summary>
public sealed record CustomerJoined(string SourceId, DateTimeOffset At) : CallEvent(SourceId, At);

/// <summary>The customer hung up.</summary>
public sealed record CustomerLeft(string SourceId, DateTimeOffset At) : CallEvent(SourceId, At);

/// <summary>The customer did not take a user's call.</summary>
/// <param name="SourceId">See <see cref="CallEvent"/>.</param>
/// <param name="At">See <see cref="CallEvent"/>.</param>
/// <param name="Outcome">Why not.</param>
public sealed record CustomerDidNotAnswer(string SourceId, DateTimeOffset At, CallOutcome Outcome) : CallEvent(SourceId, At);

/// <summary>
/// Who is in the call now, as the provider lists them. Lists have growing numbers, and may come in any order; one that was asked for
/// has none, and is the newest.
/// </summary>
public sealed record ParticipantsUpdated(string SourceId, DateTimeOffset At, int? Sequence, ImmutableArray<PhoneNumber> Present)
    : CallEvent(SourceId, At)
{
    /// <summary>Whether it has entries that could not be read: whoever is not in <see cref="Present"/> may be in the call all the
    /// same.</summary>
    public bool IsIncomplete { get; init; }
}

/// <summary>The call is being recorded, under this id.</summary>
public sealed record RecordingStarted(string SourceId, DateTimeOffset At, string RecordingId) : CallEvent(SourceId, At);

/// <summary>The provider has ended the call for everyone.</summary>
public sealed record Disconnected(string SourceId, DateTimeOffset At) : CallEvent(SourceId, At);

/// <summary>The provider could not answer or place the call. Of one that is connected it says nothing.</summary>
public sealed record ConnectFailed(string SourceId, DateTimeOffset At) : CallEvent(SourceId, At);

/// <summary>The provider never had the call, or does not know it any more.</summary>
public sealed record CallFailed(string SourceId, DateTimeOffset At) : CallEvent(SourceId, At);

/// <summary>The provider will not do what it was asked to.</summary>
public sealed record ActionRefused(string SourceId, DateTimeOffset At, CallAction Action) : CallEvent(SourceId, At);

/// <summary>The time that a phone rings is over.</summary>
public sealed record RingTimeExpired(string SourceId, DateTimeOffset At) : CallEvent(SourceId, At);

/// <summary>The longest voicemail is over.</summary>
public sealed record VoicemailTimeExpired(string SourceId, DateTimeOffset At) : CallEvent(SourceId, At);
