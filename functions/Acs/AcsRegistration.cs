using Azure.Communication.Sms;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Messages;

namespace ZuperConnect.Functions.Acs;

/// <summary>Adds Azure Communication Services as the telephony provider.</summary>
public static class AcsRegistration
{
    /// <summary>
    /// Adds it: at <c>Acs:Endpoint</c> with the app's managed identity, or by <c>Acs:ConnectionString</c> to try it on one's own machine.
    /// </summary>
    public static IServiceCollection AddAcs(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(_ => configuration["Acs:Endpoint"] is { Length: > 0 } endpoint
            ? new SmsClient(new Uri(endpoint), new DefaultAzureCredential(), Once())
            : new SmsClient(configuration["Acs:ConnectionString"], Once()))
        .AddSingleton<ISmsSender, AcsSmsSender>();

    /// <summary>Whether a text is sent again is for us to decide, never for the client: what looks like a failure may have left.</summary>
    private static SmsClientOptions Once()
    {
        var options = new SmsClientOptions();
        options.Retry.MaxRetries = 0;
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(30);
        return options;
    }
}
