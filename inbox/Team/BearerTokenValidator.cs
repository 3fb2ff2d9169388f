using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace ZuperConnect.Team;

/// <summary>What a request's bearer token is worth.</summary>
/// <param name="WasPresent">Whether there was a token at all.</param>
/// <param name="Claims">What it says; null where there was no token, or none that counts.</param>
public sealed record TokenValidation(bool WasPresent, ClaimsIdentity? Claims);

/// <summary>
/// Checks bearer tokens: issuer, audience, signature and expiry. Both hosts do it here, without the host's own sign-in, so that nothing
/// depends on which host it is.
/// </summary>
public sealed class BearerTokenValidator(TokenValidationParameters accepted, TimeProvider time)
{
    private const string Scheme = "Bearer ";
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan KeyRefreshInterval = TimeSpan.FromHours(1);

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };

    /// <summary>Reads the token in the header <c>Authorization</c>.</summary>
    /// <exception cref="IssuerAwayException">The issuer's keys cannot be read now, so that no token can be checked.</exception>
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
    /// The access tokens of one OpenID Connect issuer, whose keys are read from its discovery document and read again when they change:
    /// settings <c>Auth:Authority</c>, <c>Auth:Audience</c> and <c>Auth:Scope</c>.
    /// </summary>
    public static TokenValidationParameters Of(IConfiguration configuration) =>
        Of($"{configuration["Auth:Authority"]?.TrimEnd('/')}/.well-known/openid-configuration", configuration["Auth:Audience"])
            .WithScope(configuration[AccessTokenRules.ScopeSetting] is { Length: > 0 } scope ? scope : AccessTokenRules.DefaultScope);

    /// <summary>The tokens of the issuer with a discovery document, for an audience; read over HTTPS unless something else reads
    /// it.</summary>
    public static TokenValidationParameters Of(string document, string? audience, IDocumentRetriever? documents = null) => new()
    {
        // A key that the issuer has taken back counts no more, not for the hour either for which the library would still try the last one.
        ConfigurationManager = new ConfigurationManager<OpenIdConnectConfiguration>(
            document, new OpenIdConnectConfigurationRetriever(), documents ?? new HttpDocumentRetriever())
        {
            UseLastKnownGoodConfiguration = false,
            AutomaticRefreshInterval = KeyRefreshInterval,
        },
        ValidAudience = audience,
        ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256],
    };

    /// <summary>Returns when tokens can be checked: the issuer's keys are known, or could be read.</summary>
    /// <exception cref="IssuerAwayException">They cannot be read now.</exception>
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

/// <summary>The keys of a token's issuer cannot be read now.</summary>
public sealed class IssuerAwayException(Exception inner) : Exception("The issuer's keys cannot be read.", inner);
