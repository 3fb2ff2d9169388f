using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ZuperConnect.Functions;

/// <summary>Who the app is when it asks Azure for something: one identity for storage, the telephony provider and telemetry.</summary>
public static class AppIdentity
{
    /// <summary>The variable that names a user-assigned managed identity by its client id, as Azure's libraries call it.</summary>
    public const string ClientId = "AZURE_CLIENT_ID";

    /// <summary>The variable that Azure sets where an app has a managed identity: the address of its tokens.</summary>
    private const string Endpoint = "IDENTITY_ENDPOINT";

    /// <summary>
    /// In Azure the app's managed identity and nothing else, as a chain of other credentials would be tried first at each cold start: the
    /// one that <c>AZURE_CLIENT_ID</c> names, or the app's own. Elsewhere, to try it out, whoever is signed in on the machine.
    /// </summary>
    public static TokenCredential Read(IConfiguration configuration) =>
        configuration[Endpoint] is not { Length: > 0 } ? new DefaultAzureCredential()
        : configuration[ClientId] is { Length: > 0 } clientId
            ? new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(clientId))
        : new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned);

    /// <summary>Adds it, for every client of Azure whose settings name no <c>credential</c> of its own.</summary>
    public static IServiceCollection AddAppIdentity(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(_ => Read(configuration));
        services.AddAzureClients(clients => clients.UseCredential(app => app.GetRequiredService<TokenCredential>()));
        return services;
    }
}
