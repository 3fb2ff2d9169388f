using Azure.Core;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Storage;

namespace ZuperConnect.AzureStorage;

/// <summary>Registers Azure Storage.</summary>
public static class AzureStorageRegistration
{
    /// <summary>The setting for table storage.</summary>
    public const string Tables = "Storage:Tables";

    /// <summary>The setting for blob storage.</summary>
    public const string Blobs = "Storage:Blobs";

    /// <summary>
    /// Adds an <see cref="IStorage"/> with the settings <c>Storage:Tables</c> and <c>Storage:Blobs</c>. Each is a connection string, or a
    /// section with the address (<c>endpoint</c> for tables, <c>serviceUri</c> for blobs, as Microsoft.Extensions.Azure expects) and, for a
    /// managed identity, <c>credential</c> and <c>clientId</c>.
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
    /// Adds an <see cref="IBlobContainer"/> of another storage account, keyed by the container's name. Adds nothing if no account is
    /// configured.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="blobs">The account, configured like <c>Storage:Blobs</c>.</param>
    /// <param name="container">The name of the container.</param>
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

    /// <summary>Fails soon, because the caller of the inbox retries. Two quick retries are enough for reads of a busy storage.</summary>
    private static void FailSoon(ClientOptions options)
    {
        options.Retry.MaxRetries = 2;
        options.Retry.Delay = TimeSpan.FromMilliseconds(200);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(2);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(10);
    }
}
