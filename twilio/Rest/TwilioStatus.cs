using ZuperConnect.Conversations;

namespace ZuperConnect.Twilio.Rest;

/// <summary>Message statuses of Twilio. The list is not complete, and Twilio can add new ones.</summary>
internal static class TwilioStatus
{
    /// <summary>The carrier has the message. Some carriers send no receipt after this.</summary>
    public const string Sent = "sent";

    /// <summary>The delivery state of a status; null if the status is not about an outbound message.</summary>
    public static Delivery? DeliveryOf(string? status) => status switch
    {
        "accepted" or "scheduled" or "queued" or "sending" or Sent => Delivery.Sent,
        "delivered" or "read" => Delivery.Delivered,
        "undelivered" or "failed" or "canceled" => Delivery.Failed,
        _ => null,
    };

    /// <summary>Whether no later state is expected.</summary>
    public static bool IsFinal(this Delivery delivery) => delivery is Delivery.Delivered or Delivery.Failed;
}
