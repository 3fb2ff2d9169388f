using System.Security.Claims;
using ZuperConnect.Conversations;

namespace ZuperConnect.Team;

/// <summary>A signed-in member of the team.</summary>
public sealed record User(string Id, string Name)
{
    /// <summary>
    /// Reads the user from the claims of a validated token: Entra ID's object id or the issuer's subject, and the name shown; null
    /// where the token names nobody.
    /// </summary>
    public static User? From(ClaimsPrincipal principal)
    {
        var id = Claim("oid") ?? Claim("sub");
        return id is null ? null : new(id, Claim("name") ?? Claim("preferred_username") ?? id);

        string? Claim(string type) => principal.FindFirst(type) is { Value.Length: > 0 } claim ? claim.Value : null;
    }

    /// <summary>The user as timelines name them.</summary>
    public Author Author => new(Id, Name);
}
