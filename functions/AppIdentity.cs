using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ZuperConnect.Functions;

/// <summary>The identity with which the app accesses storage, the telephony provider and telemetry.</summary>
public static class AppIdentity
{
    /// <summary>The variable with the client id of a user-assigned managed identity, by the convention of Azure's libraries.</summary>
    public const string ClientId = "AZURE_CLIENT_ID";

    /// <summary>The variable that Azure sets if an app has a managed identity.</summary>
    private const string Endpoint = "IDENTITY_ENDPOINT";

    /// <summary>
    /// In Azure only the managed identity, either that of <c>AZURE_CLIENT_ID</c> or the app's own: a chain would try other credentials
    /// first at each cold start. Elsewhere, the user who is signed in on the machine.
    /// </summary>
    public static TokenCredential Read(IConfiguration configuration) =>
        configuration[Endpoint] is not { Length: > 0 } ? new DefaultAzureCredential()
        : configuration[ClientId] is { Length: > 0 } clientId
            ? new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(clientId))
        : new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned);

    /// <summary>Adds the identity for all Azure clients without a <c>credential</c> in their settings.</summary>
    public static IServiceCollection AddAppIdentity(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(_ => Read(configuration));
        services.AddAzureClients(clients => clients.UseCredential(app => app.GetRequiredService<TokenCredential>()));
        return services;
    }
}
