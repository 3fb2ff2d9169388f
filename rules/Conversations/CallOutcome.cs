namespace ZuperConnect.Conversations;

/// <summary>How a user's call to a customer went.</summary>
public enum CallOutcome
{
    /// <summary>The customer could not be called, for a technical reason or for one that nobody gave.</summary>
    Failed,

    /// <summary>It was ended before the customer was called.</summary>
    Canceled,

    /// <summary>The customer's phone rang, and nobody answered it: it shows a missed call.</summary>
    NoAnswer,

    /// <summary>The customer's phone was busy.</summary>
    Busy,

    /// <summary>The customer, or the network in the customer's name, refused the call.</summary>
    Declined,

    /// <summary>The customer's phone is off, or there is none.</summary>
    Unreachable,

    /// <summary>The customer answered.</summary>
    Answered,
}

/// <summary>What follows from how a call went.</summary>
public static class CallOutcomes
{
    /// <summary>Whether the customer knows of the call, so that it counts as a response (docs/design.md#rules).</summary>
    public static bool ReachedCustomer(this CallOutcome outcome) => outcome is CallOutcome.NoAnswer or CallOutcome.Answered;

    /// <summary>How a list of conversations says it.</summary>
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
