using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using ZuperConnect.Local.Team;

namespace ZuperConnect.Local.Phone;

/// <summary>
/// The issuer of the tokens in the simulated provider's webhook requests. Its key exists only in memory, like the simulated calls.
/// </summary>
public sealed class WebhookTokenIssuer(ECDsa key, TimeProvider time)
{
    private const string Issuer = "zuperconnect-phone-network";
    private readonly ECDsaSecurityKey _key = new(key);

    /// <summary>The audience of the tokens.</summary>
    public const string Audience = "zuperconnect-callbacks";

    /// <summary>How long a token is valid (from the provider's page on securing webhook endpoints).</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Creates a token.</summary>
    public string Token(TimeSpan lifetime, string audience = Audience) => _key.Sign(Issuer, audience, lifetime, time);

    /// <summary>The parameters that accept only these tokens.</summary>
    public TokenValidationParameters Accepted() => new()
    {
        ValidIssuer = Issuer,
        ValidAudience = Audience,
        IssuerSigningKey = _key,
        ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
    };
}
