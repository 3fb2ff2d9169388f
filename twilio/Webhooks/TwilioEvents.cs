using System.Globalization;
using System.Text.RegularExpressions;
using ZuperConnect.Attachments;
using ZuperConnect.Conversations;
using ZuperConnect.Messages;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;
using ZuperConnect.Text;
using ZuperConnect.Twilio.Rest;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Twilio.Webhooks;

/// <summary>
/// Parses Twilio's webhooks (Twilio's pages on the requests for incoming messages, and on the status of outbound messages).
/// </summary>
internal sealed partial class TwilioEvents : IProviderEventReader
{
    private const string UnknownType = "application/octet-stream";
    private const int MaxFiles = 50;

    /// <inheritdoc/>
    public ProviderEvent? Read(BinaryData original, DateTimeOffset arrivedAt) =>
        TwilioWebhook.Read(original) is { } webhook ? Read(webhook, arrivedAt) : null;

    /// <summary>Parses a webhook; null if its kind is unknown or fields are missing.</summary>
    public static ProviderEvent? Read(TwilioWebhook webhook, DateTimeOffset arrivedAt) => webhook.Twilio.Split('/') switch
    {
        ["api", "callbacks", "twilio", "messages"] => Text(webhook, arrivedAt),
        ["api", "callbacks", "twilio", "messages", var id, var tag] => Report(webhook, id, tag, arrivedAt),
        _ => null,
    };

    /// <summary>The source id of an inbound message. It is the same for the webhook and for Twilio's list.</summary>
    public static string SourceId(string messageSid) => SourceIds.Of("sms", messageSid);

    /// <summary>The delivery report for a status, from a webhook or from the REST API; null if the status has no meaning.</summary>
    public static ProviderEvent.DeliveryReport? Report(
        ConversationId id, MessageTag tag, string messageSid, string? status, int? error, DateTimeOffset at) =>
        TwilioStatus.DeliveryOf(status) is { } delivery
            ? new(
                id, SourceIds.Of("report", messageSid, status!), at, tag, delivery,
                delivery is Delivery.Failed ? TwilioErrors.Reason(error) : null,
                delivery is Delivery.Failed && error is TwilioErrors.OptedOut)
            : null;

    private static ProviderEvent.Text? Text(TwilioWebhook webhook, DateTimeOffset arrivedAt) =>
        webhook["MessageSid"] is { } sid && webhook["From"] is { } from && PhoneNumber.TryParse(from, out var customer)
            && PhoneNumber.TryParseOurs(WithoutChannel(webhook["To"]), out var number)
            ? new(
                new(number, customer), SourceId(sid), webhook.At is { } at && at < arrivedAt ? at : arrivedAt,
                PrintableText.WithoutControls(
                    WithMissing(webhook.Fields.GetValueOrDefault("Body") ?? "", FileCountIn(webhook) - Files(webhook, sid).Count)))
            {
                Files = Files(webhook, sid) is { Count: > 0 } files ? files : null,
                Keyword = webhook["OptOutType"]?.ToUpperInvariant() switch
                {
                    "STOP" => OptOutKeyword.Stop,
                    "START" => OptOutKeyword.Start,
                    _ => null,
                },
            }
            : null;

    private static ProviderEvent.DeliveryReport? Report(TwilioWebhook webhook, string id, string tag, DateTimeOffset arrivedAt) =>
        ConversationId.TryParse(id, out var conversation) && MessageTag.TryParse(Uri.UnescapeDataString(tag), out var message)
            && webhook["MessageSid"] is { } sid
            ? Report(
                conversation, message, sid, StatusIn(webhook),
                int.TryParse(webhook["ErrorCode"], NumberStyles.None, CultureInfo.InvariantCulture, out var error) ? error : null,
                arrivedAt)
            : null;

    /// <summary>The status in a webhook.</summary>
    public static string? StatusIn(TwilioWebhook webhook) => webhook["MessageStatus"] ?? webhook["SmsStatus"];

    /// <summary>Removes the channel of a number, such as <c>whatsapp:+14255550100</c>. A sender keeps it, and cannot be texted.</summary>
    private static string? WithoutChannel(string? address) => address is null ? null : Channel().Replace(address, "");

    /// <summary>The pictures and other files of an inbound message.</summary>
    private static IReadOnlyList<ReceivedFile> Files(TwilioWebhook webhook, string messageSid) =>
    [
        .. from index in Enumerable.Range(0, FileCountIn(webhook))
           let number = index.ToString(CultureInfo.InvariantCulture)
           where Uri.TryCreate(webhook[$"MediaUrl{number}"], UriKind.Absolute, out var address) && IsMedia(address.AbsolutePath)
           select new ReceivedFile(
               SourceIds.Of("media", messageSid, number),
               PictureTypes.Normalize(webhook[$"MediaContentType{number}"]) ?? UnknownType,
               new(webhook[$"MediaUrl{number}"]!)),
    ];

    /// <summary>Whether a path is that of a message's media in the REST API, of whatever account.</summary>
    public static bool IsMedia(string path) => Media().IsMatch(path);

    [GeneratedRegex(@"^/2010-04-01/Accounts/AC[0-9a-fA-F]{32}/Messages/(SM|MM)[0-9a-fA-F]{32}/Media/ME[0-9a-fA-F]{32}\z")]
    private static partial Regex Media();

    private static int FileCountIn(TwilioWebhook webhook) =>
        int.TryParse(webhook["NumMedia"], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? Math.Min(count, MaxFiles) : 0;

    /// <summary>If a webhook has no known address for a file, the text tells the team that there is one.</summary>
    private static string WithMissing(string body, int count) => count is 0 ? body
        : $"{body}\n[{(count is 1 ? "A picture or file that is" : $"{count} pictures or files that are")} not shown here]".Trim();

    [GeneratedRegex("^[a-z]+:")]
    private static partial Regex Channel();
}
