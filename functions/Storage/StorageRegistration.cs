using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.AzureStorage;
using ZuperConnect.Storage;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Functions.Storage;

/// <summary>Puts Azure Storage under the inbox.</summary>
public static class StorageRegistration
{
    /// <summary>Adds the account of the inbox, and the container of what Event Grid could not deliver, which is in the host's account.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration) => services
        .AddAzureStorage(configuration)
        .AddAzureBlobContainer(configuration.GetSection(DeadLetters.Setting), DeadLetters.Container)
        .AddSingleton(app => new DeadLetters(app.GetKeyedService<IBlobContainer>(DeadLetters.Container)));
}
