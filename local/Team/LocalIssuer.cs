using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Tokens;
using ZuperConnect.Local.Data;
using ZuperConnect.Local.Files;
using ZuperConnect.Team;

namespace ZuperConnect.Local.Team;

/// <summary>The issuer of the local host's tokens, with a random key for each data folder.</summary>
public sealed class LocalIssuer(ECDsa key, TimeProvider time)
{
    private const string Issuer = "zuperconnect-local";
    private const string Audience = "zuperconnect";

    /// <summary>The path of the discovery document.</summary>
    public const string DiscoveryAddress = "local/sign-in/.well-known/openid-configuration";

    /// <summary>The path of the keys.</summary>
    public const string KeysAddress = "local/sign-in/keys";

    private const string KeyName = "sign-in-key.pem";

    private readonly ECDsaSecurityKey _key = new(
        key)
    { KeyId = Base64UrlEncoder.Encode(SHA256.HashData(key.ExportSubjectPublicKeyInfo())) };

    /// <summary>How long a token is valid.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromHours(12);

    /// <summary>The key of a data folder, created if it does not exist. Only its owner can read it.</summary>
    public static ECDsa KeyIn(DataFolder folder)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        key.ImportFromPem(PrivateFile.ReadOrMake(Path.Combine(folder.Path, KeyName), key.ExportPkcs8PrivateKeyPem));
        return key;
    }

    /// <summary>Creates a token for a user.</summary>
    public string Token(User user, TimeSpan lifetime) =>
        _key.Sign(Issuer, Audience, lifetime, time,
            new ClaimsIdentity([new("sub", user.Id), new("name", user.Name), new("scp", AccessTokenRules.DefaultScope)]));

    /// <summary>The OpenID Connect discovery document.</summary>
    public static object Discovery(Uri keys) => new { issuer = Issuer, jwks_uri = keys };

    /// <summary>The public keys as a JSON Web Key Set.</summary>
    public object Keys()
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return new
        {
            keys = new[]
            {
                new
                {
                    kty = "EC", crv = "P-256", use = "sig", alg = SecurityAlgorithms.EcdsaSha256, kid = _key.KeyId,
                    x = Base64UrlEncoder.Encode(parameters.Q.X), y = Base64UrlEncoder.Encode(parameters.Q.Y),
                },
            },
        };
    }

    /// <summary>The parameters that accept these tokens, with the keys of the discovery document, as for any other issuer.</summary>
    public static TokenValidationParameters Accepted(IDocumentRetriever documents) =>
        BearerTokenValidator.Of(DiscoveryAddress, Audience, documents).WithScope(AccessTokenRules.DefaultScope);
}
