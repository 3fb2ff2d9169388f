using System.Threading.Channels;
using ZuperConnect.Messages;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Local.Phone;

/// <summary>
/// A telephony provider on this machine, for texts: it takes the inbox's to its customers' phones, and raises the provider's events about
/// them. Its calls are <see cref="CallNetwork"/>'s.
/// </summary>
public sealed class PhoneNetwork(CustomerPhones phones, ProviderEvents events, TimeProvider time) : BackgroundService, ISmsSender
{
    private readonly Channel<object> _reports = Channel.CreateUnbounded<object>();

    /// <summary>A customer texts a number of ours.</summary>
    /// <returns>The provider's id of the message.</returns>
    /// <exception cref="HttpRequestException">The inbox did not take it.</exception>
    public async Task<string> TextAsync(PhoneNumber from, PhoneNumber to, string text, CancellationToken cancellation)
    {
        var id = $"Incoming_{Guid.NewGuid():N}";
        var now = time.GetUtcNow();
        await events.RaiseAsync(
            EventGridReceiver.SmsReceived,
            ProviderEvents.Event(id, $"/phonenumber/{to.Key}", "Microsoft.Communication.SMSReceived", now, new
            {
                messageId = id,
                from = from.Kind is PhoneNumberKind.E164 ? from.Key : from.Value,
                to = to.Key,
                message = text,
                receivedTimestamp = now,
                segmentCount = 1,
            }),
            cancellation);
        await phones.KeepSentAsync(id, from, to, text, cancellation);
        return id;
    }

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(OutgoingText text, CancellationToken cancellation)
    {
        var fate = phones.FateOf(text.To);
        if (fate is TextFate.Busy)
        {
            return new SendResult.TryAgain("The provider is busy (429).");
        }

        if (fate is TextFate.Refused)
        {
            return new SendResult.Refused("The provider does not take this number (400).");
        }

        if (fate is not (TextFate.Failed or TextFate.OptedOut))
        {
            await phones.ReceiveAsync(text, cancellation);
        }

        switch (fate)
        {
            case TextFate.Lost:
                throw new HttpRequestException("The simulated connection broke before the answer came.");
            case TextFate.Silent:
                break;
            default:
                _reports.Writer.TryWrite(Report(text, fate));
                break;
        }

        return new SendResult.Accepted();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var report in _reports.Reader.ReadAllAsync(stoppingToken))
            {
                await events.RaiseUntilTakenAsync(EventGridReceiver.SmsDeliveryReportReceived, report, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private object Report(OutgoingText text, TextFate fate)
    {
        var id = $"Outgoing_{Guid.NewGuid():N}";
        var (status, details) = fate switch
        {
            TextFate.Failed => ("Failed", "4004 Destination number does not exist."),
            TextFate.OptedOut => ("Failed", "4007 Sender blocked for given recipient."),
            TextFate.Unconfirmed => ("Failed", "5002 The carrier gives no delivery reports."),
            _ => ("Delivered", "No error."),
        };
        var now = time.GetUtcNow();
        return ProviderEvents.Event(id, $"/phonenumber/{text.From.Key}", "Microsoft.Communication.SMSDeliveryReportReceived", now, new
        {
            messageId = id,
            from = text.From.Key,
            to = text.To.Value,
            deliveryStatus = status,
            deliveryStatusDetails = details,
            receivedTimestamp = now,
            deliveryAttempts = new[] { new { timestamp = now, segmentsSucceeded = status is "Delivered"
                ? 1 : 0, segmentsFailed = status is "Delivered" ? 0 : 1 } },
            Tag = text.Tag,
        });
    }
}
