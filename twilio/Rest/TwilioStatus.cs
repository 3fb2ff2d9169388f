using ZuperConnect.Conversations;

namespace ZuperConnect.Twilio.Rest;

/// <summary>The statuses of messages at Twilio. The list is not complete, and Twilio may add statuses.</summary>
internal static class TwilioStatus
{
    /// <summary>The status after the carrier received the message. Some carriers send no receipt after it.</summary>
    public const string Sent = "sent";

    /// <summary>The delivery that corresponds to a status; null if there is none.</summary>
    public static Delivery? DeliveryOf(string? status) => status switch
    {
        "accepted" or "scheduled" or "queued" or "sending" or Sent => Delivery.Sent,
        "delivered" or "read" => Delivery.Delivered,
        "undelivered" or "failed" or "canceled" => Delivery.Failed,
        _ => null,
    };

    /// <summary>Whether no further status is expected.</summary>
    public static bool IsFinal(this Delivery delivery) => delivery is Delivery.Delivered or Delivery.Failed;
}
