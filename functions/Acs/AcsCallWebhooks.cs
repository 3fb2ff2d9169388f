using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.Tokens;
using ZuperConnect.Team;

namespace ZuperConnect.Functions.Acs;

/// <summary>The tokens that Azure Communication Services signs its callbacks with (its page on securing webhook endpoints).</summary>
internal static class AcsCallWebhooks
{
    private const string Issuer = "https://acscallautomation.communication.azure.com";

    /// <summary>The service's own, meant for the resource whose immutable id is the setting <c>Acs:ResourceId</c>.</summary>
    public static TokenValidationParameters Accepted(IConfiguration configuration)
    {
        var accepted = BearerTokenValidator.Of($"{Issuer}/calling/.well-known/acsopenidconfiguration", configuration["Acs:ResourceId"]);
        accepted.ValidIssuer = Issuer;
        return accepted;
    }
}
