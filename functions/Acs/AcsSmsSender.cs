using Azure;
using Azure.Communication.Sms;
using Azure.Identity;
using Microsoft.Extensions.Logging;
using ZuperConnect.Messages;

namespace ZuperConnect.Functions.Acs;

/// <summary>
/// Sends text messages with Azure Communication Services. An accepted request does not mean an accepted message: each recipient has its own
/// result. If it is uncertain whether a message was sent, its outcome is unknown.
/// </summary>
public sealed partial class AcsSmsSender(SmsClient client, ILogger<AcsSmsSender> log) : ISmsSender
{
    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(OutgoingText text, CancellationToken cancellation)
    {
        var options = new SmsSendOptions(enableDeliveryReport: true) { Tag = text.Tag };
        try
        {
            var sent = (await client.SendAsync(text.From.Value, text.To.Value, text.Text, options, cancellation)).Value;
            return sent.Successful ? new SendResult.Accepted() : AcsRefusal.Read(sent.HttpStatusCode, sent.ErrorMessage);
        }
        catch (AuthenticationFailedException noToken)
        {
            LogNotSignedIn(noToken);
            return new SendResult.Retry(AcsRefusal.NotSignedIn);
        }
        catch (RequestFailedException failure)
        {
            LogRefused(failure.Status, failure.ErrorCode);
            return AcsRefusal.Read(failure.Status, FirstLine(failure));
        }
        catch (Exception lost) when (lost is OperationCanceledException or IOException or HttpRequestException)
        {
            LogLost(lost);
            return new SendResult.OutcomeUnknown();
        }
    }

    /// <summary>The other lines are HTTP headers.</summary>
    private static string FirstLine(RequestFailedException failure) => failure.Message.Split('\n')[0];

    [LoggerMessage(4401, LogLevel.Warning, "The telephony provider responded to a text with {Status} {Code}")]
    private partial void LogRefused(int status, string? code);

    [LoggerMessage(4402, LogLevel.Error, "The telephony provider refuses the inbox's credentials")]
    private partial void LogNotSignedIn(Exception failure);

    [LoggerMessage(4403, LogLevel.Warning, "The telephony provider's response to a text was lost")]
    private partial void LogLost(Exception failure);
}
