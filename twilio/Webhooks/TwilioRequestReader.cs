using System.Collections.Immutable;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using ZuperConnect.Http;

namespace ZuperConnect.Twilio.Webhooks;

/// <summary>Reads the requests that are Twilio's; nothing of another is used.</summary>
public sealed partial class TwilioRequestReader(TwilioSignature signature, ILogger<TwilioRequestReader> log)
{
    private const int LongestForm = 64 * 1024;
    private const int MostFields = 200;

    /// <summary>Reads a request.</summary>
    /// <exception cref="ProblemException">It is not signed as Twilio signs: 403.</exception>
    internal async Task<TwilioWebhook> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        var body = Encoding.UTF8.GetString(await RequestReading.BytesAsync(request, LongestForm, cancellation));
        try
        {
            using var form = new FormReader(body) { ValueCountLimit = MostFields, ValueLengthLimit = LongestForm };
            var fields = form.ReadForm().ToImmutableSortedDictionary(
                field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal);
            if (signature.IsRight(request, fields))
            {
                return new(request.Path.Value![1..], fields);
            }
        }
        catch (InvalidDataException)
        {
            // More than a form of Twilio's has.
        }

        LogNotSigned();
        throw new ProblemException(
            403, "notSigned", "The signature is not Twilio's",
            "Look whether the settings PublicAddress, Twilio:AccountSid and Twilio:AuthToken are those of the account that sent this.");
    }

    [LoggerMessage(4511, LogLevel.Warning,
        "Refused a webhook whose signature is not Twilio's: PublicAddress or Twilio:AuthToken may be another than at Twilio")]
    private partial void LogNotSigned();
}
