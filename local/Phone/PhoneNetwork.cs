using System.Threading.Channels;
using ZuperConnect.Http;
using ZuperConnect.Local.Webhooks;
using ZuperConnect.Messages;
using ZuperConnect.Numbers;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Local.Phone;

/// <summary>
/// A telephony provider on this machine: it takes the inbox's texts to its customers' phones, and raises the provider's events by HTTP,
/// in Event Grid's form and with its retries.
/// </summary>
public sealed partial class PhoneNetwork(
    CustomerPhones phones, LocalAddress address, EventGridKey key, HttpClient http, TimeProvider time, ILogger<PhoneNetwork> log)
    : BackgroundService, ISmsSender
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly Channel<object> _reports = Channel.CreateUnbounded<object>();

    public Task CreateAsync(CancellationToken cancellation) => phones.CreateAsync(cancellation);

    /// <summary>A customer texts a number of ours.</summary>
    /// <returns>The provider's id of the message.</returns>
    /// <exception cref="HttpRequestException">The inbox did not take it.</exception>
    public async Task<string> TextAsync(PhoneNumber from, PhoneNumber to, string text, CancellationToken cancellation)
    {
        var id = $"Incoming_{Guid.NewGuid():N}";
        var now = time.GetUtcNow();
        await RaiseAsync(
            EventGridInbox.SmsReceived,
            Event(id, $"/phonenumber/{to.Key}", "Microsoft.Communication.SMSReceived", now, new
            {
                messageId = id,
                from = from.Kind is PhoneNumberKind.E164 ? from.Key : from.Value,
                to = to.Key,
                message = text,
                receivedTimestamp = now,
                segmentCount = 1,
            }),
            cancellation);
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
                for (var pause = FirstPause; !await TryRaiseAsync(report, stoppingToken); pause = pause < LongestPause ? pause * 2 : pause)
                {
                    await Task.Delay(pause, time, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task<bool> TryRaiseAsync(object report, CancellationToken cancellation)
    {
        try
        {
            await RaiseAsync(EventGridInbox.SmsDeliveryReportReceived, report, cancellation);
            return true;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException { InnerException: TimeoutException })
        {
            LogNotTaken(failure.Message);
            return false;
        }
    }

    private async Task RaiseAsync(string function, object raised, CancellationToken cancellation)
    {
        var uri = new Uri(await address.WhenListeningAsync(cancellation), $"{Routes.EventGrid}?functionName={function}&code={key.Code}");
        using var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = JsonContent.Create<object[]>([raised], options: InboxJson.Options) };
        request.Headers.Add("aeg-event-type", "Notification");
        using var response = await http.SendAsync(request, cancellation);
        response.EnsureSuccessStatusCode();
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
        return Event(id, $"/phonenumber/{text.From.Key}", "Microsoft.Communication.SMSDeliveryReportReceived", now, new
        {
            messageId = id,
            from = text.From.Key,
            to = text.To.Value,
            deliveryStatus = status,
            deliveryStatusDetails = details,
            receivedTimestamp = now,
            deliveryAttempts = new[] { new { timestamp = now, segmentsSucceeded = status is "Delivered" ? 1 : 0, segmentsFailed = status is "Delivered" ? 0 : 1 } },
            Tag = text.Tag,
        });
    }

    private static object Event(string id, string subject, string eventType, DateTimeOffset eventTime, object data) => new
    {
        id,
        topic = "/subscriptions/local/resourceGroups/local/providers/Microsoft.Communication/CommunicationServices/local",
        subject,
        data,
        eventType,
        dataVersion = "1.0",
        metadataVersion = "1",
        eventTime,
    };

    [LoggerMessage(6001, LogLevel.Warning, "The inbox did not take a delivery report, which comes again: {Reason}")]
    private partial void LogNotTaken(string reason);
}
