using ZuperConnect.Conversations;

namespace ZuperConnect.Tests.Conversations;

/// <summary>Reports of the telephony provider about the team's messages.</summary>
internal static class Provider
{
    public static ChangeDelivery Reports(Delivery delivery, int at, string id = "reply") =>
        new($"{id}-{delivery}-{at}", Minute.At(at), id, Minute.At(0), delivery)
        {
            FailureReason = delivery is Delivery.Failed ? "The number does not exist (4004)." : null,
        };

    public static ChangeDelivery ReportsOptedOut(int at, string id = "reply") =>
        Reports(Delivery.Failed, at, id) with { FailureReason = "The customer opted out (4007).", OptedOut = true };
}
