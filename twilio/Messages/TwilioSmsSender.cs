using Microsoft.Extensions.Logging;
using Twilio.Exceptions;
using Twilio.Rest.Api.V2010.Account;
using ZuperConnect.Messages;
using ZuperConnect.Twilio.Rest;
using ZuperConnect.Twilio.Webhooks;

namespace ZuperConnect.Twilio.Messages;

/// <summary>
/// Sends texts and pictures with Twilio. The sender is the number, not a messaging service, because Twilio then refuses a text
/// immediately. Requests are not idempotent: the outcome of a request without a response is unknown, and is looked for in Twilio's list
/// later.
/// </summary>
internal sealed partial class TwilioSmsSender(
    TwilioApi api, TwilioOptions options, TwilioMessageStore sent, ILogger<TwilioSmsSender> log) : ISmsSender
{
    /// <summary>Twilio discards a message that it cannot send within this time.</summary>
    private static readonly TimeSpan Validity = TimeSpan.FromHours(1);

    /// <summary>The maximum clock skew between Twilio and this host.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    private static readonly HttpRequestError[] BeforeTheRequest =
    [
        HttpRequestError.NameResolutionError, HttpRequestError.ConnectionError, HttpRequestError.SecureConnectionError,
    ];

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(OutgoingText text, CancellationToken cancellation)
    {
        try
        {
            var message = await MessageResource.CreateAsync(
                new CreateMessageOptions(new(text.To.Value))
                {
                    From = new(text.From.Value),
                    Body = text.Text is "" ? null : text.Text,
                    MediaUrl = text.Pictures?.Select(options.PublicAddress.Of).ToList(),
                    StatusCallback = TwilioAddresses.Status(options.PublicAddress, new(text.From, text.To), text.Tag),
                    ValidityPeriod = (int)Validity.TotalSeconds,
                },
                api.Client).WaitAsync(cancellation);

            // The package treats an empty response and a redirect as success.
            if (message?.Sid is not { Length: > 0 } sid)
            {
                LogUnreadable();
                return new SendResult.OutcomeUnknown();
            }

            await RecordAsync(sid, text.Tag, cancellation);
            return new SendResult.Accepted();
        }
        catch (ApiException refusal)
        {
            LogRefused(refusal.Status, refusal.Code);
            return TwilioErrors.Read(refusal);
        }
        catch (ApiConnectionException lost)
        {
            LogLost(lost.InnerException?.GetType().Name);
            return lost.InnerException is HttpRequestException { HttpRequestError: var error } && BeforeTheRequest.Contains(error)
                ? new SendResult.Retry("The provider cannot be reached.") : new SendResult.OutcomeUnknown();
        }
    }

    /// <inheritdoc/>
    public async Task<SendResult> FindOutcomeAsync(OutgoingText text, DateTimeOffset sentAt, CancellationToken cancellation)
    {
        var since = TwilioTime.Day(sentAt - TimeSpan.FromDays(1));
        var path = $"Messages.json?From={Uri.EscapeDataString(text.From.Value)}&To={Uri.EscapeDataString(text.To.Value)}"
            + $"&DateSent%3E={since}&PageSize={TwilioApi.MaxPageSize}";
        await foreach (var message in api.ListAsync<TwilioMessage>(path, "messages", cancellation))
        {
            if (message is { Sid: { } sid, IsInbound: false } && message.Body?.Trim() == text.Text.Trim()
                && (message.NumMedia ?? 0) == (text.Pictures?.Count ?? 0)
                && message.CreatedAt >= sentAt - ClockSkew && await sent.RecordAsync(sid, text.Tag, cancellation))
            {
                return TwilioStatus.DeliveryOf(message.Status) is Conversations.Delivery.Failed
                    ? new SendResult.Refused(TwilioErrors.Reason(message.ErrorCode), message.ErrorCode is TwilioErrors.OptedOut)
                    : new SendResult.Accepted();
            }
        }

        return new SendResult.OutcomeUnknown();
    }

    /// <summary>A failure to record the message does not change that it was sent.</summary>
    private async Task RecordAsync(string sid, string tag, CancellationToken cancellation)
    {
        try
        {
            await sent.RecordAsync(sid, tag, cancellation);
        }
#pragma warning disable CA1031 // Without the row, a missing report is not requested.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogNotNoted(failure);
        }
    }

    [LoggerMessage(4501, LogLevel.Warning, "The telephony provider answered a text with {Status}, code {Code}")]
    private partial void LogRefused(int status, int code);

    [LoggerMessage(4502, LogLevel.Warning, "The telephony provider's answer to a text was lost: {Failure}")]
    private partial void LogLost(string? failure);

    [LoggerMessage(4503, LogLevel.Warning, "The telephony provider's answer to a text cannot be read")]
    private partial void LogUnreadable();

    [LoggerMessage(4504, LogLevel.Warning, "That a text was sent could not be noted")]
    private partial void LogNotNoted(Exception failure);
}
