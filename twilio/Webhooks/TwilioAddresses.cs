using ZuperConnect.Conversations;
using ZuperConnect.Hosting;

namespace ZuperConnect.Twilio.Webhooks;

/// <summary>
/// The addresses of Twilio's webhooks. The fragment is not sent: it makes Twilio retry a failed webhook for up to 15 seconds, which it does
/// not do by default (from Twilio's page on connection overrides).
/// </summary>
public static class TwilioAddresses
{
    /// <summary>The common prefix.</summary>
    public const string Prefix = "api/callbacks/twilio/";

    /// <summary>The route of all webhooks.</summary>
    public const string All = Prefix + "{*path}";

    /// <summary>Inbound messages.</summary>
    public const string Messages = Prefix + "messages";

    /// <summary>An inbound call.</summary>
    public const string Voice = Prefix + "voice";

    /// <summary>The end of an inbound call.</summary>
    public const string VoiceStatus = Prefix + "voice/status";

    internal const string Retries = "#rc=5&rp=all";

    /// <summary>The address for inbound messages.</summary>
    public static Uri Inbound(PublicAddress address) => address.Of(Messages + Retries);

    /// <summary>The address for inbound calls.</summary>
    public static Uri InboundCall(PublicAddress address) => address.Of(Voice + Retries);

    /// <summary>The address for the end of inbound calls.</summary>
    public static Uri InboundCallStatus(PublicAddress address) => address.Of(VoiceStatus + Retries);

    /// <summary>The address for the status of a message.</summary>
    public static Uri Status(PublicAddress address, ConversationId id, string tag) =>
        address.Of($"{Messages}/{id}/{Uri.EscapeDataString(tag)}{Retries}");
}
