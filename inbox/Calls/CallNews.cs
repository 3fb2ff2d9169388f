using ZuperConnect.Conversations;

namespace ZuperConnect.Calls;

/// <summary>
/// Something that happened to a call: an event of the provider, a timer, or a user's action. Any of them may come twice, late or in the
/// wrong order.
/// </summary>
/// <param name="SourceId">The provider's id of it, or ours; see <see cref="Command"/>.</param>
/// <param name="At">When it happened.</param>
public abstract record CallNews(string SourceId, DateTimeOffset At);

/// <summary>The customer's call was answered by the inbox, or a user asked for one: the call's owner hears of it first.</summary>
public sealed record Began(string SourceId, DateTimeOffset At) : CallNews(SourceId, At);

/// <summary>The provider has connected the first leg: the caller hears us; of a user's call: the user's device picked up.</summary>
public sealed record Connected(string SourceId, DateTimeOffset At) : CallNews(SourceId, At);

/// <summary>The provider has played something to its end, or could not play it.</summary>
public sealed record Played(string SourceId, DateTimeOffset At, Sound Sound, bool Heard) : CallNews(SourceId, At);

/// <summary>A device picked up.</summary>
public sealed record DevicePickedUp(string SourceId, DateTimeOffset At, string UserId) : CallNews(SourceId, At);

/// <summary>A device's user took the call: pressed 1, or needed not to.</summary>
public sealed record DeviceAccepted(string SourceId, DateTimeOffset At, string UserId) : CallNews(SourceId, At);

/// <summary>A device does not take the call, or left it: it declined, was busy, nobody picked up, nobody pressed 1, it hung up.</summary>
public sealed record DeviceLeft(string SourceId, DateTimeOffset At, string UserId) : CallNews(SourceId, At);

/// <summary>The customer picked up a user's call.</summary>
public sealed record CustomerJoined(string SourceId, DateTimeOffset At) : CallNews(SourceId, At);

/// <summary>The customer hung up.</summary>
public sealed record CustomerLeft(string SourceId, DateTimeOffset At) : CallNews(SourceId, At);

/// <summary>The customer did not take a user's call.</summary>
/// <param name="SourceId">See <see cref="CallNews"/>.</param>
/// <param name="At">See <see cref="CallNews"/>.</param>
/// <param name="Reached">Whether the phone rang or was busy; false where the call could not be placed.</param>
public sealed record CustomerDidNotAnswer(string SourceId, DateTimeOffset At, bool Reached) : CallNews(SourceId, At);

/// <summary>The provider has ended the call for everyone.</summary>
public sealed record Disconnected(string SourceId, DateTimeOffset At) : CallNews(SourceId, At);

/// <summary>The provider could not answer or place the call, or does not know it any more.</summary>
public sealed record Broke(string SourceId, DateTimeOffset At) : CallNews(SourceId, At);

/// <summary>The time that devices ring is over.</summary>
public sealed record RingTimeIsOver(string SourceId, DateTimeOffset At) : CallNews(SourceId, At);

/// <summary>The longest voicemail is over.</summary>
public sealed record VoicemailTimeIsOver(string SourceId, DateTimeOffset At) : CallNews(SourceId, At);
