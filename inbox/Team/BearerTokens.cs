using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace ZuperConnect.Team;

/// <summary>Who a request's bearer token names.</summary>
/// <param name="Given">Whether there was a token at all.</param>
/// <param name="User">The user; null where there was no token, or none that counts.</param>
public sealed record SignedIn(bool Given, User? User);

/// <summary>
/// Checks bearer tokens: issuer, audience, signature and expiry. Both hosts do it here, without the host's own sign-in, so that nothing
/// depends on which host it is.
/// </summary>
public sealed class BearerTokens(TokenValidationParameters accepted, TimeProvider time)
{
    private const string Scheme = "Bearer ";
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };

    /// <summary>Reads the token in the header <c>Authorization</c>.</summary>
    public async Task<SignedIn> ReadAsync(HttpRequest request)
    {
        if (request.Headers.Authorization is not [{ } header] || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return new(Given: false, null);
        }

        var parameters = accepted.Clone();
        parameters.LifetimeValidator = (notBefore, expires, _, _) => IsNow(notBefore, expires);
        var result = await _handler.ValidateTokenAsync(header[Scheme.Length..].Trim(), parameters);
        return new(Given: true, result.IsValid ? User.From(new ClaimsPrincipal(result.ClaimsIdentity)) : null);
    }

    /// <summary>
    /// The tokens of one OpenID Connect issuer, whose keys are read from its discovery document and read again when they change: settings
    /// <c>Auth:Authority</c> and <c>Auth:Audience</c>.
    /// </summary>
    public static TokenValidationParameters Of(IConfiguration configuration)
    {
        var authority = configuration["Auth:Authority"]?.TrimEnd('/');
        var keys = new ConfigurationManager<OpenIdConnectConfiguration>(
            $"{authority}/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever());
        return new()
        {
            ConfigurationManager = keys,
            ValidAudience = configuration["Auth:Audience"],
        };
    }

    private bool IsNow(DateTime? notBefore, DateTime? expires)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return expires is { } end && now < end + ClockSkew && (notBefore is not { } start || now >= start - ClockSkew);
    }
}
