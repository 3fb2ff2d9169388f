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

    /// <summary>A number of ours is called.</summary>
    public const string Voice = Prefix + "voice";

    /// <summary>A call to a number of ours is over.</summary>
    public const string VoiceStatus = Prefix + "voice/status";

    /// <summary>What a leg of a call is to do, and what happened to one.</summary>
    public const string Calls = Prefix + "calls/{**path}";

    internal const string Retries = "#rc=5&rp=all";

    /// <summary>Where texts of customers are to be sent to.</summary>
    public static Uri Inbound(PublicAddress address) => address.Of(Messages + Retries);

    /// <summary>Where calls of customers are to be answered.</summary>
    public static Uri InboundCall(PublicAddress address) => address.Of(Voice + Retries);

    /// <summary>Where it is to be told that a customer's call is over.</summary>
    public static Uri InboundCallStatus(PublicAddress address) => address.Of(VoiceStatus + Retries);

    /// <summary>Where it is to be told how far a message is.</summary>
    public static Uri Status(PublicAddress address, ConversationId id, string tag) =>
        address.Of($"{Messages}/{id}/{Uri.EscapeDataString(tag)}{Retries}");
}
