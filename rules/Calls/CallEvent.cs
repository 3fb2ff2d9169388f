using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ZuperConnect.Conversations;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Calls;

/// <summary>
/// Something that happened to a call: an event of the provider, an expired timer, or a user's action. It may be repeated, late or out of
/// order.
/// </summary>
/// <param name="SourceId">The id of the event, from the provider or the inbox. A repeated event has the same id.</param>
/// <param name="At">When it happened.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "news")]
[JsonDerivedType(typeof(CallStarted), "began")]
[JsonDerivedType(typeof(IncomingCallExpired), "cameTooLate")]
[JsonDerivedType(typeof(Connected), "connected")]
[JsonDerivedType(typeof(Played), "played")]
[JsonDerivedType(typeof(DeviceRings), "deviceRings")]
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

/// <summary>The inbox answered the customer's call, or a user placed one. This is the first event of a call.</summary>
public sealed record CallStarted(string SourceId, DateTimeOffset At) : CallEvent(SourceId, At);

/// <summary>The inbox learned of the customer's call only after it had stopped ringing. It cannot be answered any more.</summary>
public sealed record IncomingCallExpired(string SourceId, DateTimeOffset At) : CallEvent(SourceId, At);

/// <summary>The provider connected the first leg: the caller hears the inbox. In a user's call: the user's device picked up.</summary>
public sealed record Connected(string SourceId, DateTimeOffset At) : CallEvent(SourceId, At);

/// <summary>The provider played a sound to its end, or failed to play it (<c>Heard</c> is false).</summary>
public sealed record Played(string SourceId, DateTimeOffset At, Sound Sound, bool Heard) : CallEvent(SourceId, At);

/// <summary>The provider calls a device.</summary>
/// <param name="SourceId">See <see cref="CallEvent"/>.</param>
/// <param name="At">See <see cref="CallEvent"/>.</param>
/// <param name="UserId">Whose device it is.</param>
/// <param name="Invitation">The provider's reference to the device's part in the call: where the answer to the invitation was lost, this
/// keeps the device from being called twice.</param>
public sealed record DeviceRings(string SourceId, DateTimeOffset At, string UserId, string Invitation) : CallEvent(SourceId, At);

/// <summary>A device picked up.</summary>
public sealed record DevicePickedUp(string SourceId, DateTimeOffset At, string UserId) : CallEvent(SourceId, At);

/// <summary>The user accepted the call by pressing 1, or did not need to.</summary>
public sealed record DeviceAccepted(string SourceId, DateTimeOffset At, string UserId) : CallEvent(SourceId, At);

/// <summary>Whoever picked up did not press 1 in time, and is still connected.</summary>
public sealed record DeviceDidNotAccept(string SourceId, DateTimeOffset At, string UserId) : CallEvent(SourceId, At);

/// <summary>
/// A device could not be brought into the call: it declined, was busy, or nobody picked up. Ignored for a device that is already in the
/// call.
/// </summary>
public sealed record DeviceDidNotAnswer(string SourceId, DateTimeOffset At, string UserId) : CallEvent(SourceId, At);

/// <summary>A device left the call.</summary>
public sealed record DeviceLeft(string SourceId, DateTimeOffset At, string UserId) : CallEvent(SourceId, At);

/// <summary>
/// The provider is calling the customer, in a user's call. The provider does not report when a phone starts to ring, so this counts as
/// ringing.
/// </summary>
public sealed record CustomerRings(string SourceId, DateTimeOffset At) : CallEvent(SourceId, At)
{
    /// <summary>The provider's id of the customer's part in the call, if its event has it; otherwise null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Invitation { get; init; }
}

/// <summary>The customer picked up, in a user's call.</summary>
public sealed record CustomerJoined(string SourceId, DateTimeOffset At) : CallEvent(SourceId, At);

/// <summary>The customer hung up.</summary>
public sealed record CustomerLeft(string SourceId, DateTimeOffset At) : CallEvent(SourceId, At);

/// <summary>The customer did not answer a user's call.</summary>
/// <param name="SourceId">See <see cref="CallEvent"/>.</param>
/// <param name="At">See <see cref="CallEvent"/>.</param>
/// <param name="Outcome">The reason.</param>
public sealed record CustomerDidNotAnswer(string SourceId, DateTimeOffset At, CallOutcome Outcome) : CallEvent(SourceId, At);

/// <summary>
/// The provider's list of participants. Lists have growing sequence numbers and may arrive in any order. A list that the inbox asked for
/// has no number and is the newest.
/// </summary>
public sealed record ParticipantsUpdated(string SourceId, DateTimeOffset At, int? Sequence, ImmutableArray<PhoneNumber> Present)
    : CallEvent(SourceId, At)
{
    /// <summary>
    /// Whether the list has entries that could not be read. A phone that is not in <see cref="Present"/> may then still be in the call.
    /// </summary>
    public bool IsIncomplete { get; init; }
}

/// <summary>The recording started, with this id.</summary>
public sealed record RecordingStarted(string SourceId, DateTimeOffset At, string RecordingId) : CallEvent(SourceId, At);

/// <summary>The provider ended the call for everyone.</summary>
public sealed record Disconnected(string SourceId, DateTimeOffset At) : CallEvent(SourceId, At);

/// <summary>The provider could not answer or place the call. Ignored if the call is already connected.</summary>
public sealed record ConnectFailed(string SourceId, DateTimeOffset At) : CallEvent(SourceId, At);

/// <summary>The provider never had the call, or no longer knows it.</summary>
public sealed record CallFailed(string SourceId, DateTimeOffset At) : CallEvent(SourceId, At);

/// <summary>The provider refused an action for good.</summary>
public sealed record ActionRefused(string SourceId, DateTimeOffset At, CallAction Action) : CallEvent(SourceId, At);

/// <summary>A phone has rung for the maximum time.</summary>
public sealed record RingTimeExpired(string SourceId, DateTimeOffset At) : CallEvent(SourceId, At);

/// <summary>A voicemail has reached its maximum length.</summary>
public sealed record VoicemailTimeExpired(string SourceId, DateTimeOffset At) : CallEvent(SourceId, At);
