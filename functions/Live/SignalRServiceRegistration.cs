using Azure.Core;
using Azure.Core.Serialization;
using Microsoft.Azure.SignalR;
using Microsoft.Azure.SignalR.Management;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ZuperConnect.Json;
using ZuperConnect.Live;

namespace ZuperConnect.Functions.Live;

/// <summary>Registers <see cref="SignalRService"/>.</summary>
public static class SignalRServiceRegistration
{
    /// <summary>The setting with the service's address. Without it, pages poll.</summary>
    public const string Endpoint = "SignalR:Endpoint";

    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Adds the service if its address is configured. It is used with the app's identity.</summary>
    public static IServiceCollection AddSignalRService(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration[Endpoint] is not { Length: > 0 } address)
        {
            return services;
        }

        services.AddSingleton(app => new Lazy<Task<ServiceHubContext>>(() => ConnectAsync(
            new(address), app.GetRequiredService<TokenCredential>(), app.GetRequiredService<ILoggerFactory>())));
        return services.AddLiveHintSender<SignalRService>();
    }

    private static Task<ServiceHubContext> ConnectAsync(Uri address, TokenCredential credential, ILoggerFactory log) =>
        new ServiceManagerBuilder()
        .WithLoggerFactory(log)
        .WithOptions(options =>
        {
            options.ServiceEndpoints = [new ServiceEndpoint(address, credential)];
            options.ServiceTransportType = ServiceTransportType.Transient;
            options.HttpClientTimeout = RequestTimeout;
            options.UseJsonObjectSerializer(new JsonObjectSerializer(InboxJson.Options));
        })
        .BuildServiceManager()
        .CreateHubContextAsync(SignalRService.Hub, CancellationToken.None);
}
