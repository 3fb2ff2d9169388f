namespace ZuperConnect.Conversations;

/// <summary>The delivery of a message. It only moves forward.</summary>
/// <remarks>See docs/design.md#rules.</remarks>
public enum Delivery
{
    /// <summary>Received from the customer.</summary>
    Received,

    /// <summary>To be sent later, at <c>sendAt</c>. It can still be changed, sent now or canceled.</summary>
    Scheduled,

    /// <summary>It was to be sent later, and was canceled before.</summary>
    Canceled,

    /// <summary>Waiting to be sent.</summary>
    Queued,

    /// <summary>The provider may have it: its response is awaited or was lost.</summary>
    Sending,

    /// <summary>The provider accepted it.</summary>
    Sent,

    /// <summary>It is unknown whether the provider accepted it. A user decides whether to send it again.</summary>
    Unknown,

    /// <summary>The carrier gives no delivery reports. The message may have arrived.</summary>
    Unconfirmed,

    /// <summary>Not delivered; <c>failureReason</c> has the reason.</summary>
    Failed,

    /// <summary>Delivered. Carriers may correct a failure later, see <c>note</c>.</summary>
    Delivered,
}

/// <summary>
/// The order of deliveries. Reports arrive late, repeated and out of order, so the delivery only moves forward. "Delivered" is final:
/// carriers correct themselves and report a failed message as delivered later.
/// </summary>
public static class Deliveries
{
    /// <summary>Whether a report of <paramref name="next"/> changes a message that is <paramref name="current"/>.</summary>
    public static bool Rises(Delivery current, Delivery next) =>
        current is not (Delivery.Received or Delivery.Scheduled or Delivery.Canceled) && next > current;
}
