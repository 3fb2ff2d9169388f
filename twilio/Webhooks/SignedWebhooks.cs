using System.Collections.Immutable;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Twilio.Security;
using ZuperConnect.Http;
using ZuperConnect.Twilio.Rest;

namespace ZuperConnect.Twilio.Webhooks;

/// <summary>
/// Reads webhooks after validating their signature, which Twilio creates with the account's auth token over the requested address and all
/// fields (Twilio's page on the security of webhooks). The address is the public one, even if proxies change it. Other requests are
/// refused.
/// </summary>
public sealed partial class SignedWebhooks(TwilioOptions options, ILogger<SignedWebhooks> log)
{
    private const string Header = "X-Twilio-Signature";
    private const int MaxFormLength = 64 * 1024;
    private const int MaxFields = 200;

    private readonly RequestValidator[] _validators = [.. options.AuthTokens.Select(token => new RequestValidator(token))];

    /// <summary>Reads a webhook.</summary>
    /// <exception cref="ProblemException">The signature is invalid, or the webhook belongs to another account.</exception>
    internal async Task<TwilioWebhook> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        var body = await RequestReading.BytesAsync(request, MaxFormLength, cancellation);
        if (Fields(Encoding.UTF8.GetString(body)) is { } fields && IsRight(request, fields))
        {
            return new(request.Path.Value![1..], fields);
        }

        LogNotSigned();
        throw new ProblemException(
            403, "notSigned", "The signature is not the telephony provider's",
            "Look whether PublicAddress, and the account and auth token in the settings, are those of the account that sent this.");
    }

    /// <summary>The fields of a form; null if the form exceeds the limits.</summary>
    private static ImmutableSortedDictionary<string, string>? Fields(string body)
    {
        try
        {
            using var form = new FormReader(body) { ValueCountLimit = MaxFields, ValueLengthLimit = MaxFormLength };
            return form.ReadForm().ToImmutableSortedDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private bool IsRight(HttpRequest request, IReadOnlyDictionary<string, string> fields) =>
        request.Headers[Header] is [{ Length: > 0 } signature]
        && options.PublicAddress.Of(request).AbsoluteUri is var address
        && _validators.Any(validator => validator.Validate(address, new Dictionary<string, string>(fields), signature))
        && fields.GetValueOrDefault("AccountSid") == options.AccountSid;

    [LoggerMessage(4511, LogLevel.Warning,
        "Refused a webhook whose signature is not Twilio's: PublicAddress or Twilio:AuthToken may be another than at Twilio")]
    private partial void LogNotSigned();
}
