using ZuperConnect.Calls;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Local.Phone;

/// <summary>How far a call is for a customer's phone.</summary>
public enum PhoneCallState
{
    /// <summary>The customer calls, and nothing has answered.</summary>
    Calls,

    /// <summary>The phone rings: the business calls.</summary>
    Rings,

    /// <summary>The customer waits for somebody.</summary>
    Waits,

    /// <summary>Somebody talks with the customer.</summary>
    Talks,

    /// <summary>The tone was heard: the customer may speak a voicemail.</summary>
    Speaks,

    /// <summary>It is over.</summary>
    Over,
}

/// <summary>Something that was played in a call.</summary>
public sealed record HeardSound(Sound Sound, DateTimeOffset At);

/// <summary>A call as a customer's phone shows it.</summary>
/// <param name="CallId">Its id.</param>
/// <param name="Number">The number of ours.</param>
/// <param name="IsOwn">Whether the customer is who calls.</param>
/// <param name="State">How far it is.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="TalksSince">Since when somebody talks with the customer; null where nobody did.</param>
/// <param name="EndedAt">When it ended; null while it lives.</param>
/// <param name="Heard">What was played.</param>
public sealed record PhoneCall(
    string CallId, PhoneNumber Number, bool IsOwn, PhoneCallState State, DateTimeOffset StartedAt, DateTimeOffset? TalksSince,
    DateTimeOffset? EndedAt, IReadOnlyList<HeardSound> Heard)
{
    /// <summary>A call at the simulated provider, as its customer's phone shows it now.</summary>
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
