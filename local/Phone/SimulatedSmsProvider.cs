using System.Threading.Channels;
using ZuperConnect.Local.Hosting;
using ZuperConnect.Messages;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Local.Phone;

/// <summary>
/// The simulated provider of text messages: delivers the inbox's messages to the customers' phones and sends the provider's events. Its
/// counterpart for calls is <see cref="SimulatedCallNetwork"/>.
/// </summary>
public sealed class SimulatedSmsProvider(
    CustomerPhones phones, ProviderEvents events, LocalAddress address, HttpClient http, TimeProvider time) : BackgroundService, ISmsSender
{
    private readonly Channel<object> _reports = Channel.CreateUnbounded<object>();

    /// <summary>Sends a customer's text to a number of the business.</summary>
    /// <returns>The provider's id of the message.</returns>
    /// <exception cref="HttpRequestException">The inbox did not accept it.</exception>
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
        var outcome = phones.TextOutcomeOf(text.To);
        if (outcome is SimulatedTextOutcome.Busy)
        {
            return new SendResult.Retry("The provider is busy (429).");
        }

        if (outcome is SimulatedTextOutcome.Refused)
        {
            return new SendResult.Refused("The provider does not take this number (400).");
        }

        if (await FetchAsync(text.Pictures ?? [], cancellation) is not { } pictures)
        {
            return new SendResult.Refused("The provider could not get a picture from this inbox (400).");
        }

        if (outcome is not (SimulatedTextOutcome.Failed or SimulatedTextOutcome.OptedOut))
        {
            await phones.ReceiveAsync(text, cancellation, pictures);
        }

        switch (outcome)
        {
            case SimulatedTextOutcome.Lost:
                throw new HttpRequestException("The simulated connection broke before the answer came.");
            case SimulatedTextOutcome.Silent:
                break;
            default:
                _reports.Writer.TryWrite(Report(text, outcome));
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
                await events.RaiseUntilAcceptedAsync(EventGridReceiver.SmsDeliveryReportReceived, report, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>Gets the pictures of a message at their addresses; null if one cannot be got.</summary>
    private async Task<IReadOnlyList<PhonePicture>?> FetchAsync(IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        var pictures = new List<PhonePicture>();
        foreach (var path in paths)
        {
            using var response = await http.GetAsync(new Uri(await address.WhenListeningAsync(cancellation), path), cancellation);
            if (!response.IsSuccessStatusCode || response.Content.Headers.ContentType?.MediaType is not { } type)
            {
                return null;
            }

            pictures.Add(new(type, await response.Content.ReadAsByteArrayAsync(cancellation)));
        }

        return pictures;
    }

    private object Report(OutgoingText text, SimulatedTextOutcome outcome)
    {
        var id = $"Outgoing_{Guid.NewGuid():N}";
        var (status, details) = outcome switch
        {
            SimulatedTextOutcome.Failed => ("Failed", "4004 Destination number does not exist."),
            SimulatedTextOutcome.OptedOut => ("Failed", "4007 Sender blocked for given recipient."),
            SimulatedTextOutcome.Unconfirmed => ("Failed", "5002 The carrier gives no delivery reports."),
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
