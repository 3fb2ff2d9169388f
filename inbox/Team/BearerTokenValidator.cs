using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace ZuperConnect.Team;

/// <summary>The result of validating a request's bearer token.</summary>
/// <param name="WasPresent">Whether the request had a token.</param>
/// <param name="Claims">The claims of the token; null if there was none or if it was not valid.</param>
public sealed record TokenValidation(bool WasPresent, ClaimsIdentity? Claims);

/// <summary>
/// Validates bearer tokens: issuer, audience, signature and expiry. Both hosts use it instead of their own authentication, so that they
/// behave the same.
/// </summary>
public sealed class BearerTokenValidator(TokenValidationParameters accepted, TimeProvider time)
{
    private const string Scheme = "Bearer ";
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan KeyRefreshInterval = TimeSpan.FromHours(1);

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };

    /// <summary>Validates the token in the <c>Authorization</c> header.</summary>
    /// <exception cref="IssuerAwayException">The issuer's keys are unavailable, so that no token can be validated.</exception>
    public async Task<TokenValidation> ReadAsync(HttpRequest request)
    {
        if (request.Headers.Authorization is not [{ } header] || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return new(WasPresent: false, null);
        }

        await CheckAsync(request.HttpContext.RequestAborted);
        var parameters = accepted.Clone();
        parameters.LifetimeValidator = (notBefore, expires, _, _) => IsNow(notBefore, expires);
        var result = await _handler.ValidateTokenAsync(header[Scheme.Length..].Trim(), parameters);
        return new(WasPresent: true, result.IsValid ? result.ClaimsIdentity : null);
    }

    /// <summary>
    /// The parameters for the access tokens of an OpenID Connect issuer, with the settings <c>Auth:Authority</c>, <c>Auth:Audience</c> and
    /// <c>Auth:Scope</c>. The keys come from the discovery document and are refreshed.
    /// </summary>
    public static TokenValidationParameters Of(IConfiguration configuration) =>
        Of($"{configuration["Auth:Authority"]?.TrimEnd('/')}/.well-known/openid-configuration", configuration["Auth:Audience"])
            .WithScope(configuration[AccessTokenRules.ScopeSetting] is { Length: > 0 } scope ? scope : AccessTokenRules.DefaultScope);

    /// <summary>
    /// The parameters for the tokens of the issuer with a discovery document and an audience. The document is read over HTTPS, unless
    /// <paramref name="documents"/> reads it.
    /// </summary>
    public static TokenValidationParameters Of(string document, string? audience, IDocumentRetriever? documents = null) => new()
    {
        // Revoked keys must not be accepted. The library would try the last known ones for another hour.
        ConfigurationManager = new ConfigurationManager<OpenIdConnectConfiguration>(
            document, new OpenIdConnectConfigurationRetriever(), documents ?? new HttpDocumentRetriever())
        {
            UseLastKnownGoodConfiguration = false,
            AutomaticRefreshInterval = KeyRefreshInterval,
        },
        ValidAudience = audience,
        ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256],
    };

    /// <summary>Completes if tokens can be validated: the issuer's keys are known or could be read.</summary>
    /// <exception cref="IssuerAwayException">The issuer's keys are unavailable.</exception>
    public async Task CheckAsync(CancellationToken cancellation)
    {
        try
        {
            if (accepted.ConfigurationManager is { } keys)
            {
                await keys.GetBaseConfigurationAsync(cancellation);
            }
        }
        catch (InvalidOperationException away)
        {
            throw new IssuerAwayException(away);
        }
    }

    private bool IsNow(DateTime? notBefore, DateTime? expires)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return expires is { } end && now < end + ClockSkew && (notBefore is not { } start || now >= start - ClockSkew);
    }
}

/// <summary>The issuer's keys are unavailable.</summary>
public sealed class IssuerAwayException(Exception inner) : Exception("The issuer's keys cannot be read.", inner);
