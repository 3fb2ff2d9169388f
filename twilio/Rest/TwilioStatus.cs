using ZuperConnect.Conversations;

namespace ZuperConnect.Twilio.Rest;

/// <summary>How far a message is, in Twilio's words. There are more than these, and there may be new ones.</summary>
internal static class TwilioStatus
{
    /// <summary>The status of a message that the carrier has, and may give no receipt for.</summary>
    public const string Sent = "sent";

    /// <summary>What a status means for a message of ours; null where it means nothing.</summary>
    public static Delivery? DeliveryOf(string? status) => status switch
    {
        "accepted" or "scheduled" or "queued" or "sending" or Sent => Delivery.Sent,
        "delivered" or "read" => Delivery.Delivered,
        "undelivered" or "failed" or "canceled" => Delivery.Failed,
        _ => null,
    };

    /// <summary>Whether nothing more is to be expected.</summary>
    public static bool IsFinal(this Delivery delivery) => delivery is Delivery.Delivered or Delivery.Failed;
}
