using ZuperConnect.Calls;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Local.Phone;

/// <summary>The state of a call on a customer's phone.</summary>
public enum PhoneCallState
{
    /// <summary>The customer is calling, and nothing has answered.</summary>
    Calls,

    /// <summary>The business is calling, and the phone rings.</summary>
    Rings,

    /// <summary>The customer is on hold.</summary>
    Waits,

    /// <summary>The customer is talking with somebody.</summary>
    Talks,

    /// <summary>The customer heard the tone and can leave a voicemail.</summary>
    Speaks,

    /// <summary>The call has ended.</summary>
    Over,
}

/// <summary>A sound that was played in a call.</summary>
public sealed record HeardSound(Sound Sound, DateTimeOffset At);

/// <summary>A call as a customer's phone shows it.</summary>
/// <param name="CallId">The id.</param>
/// <param name="Number">The number of the business.</param>
/// <param name="IsOwn">Whether the customer placed the call.</param>
/// <param name="State">The state.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="TalksSince">When the conversation with the customer started; null if it did not.</param>
/// <param name="EndedAt">When it ended; null while it is active.</param>
/// <param name="Heard">The sounds that were played.</param>
public sealed record PhoneCall(
    string CallId, PhoneNumber Number, bool IsOwn, PhoneCallState State, DateTimeOffset StartedAt, DateTimeOffset? TalksSince,
    DateTimeOffset? EndedAt, IReadOnlyList<HeardSound> Heard)
{
    /// <summary>The current state of a simulated call for the customer's phone.</summary>
    internal static PhoneCall Of(SimulatedCall call) => new(
        call.Id, call.Ours, call.Reached is null, StateOf(call), call.StartedAt, call.TalksSince, call.EndedAt, [.. call.Heard]);

    private static PhoneCallState StateOf(SimulatedCall call) =>
        call.State is SimulatedCallState.Over ? PhoneCallState.Over
        : call.Ringing.Contains(call.Customer) ? PhoneCallState.Rings
        : call.State is SimulatedCallState.Rings ? PhoneCallState.Calls
        : call.Recorder.TakesVoicemail ? PhoneCallState.Speaks
        : call.Present.Count > 1 && !call.OnHold ? PhoneCallState.Talks
        : PhoneCallState.Waits;
}
