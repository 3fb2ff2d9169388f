using ZuperConnect.Conversations;
using ZuperConnect.Hosting;

namespace ZuperConnect.Twilio.Webhooks;

/// <summary>
/// Where Twilio's webhooks come in. What follows the # is never sent here: it has Twilio try a webhook again for up to 15 seconds, whatever
/// went wrong, which it does not do otherwise (its page on connection overrides).
/// </summary>
public static class TwilioAddresses
{
    /// <summary>All of them begin like this.</summary>
    public const string Prefix = "api/callbacks/twilio/";

    /// <summary>Texts of customers.</summary>
    public const string Messages = Prefix + "messages";

    /// <summary>How far a message of ours is.</summary>
    public const string MessageStatus = Prefix + "messages/{id}/{tag}";

    private const string Retries = "#rc=5&rp=all";

    /// <summary>Where texts of customers are to be sent to.</summary>
    public static Uri Inbound(PublicAddress address) => address.Of(Messages + Retries);

    /// <summary>Where it is to be told how far a message is.</summary>
    public static Uri Status(PublicAddress address, ConversationId id, string tag) =>
        address.Of($"{Messages}/{id}/{Uri.EscapeDataString(tag)}{Retries}");
}
