namespace ZuperConnect.Conversations;

/// <summary>How far a message got; it only ever rises.</summary>
/// <remarks>See docs/design.md#rules.</remarks>
public enum Delivery
{
    /// <summary>From the customer.</summary>
    Received,

    /// <summary>It waits to be sent.</summary>
    Queued,

    /// <summary>The provider may have it: the answer is still awaited, or was lost.</summary>
    Sending,

    /// <summary>The provider has it.</summary>
    Sent,

    /// <summary>Nobody will ever say whether the provider got it; a user may send it again.</summary>
    Unknown,

    /// <summary>The carrier reports nothing; it may have arrived.</summary>
    Unconfirmed,

    /// <summary>It did not arrive; see <c>failureReason</c>.</summary>
    Failed,

    /// <summary>It arrived; a carrier may correct a failure so later, see <c>note</c>.</summary>
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
