using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using ZuperConnect.Local.Team;

namespace ZuperConnect.Local.Phone;

/// <summary>
/// The issuer of the tokens that the simulated provider's callbacks carry. The key is the network's own and, like its calls, gone with the
/// process.
/// </summary>
public sealed class WebhookTokenIssuer(ECDsa key, TimeProvider time)
{
    private const string Issuer = "zuperconnect-phone-network";
    private readonly ECDsaSecurityKey _key = new(key);

    /// <summary>Who the tokens are for.</summary>
    public const string Audience = "zuperconnect-callbacks";

    /// <summary>How long a token counts (the provider's page on securing callbacks).</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromMinutes(5);

    /// <summary>A token for one callback.</summary>
    public string Token(TimeSpan lifetime, string audience = Audience) => _key.Sign(Issuer, audience, lifetime, time);

    /// <summary>Accepts these tokens, and no others.</summary>
    public TokenValidationParameters Accepted() => new()
    {
        ValidIssuer = Issuer,
        ValidAudience = Audience,
        IssuerSigningKey = _key,
        ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
    };
}
