using Azure.Communication.CallAutomation;
using Azure.Communication.Sms;
using Azure.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.CallControl;
using ZuperConnect.Hosting;
using ZuperConnect.Messages;
using ZuperConnect.Recordings;
using ZuperConnect.Team;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Functions.Acs;

/// <summary>Adds Azure Communication Services as the telephony provider.</summary>
public static class AcsRegistration
{
    /// <summary>
    /// Adds it: at <c>Acs:Endpoint</c> with the app's identity, see <see cref="AppIdentity"/>, or by <c>Acs:ConnectionString</c> to try it
    /// on one's own machine.
    /// </summary>
    public static IServiceCollection AddAcs(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(app => configuration["Acs:Endpoint"] is { Length: > 0 } endpoint
            ? new SmsClient(
                new Uri(endpoint), app.GetRequiredService<TokenCredential>(), Once(new SmsClientOptions(), TimeSpan.FromSeconds(30)))
            : new SmsClient(configuration["Acs:ConnectionString"], Once(new SmsClientOptions(), TimeSpan.FromSeconds(30))))
        .AddSingleton<ISmsSender, AcsSmsSender>()
        .AddSingleton(app => configuration["Acs:Endpoint"] is { Length: > 0 } endpoint
            ? new CallAutomationClient(new Uri(endpoint), app.GetRequiredService<TokenCredential>(), Calls())
            : new CallAutomationClient(configuration["Acs:ConnectionString"], Calls()))
        .AddSingleton(_ => PublicAddress.Read(configuration) ?? throw new InvalidOperationException("PublicAddress is not set."))
        .AddSingleton(app => AcsSounds.Of(app.GetRequiredService<PublicAddress>(), configuration))
        .AddSingleton<ICallGateway, AcsCallGateway>()
        .AddSingleton<IRecordingSource>(app => AcsRecordings.Of(app.GetRequiredService<CallAutomationClient>(), configuration))
        .AddSingleton(
            app => new ProviderTokens(new BearerTokenValidator(AcsCallWebhooks.Accepted(configuration), app.GetRequiredService<TimeProvider>())));

    /// <summary>A caller waits for ten seconds at most; what is tried again then is the same request to the service.</summary>
    private static CallAutomationClientOptions Calls()
    {
        var options = Once(new CallAutomationClientOptions(), TimeSpan.FromSeconds(10));
        options.AddPolicy(new AcsRepeatability(), HttpPipelinePosition.PerCall);
        return options;
    }

    /// <summary>Whether something is asked again is for us to decide, never for the client: what looks like a failure may have been
    /// done.</summary>
    private static T Once<T>(T options, TimeSpan timeout)
        where T : ClientOptions
    {
        options.Retry.MaxRetries = 0;
        options.Retry.NetworkTimeout = timeout;
        return options;
    }
}
