using Azure.Core;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Storage;

namespace ZuperConnect.AzureStorage;

/// <summary>Puts Azure Storage into a host.</summary>
public static class AzureStorageRegistration
{
    /// <summary>The setting of the table storage.</summary>
    public const string Tables = "Storage:Tables";

    /// <summary>The setting of the blob storage.</summary>
    public const string Blobs = "Storage:Blobs";

    /// <summary>
    /// Adds an <see cref="IStorage"/> of what the settings name: <c>Storage:Tables</c> and <c>Storage:Blobs</c>, each a connection string
    /// or a section with the address, which Microsoft.Extensions.Azure calls <c>endpoint</c> for tables and <c>serviceUri</c> for blobs,
    /// and, for a managed identity, <c>credential</c> and <c>clientId</c>.
    /// </summary>
    public static IServiceCollection AddAzureStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddAzureClients(clients =>
        {
            clients.AddTableServiceClient(configuration.GetSection(Tables)).ConfigureOptions(options => FailSoon(options));
            clients.AddBlobServiceClient(configuration.GetSection(Blobs)).ConfigureOptions(options => FailSoon(options));
        });
        return services.AddSingleton<IStorage, AzureStorageAccount>();
    }

    /// <summary>
    /// Adds a container of a storage account of its own, an <see cref="IBlobContainer"/> whose key is the container's name. Nothing is
    /// added where the settings name no account.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="blobs">The account, in the same way as <c>Storage:Blobs</c>.</param>
    /// <param name="container">The container's name.</param>
    public static IServiceCollection AddAzureBlobContainer(this IServiceCollection services, IConfigurationSection blobs, string container)
    {
        if (blobs.Value is not { Length: > 0 } && blobs["serviceUri"] is not { Length: > 0 })
        {
            return services;
        }

        services.AddAzureClients(clients =>
            clients.AddBlobServiceClient(blobs).WithName(blobs.Path).ConfigureOptions(options => FailSoon(options)));
        return services.AddKeyedSingleton<IBlobContainer>(container, (app, _) => new AzureBlobContainer(
            app.GetRequiredService<IAzureClientFactory<BlobServiceClient>>().CreateClient(blobs.Path).GetBlobContainerClient(container)));
    }

    /// <summary>
    /// A request that waits helps nobody: whoever sent it repeats it. Two quick retries, as reads of a busy storage need them.
    /// </summary>
    private static void FailSoon(ClientOptions options)
    {
        options.Retry.MaxRetries = 2;
        options.Retry.Delay = TimeSpan.FromMilliseconds(200);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(2);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(10);
    }
}
