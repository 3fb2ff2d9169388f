using Twilio.Exceptions;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;
using ZuperConnect.Twilio.Rest;
using ZuperConnect.Twilio.Webhooks;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Twilio.Messages;

/// <summary>Requests the status of outbound messages from Twilio.</summary>
public sealed class MessageStatuses(TwilioApi api, TwilioMessageStore sent, ProviderEventHandler handler, TimeProvider time)
{
    /// <summary>After this time the carrier is taken to send no receipts (from Twilio's page on logging messages).</summary>
    private static readonly TimeSpan UnconfirmedAfter = TimeSpan.FromHours(12);

    private static readonly TimeSpan GivesUpAfter = TimeSpan.FromDays(2);

    /// <summary>The time of the second status request of a message.</summary>
    private static readonly TimeSpan AsksAgainAfter = TimeSpan.FromHours(1);

    /// <summary>Requests the status of a message. Without a receipt from the carrier it becomes unconfirmed.</summary>
    public async Task UpdateAsync(SentMessage asked, HostServices host, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (await FindAsync(asked.Sid, cancellation) is not { } message
            || !PhoneNumber.TryParseOurs(message.From, out var number) || !PhoneNumber.TryParse(message.To, out var customer))
        {
            await sent.SettleAsync(asked.Sid, asked.Tag.ToString(), cancellation);
            return;
        }

        var report = TwilioEvents.Report(new(number, customer), asked.Tag, asked.Sid, message.Status, message.ErrorCode, now);
        if (report?.Delivery.IsFinal() is not true && now >= asked.SentAt + UnconfirmedAfter && message.Status is TwilioStatus.Sent)
        {
            report = new(
                new(number, customer), SourceIds.Of("report", asked.Sid, "unconfirmed"), now, asked.Tag, Delivery.Unconfirmed, null, false);
        }

        if (report is not null)
        {
            await handler.TryHandleAsync(report, new(asked.Sid), host, cancellation);
        }

        await (report?.Delivery is null or Delivery.Sent && now < asked.SentAt + GivesUpAfter
            ? sent.AskAgainAsync(
                asked, now < asked.SentAt + AsksAgainAfter ? asked.SentAt + AsksAgainAfter : now + UnconfirmedAfter, cancellation)
            : sent.SettleAsync(asked.Sid, asked.Tag.ToString(), cancellation));
    }

    /// <summary>The message at Twilio; null if it was deleted.</summary>
    private async Task<TwilioMessage?> FindAsync(string sid, CancellationToken cancellation)
    {
        try
        {
            return await api.GetAsync<TwilioMessage>($"Messages/{sid}.json", cancellation);
        }
        catch (ApiException gone) when (gone.Status is 404)
        {
            return null;
        }
    }
}
