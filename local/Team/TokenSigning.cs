using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ZuperConnect.Local.Team;

/// <summary>Signs the tokens of this host's issuers.</summary>
internal static class TokenSigning
{
    /// <summary>Creates a token. With a negative lifetime it is expired.</summary>
    public static string Sign(
        this ECDsaSecurityKey key, string issuer, string audience, TimeSpan lifetime, TimeProvider time, ClaimsIdentity? subject = null)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var expires = now + lifetime;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            IssuedAt = now < expires ? now : expires,
            Expires = expires,
            Subject = subject,
            SigningCredentials = new(key, SecurityAlgorithms.EcdsaSha256),
        });
    }
}
