using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.AzureStorage;
using ZuperConnect.Storage;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Functions.Storage;

/// <summary>Registers Azure Storage.</summary>
public static class StorageRegistration
{
    /// <summary>Adds the inbox's storage account, and the container of Event Grid's dead letters in the host's account.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration) => services
        .AddAzureStorage(configuration)
        .AddAzureBlobContainer(configuration.GetSection(EventGridDeadLetters.Setting), EventGridDeadLetters.Container)
        .AddSingleton(app => new EventGridDeadLetters(app.GetKeyedService<IBlobContainer>(EventGridDeadLetters.Container)));
}
