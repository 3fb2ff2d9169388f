using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Twilio.TwiML;
using ZuperConnect.Hosting;
using ZuperConnect.Http;
using ZuperConnect.Twilio.Rest;
using ZuperConnect.Twilio.Webhooks;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Twilio.Messages;

/// <summary>
/// Handles Twilio's webhooks about messages (docs/design.md#telephony-events). A webhook is answered when its effect is stored, or when it
/// is stored as a dead letter. After any other response Twilio retries for some seconds.
/// </summary>
public sealed partial class MessageWebhooks(
    ApiAuthorization authorization, SignedWebhooks webhooks, ProviderEventHandler handler, TwilioMessageStore sent, TimeProvider time,
    ILogger<MessageWebhooks> log)
{
    /// <summary><c>POST</c> <see cref="TwilioAddresses.Messages"/>: an inbound message. The response is TwiML without a reply.</summary>
    public Task<IResult> HandleMessageAsync(HttpRequest request, HostServices host, CancellationToken cancellation) =>
        authorization.ForAnyoneAsync(request, async () =>
    {
        await HandleAsync(await webhooks.ReadAsync(request, cancellation), host, cancellation);
        return Results.Text(new MessagingResponse().ToString(), "text/xml", Encoding.UTF8);
    });

    /// <summary><c>POST</c> <c>messages/{conversation id}/{tag}</c>: the status of an outbound message.</summary>
    public Task<IResult> HandleStatusAsync(HttpRequest request, HostServices host, CancellationToken cancellation) =>
        authorization.ForAnyoneAsync(request, async () =>
    {
        var webhook = await webhooks.ReadAsync(request, cancellation);
        var status = TwilioEvents.StatusIn(webhook);
        if (status is not null && TwilioStatus.DeliveryOf(status) is null)
        {
            LogMeansNothing(status.Length > 40 ? "(long)" : status);
        }
        else if (await HandleAsync(webhook, host, cancellation) is ProviderEvent.DeliveryReport report && webhook["MessageSid"] is { } sid)
        {
            await (report.Delivery.IsFinal()
                ? sent.SettleAsync(sid, report.Tag.ToString(), cancellation)
                : sent.RecordAsync(sid, report.Tag.ToString(), cancellation));
        }

        return Results.NoContent();
    });

    /// <returns>The event; null if it was stored as a dead letter.</returns>
    private async Task<ProviderEvent?> HandleAsync(TwilioWebhook webhook, HostServices host, CancellationToken cancellation)
    {
        var (now, original) = (time.GetUtcNow(), webhook.ToJson());
        var happened = TwilioEvents.Read(webhook, now);
        try
        {
            if (await handler.TryHandleAsync(happened, original, host, cancellation))
            {
                return happened;
            }
        }
        catch (NotStoredYetException)
        {
            throw Problems.StorageAway();
        }

        await handler.DeadLetterAsync(original, now, cancellation);
        return null;
    }

    [LoggerMessage(4512, LogLevel.Information, "A message's status means nothing here: {Status}")]
    private partial void LogMeansNothing(string status);
}
