namespace ZuperConnect.Conversations;

/// <summary>The outcome of a user's call to a customer.</summary>
public enum CallOutcome
{
    /// <summary>The customer could not be called, for a technical or unknown reason.</summary>
    Failed,

    /// <summary>The call ended before the customer was called.</summary>
    Canceled,

    /// <summary>The customer's phone rang, nobody answered, and it shows a missed call.</summary>
    NoAnswer,

    /// <summary>The customer's phone was busy.</summary>
    Busy,

    /// <summary>The customer declined the call, or the network did.</summary>
    Declined,

    /// <summary>The customer's phone is off, or the number does not exist.</summary>
    Unreachable,

    /// <summary>The customer answered.</summary>
    Answered,
}

/// <summary>Facts about a <see cref="CallOutcome"/>.</summary>
public static class CallOutcomes
{
    /// <summary>Whether the customer can know of the call, so that it counts as a response (docs/design.md#rules).</summary>
    public static bool ReachedCustomer(this CallOutcome outcome) => outcome is CallOutcome.NoAnswer or CallOutcome.Answered;

    /// <summary>The outcome in words, for the list of conversations.</summary>
    public static string InWords(this CallOutcome outcome) => outcome switch
    {
        CallOutcome.Canceled => "Call canceled",
        CallOutcome.NoAnswer => "Called, no answer",
        CallOutcome.Busy => "Called, busy",
        CallOutcome.Declined => "Called, declined",
        CallOutcome.Unreachable => "Called, not reachable",
        CallOutcome.Answered => "Called, answered",
        _ => "Called, failed",
    };
}
