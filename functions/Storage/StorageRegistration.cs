using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.AzureStorage;
using ZuperConnect.Storage;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Functions.Storage;

/// <summary>Puts Azure Storage under the inbox.</summary>
public static class StorageRegistration
{
    /// <summary>Adds the account of the inbox, and the container of what Event Grid could not deliver, which is in the host's
    /// account.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration) => services
        .AddAzureStorage(configuration)
        .AddAzureBlobContainer(configuration.GetSection(EventGridDeadLetters.Setting), EventGridDeadLetters.Container)
        .AddSingleton(app => new EventGridDeadLetters(app.GetKeyedService<IBlobContainer>(EventGridDeadLetters.Container)));
}
