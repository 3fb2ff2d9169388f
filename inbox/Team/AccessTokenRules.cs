using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ZuperConnect.Team;

/// <summary>
/// Distinguishes a user's access tokens from other tokens of the same issuer for the same audience: ID tokens and logout tokens, which
/// identify a user without granting anything, and tokens of applications.
/// </summary>
public static class AccessTokenRules
{
    /// <summary>The setting for the required scope.</summary>
    public const string ScopeSetting = "Auth:Scope";

    /// <summary>The default scope.</summary>
    public const string DefaultScope = "inbox";

    // RFC 9068, section 4, and older issuers.
    private static readonly string[] Types = ["at+jwt", "application/at+jwt", "JWT"];

    // ID tokens: OpenID Connect Core, sections 2 and 3.3.2.11. Security events such as logout tokens: RFC 8417, section 2.2.
    private static readonly string[] ForbiddenClaims = ["nonce", "at_hash", "c_hash", "events"];

    // The client application: Entra ID (both versions), RFC 9068, Okta.
    private static readonly string[] Applications = ["azp", "appid", "client_id", "cid"];

    /// <summary>Accepts only a user's access tokens with a scope.</summary>
    public static TokenValidationParameters WithScope(this TokenValidationParameters accepted, string scope)
    {
        accepted.TypeValidator = (type, token, _) => FindFault((JsonWebToken)token, scope) is { } fault
            ? throw new SecurityTokenInvalidTypeException(fault) : type;
        return accepted;
    }

    /// <summary>Why a token is not accepted; null if it is.</summary>
    public static string? FindFault(JsonWebToken token, string scope) =>
        token.Typ is { Length: > 0 } type && !Types.Contains(type, StringComparer.OrdinalIgnoreCase) ? $"It is of the type {type}."
        : ForbiddenClaims.FirstOrDefault(claim => token.TryGetPayloadValue<object>(claim, out var _)) is { } claim
            ? $"It has the claim {claim}."
        : BelongsToApplication(token) ? "It is an application's own."
        : !Scopes(token).Contains(scope, StringComparer.Ordinal) ? $"It has not the scope {scope}."
        : null;

    /// <summary>
    /// Entra ID marks tokens of applications with <c>idtyp</c>, Auth0 with <c>gty</c>. By RFC 9068 (section 2.2) their subject is the
    /// application.
    /// </summary>
    private static bool BelongsToApplication(JsonWebToken token) =>
        Values(token, "idtyp").Contains("app") || Values(token, "gty").Contains("client-credentials")
        || Applications.SelectMany(claim => Values(token, claim)).Contains(token.Subject);

    /// <summary>Separated by spaces or as a list, in either of the two claims that issuers use.</summary>
    private static IEnumerable<string> Scopes(JsonWebToken token) =>
        Values(token, "scp").Concat(Values(token, "scope")).SelectMany(text => text.Split(' '));

    private static IEnumerable<string> Values(JsonWebToken token, string type) =>
        token.Claims.Where(claim => claim.Type == type).Select(claim => claim.Value);
}
