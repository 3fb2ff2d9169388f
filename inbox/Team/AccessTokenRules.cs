using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ZuperConnect.Team;

/// <summary>
/// Tells the tokens that let a user into the inbox from the others that an issuer signs for the same audience: ID tokens and logout tokens,
/// which say who somebody is and not what they agreed to, and tokens that an application has of its own.
/// </summary>
public static class AccessTokenRules
{
    /// <summary>The setting of the scope that a token must have.</summary>
    public const string ScopeSetting = "Auth:Scope";

    /// <summary>The scope where none is set.</summary>
    public const string DefaultScope = "inbox";

    // RFC 9068, section 4, and what issuers wrote before it.
    private static readonly string[] Types = ["at+jwt", "application/at+jwt", "JWT"];

    // ID tokens: OpenID Connect Core, sections 2 and 3.3.2.11. Security events, which logout tokens are: RFC 8417, section 2.2.
    private static readonly string[] ForbiddenClaims = ["nonce", "at_hash", "c_hash", "events"];

    // The application that asked, with Entra ID of both versions, by RFC 9068, and with Okta.
    private static readonly string[] Applications = ["azp", "appid", "client_id", "cid"];

    /// <summary>Accepts only access tokens that a user has granted, with a scope.</summary>
    public static TokenValidationParameters WithScope(this TokenValidationParameters accepted, string scope)
    {
        accepted.TypeValidator = (type, token, _) => FindFault((JsonWebToken)token, scope) is { } fault
            ? throw new SecurityTokenInvalidTypeException(fault) : type;
        return accepted;
    }

    /// <summary>Why a token is no such access token; null where it is one.</summary>
    public static string? FindFault(JsonWebToken token, string scope) =>
        token.Typ is { Length: > 0 } type && !Types.Contains(type, StringComparer.OrdinalIgnoreCase) ? $"It is of the type {type}."
        : ForbiddenClaims.FirstOrDefault(claim => token.TryGetPayloadValue<object>(claim, out var _)) is { } claim ? $"It has the claim {claim}."
        : BelongsToApplication(token) ? "It is an application's own."
        : !Scopes(token).Contains(scope, StringComparer.Ordinal) ? $"It has not the scope {scope}."
        : null;

    /// <summary>Entra ID says so in <c>idtyp</c>, Auth0 in <c>gty</c>; by RFC 9068 (section 2.2) the subject is the application
    /// itself.</summary>
    private static bool BelongsToApplication(JsonWebToken token) =>
        Values(token, "idtyp").Contains("app") || Values(token, "gty").Contains("client-credentials")
        || Applications.SelectMany(claim => Values(token, claim)).Contains(token.Subject);

    /// <summary>With spaces between or as a list, by either of the two names that issuers use.</summary>
    private static IEnumerable<string> Scopes(JsonWebToken token) =>
        Values(token, "scp").Concat(Values(token, "scope")).SelectMany(text => text.Split(' '));

    private static IEnumerable<string> Values(JsonWebToken token, string type) =>
        token.Claims.Where(claim => claim.Type == type).Select(claim => claim.Value);
}
