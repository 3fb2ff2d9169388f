namespace ZuperConnect.Conversations;

/// <summary>How far a message got (docs/design.md#rules).</summary>
public enum Delivery
{
    /// <summary>It came from the customer.</summary>
    Received,

    /// <summary>It waits to be sent.</summary>
    Queued,

    /// <summary>The provider may have it: the answer is still awaited, or was lost.</summary>
    Sending,

    /// <summary>The provider has it.</summary>
    Sent,

    /// <summary>Nobody will ever say whether the provider got it; a user decides whether to send it again.</summary>
    Unknown,

    /// <summary>The carrier gives no delivery reports; it may have arrived.</summary>
    Unconfirmed,

    /// <summary>It did not arrive.</summary>
    Failed,

    /// <summary>It arrived.</summary>
    Delivered,
}

/// <summary>
/// Delivery reports come late, twice and out of order; a message's delivery only rises. That it arrived is the last word: carriers correct
/// themselves, and report a failed message as delivered later.
/// </summary>
public static class Deliveries
{
    /// <summary>Whether a message that is <paramref name="current"/> becomes <paramref name="next"/>.</summary>
    public static bool Rises(Delivery current, Delivery next) => current is not Delivery.Received && next > current;
}
