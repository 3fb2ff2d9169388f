using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.Tokens;
using ZuperConnect.Team;

namespace ZuperConnect.Functions.Acs;

/// <summary>The tokens of Azure Communication Services' webhook requests (from its page on securing webhook endpoints).</summary>
internal static class AcsWebhookTokens
{
    private const string Issuer = "https://acscallautomation.communication.azure.com";

    /// <summary>
    /// The parameters for the service's tokens, whose audience is the immutable id of the resource (setting <c>Acs:ResourceId</c>).
    /// </summary>
    public static TokenValidationParameters Accepted(IConfiguration configuration)
    {
        var accepted = BearerTokenValidator.Of($"{Issuer}/calling/.well-known/acsopenidconfiguration", configuration["Acs:ResourceId"]);
        accepted.ValidIssuer = Issuer;
        return accepted;
    }
}
