using Microsoft.AspNetCore.Http;
using Twilio.Security;
using ZuperConnect.Twilio.Rest;

namespace ZuperConnect.Twilio.Webhooks;

/// <summary>
/// Checks that a webhook is Twilio's: it is signed with the account's auth token over the address that it was sent to, which is the public
/// one whatever proxies have made of it, and over all its fields (Twilio's page on the security of webhooks).
/// </summary>
public sealed class TwilioSignature(TwilioOptions options)
{
    private const string Header = "X-Twilio-Signature";

    private readonly RequestValidator[] _validators = [.. options.AuthTokens.Select(token => new RequestValidator(token))];

    /// <summary>Whether a request with these fields is Twilio's, and of our account.</summary>
    public bool IsRight(HttpRequest request, IReadOnlyDictionary<string, string> fields) =>
        request.Headers[Header] is [{ Length: > 0 } signature]
        && options.PublicAddress.Of(request).AbsoluteUri is var address
        && _validators.Any(validator => validator.Validate(address, new Dictionary<string, string>(fields), signature))
        && fields.GetValueOrDefault("AccountSid") == options.AccountSid;
}
