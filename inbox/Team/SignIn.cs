using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ZuperConnect.Team;

/// <summary>Bearer tokens of one OpenID Connect issuer, named by the settings <c>Auth:Authority</c> and <c>Auth:Audience</c>.</summary>
public static class SignIn
{
    /// <summary>
    /// Makes <c>HttpContext.AuthenticateAsync</c> validate issuer, audience, signature and expiry. Claims keep the names that the token
    /// gives them.
    /// </summary>
    public static IServiceCollection AddSignIn(this IServiceCollection services, IConfiguration configuration)
    {
        // Not AddAuthentication, which brings the keys of cookies with it.
        services.AddWebEncoders();
        services.AddAuthenticationCore(options => options.DefaultScheme = JwtBearerDefaults.AuthenticationScheme);
        new AuthenticationBuilder(services).AddJwtBearer(options =>
        {
            options.Authority = configuration["Auth:Authority"];
            options.Audience = configuration["Auth:Audience"];
            options.MapInboundClaims = false;
            options.TokenValidationParameters.ClockSkew = TimeSpan.FromSeconds(30);
        });
        return services;
    }
}
