using System.Security.Claims;

namespace ZuperConnect.Team;

/// <summary>Somebody whom the issuer of a token has signed in.</summary>
/// <param name="Id">The issuer's id of them.</param>
/// <param name="Name">The name shown.</param>
/// <param name="SignInName">The name that they sign in with; null where the issuer does not say.</param>
public sealed record User(string Id, string Name, string? SignInName = null)
{
    /// <summary>
    /// Reads the user from the claims of a validated token: Entra ID's object id or the issuer's subject, and the name shown; null
    /// where the token names nobody.
    /// </summary>
    public static User? From(ClaimsPrincipal principal)
    {
        var id = Claim("oid") ?? Claim("sub");
        return id is null ? null : new(id, Claim("name") ?? Claim("preferred_username") ?? id, Claim("preferred_username"));

        string? Claim(string type) => principal.FindFirst(type) is { Value.Length: > 0 } claim ? claim.Value : null;
    }
}
