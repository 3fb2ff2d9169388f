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
/// Validates and reads Twilio's webhooks. They are signed with the account's auth token, over the public address that Twilio used and all
/// form fields (from Twilio's page on webhook security). Nothing of an invalid request is used.
/// </summary>
public sealed partial class SignedWebhooks(TwilioOptions options, ILogger<SignedWebhooks> log)
{
    private const string Header = "X-Twilio-Signature";
    private const int MaxFormLength = 64 * 1024;
    private const int MaxFields = 200;

    private readonly RequestValidator[] _validators = [.. options.AuthTokens.Select(token => new RequestValidator(token))];

    /// <summary>Validates and reads a webhook.</summary>
    /// <exception cref="ProblemException">The signature or the account is wrong.</exception>
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

    /// <summary>The form fields; null if there are too many.</summary>
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
