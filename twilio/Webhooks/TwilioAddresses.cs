using ZuperConnect.Conversations;
using ZuperConnect.Hosting;

namespace ZuperConnect.Twilio.Webhooks;

/// <summary>
/// The addresses of Twilio's webhooks. Twilio does not send the fragment after #. It makes Twilio retry a webhook for up to 15 seconds
/// after any error, which is not the default (Twilio's page on connection overrides).
/// </summary>
public static class TwilioAddresses
{
    /// <summary>The prefix of all addresses.</summary>
    public const string Prefix = "api/callbacks/twilio/";

    /// <summary>Texts of customers.</summary>
    public const string Messages = Prefix + "messages";

    /// <summary>The status of a sent message.</summary>
    public const string MessageStatus = Prefix + "messages/{id}/{tag}";

    /// <summary>A customer calls a number of the business.</summary>
    public const string Voice = Prefix + "voice";

    /// <summary>A call to a number of the business has ended.</summary>
    public const string VoiceStatus = Prefix + "voice/status";

    /// <summary>Requests for documents and reports about the legs of a call.</summary>
    public const string Calls = Prefix + "calls/{**path}";

    internal const string Retries = "#rc=5&rp=all";

    /// <summary>The address for customers' texts.</summary>
    public static Uri Inbound(PublicAddress address) => address.Of(Messages + Retries);

    /// <summary>The address that answers customers' calls.</summary>
    public static Uri InboundCall(PublicAddress address) => address.Of(Voice + Retries);

    /// <summary>The address for the end of a customer's call.</summary>
    public static Uri InboundCallStatus(PublicAddress address) => address.Of(VoiceStatus + Retries);

    /// <summary>The address for the status of a message.</summary>
    public static Uri Status(PublicAddress address, ConversationId id, string tag) =>
        address.Of($"{Messages}/{id}/{Uri.EscapeDataString(tag)}{Retries}");
}
