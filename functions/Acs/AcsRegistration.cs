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

/// <summary>Registers Azure Communication Services as the telephony provider.</summary>
public static class AcsRegistration
{
    /// <summary>
    /// Adds the service with the app's identity at <c>Acs:Endpoint</c> (see <see cref="AppIdentity"/>), or with <c>Acs:ConnectionString</c>
    /// for local tests.
    /// </summary>
    public static IServiceCollection AddAcs(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(app => configuration["Acs:Endpoint"] is { Length: > 0 } endpoint
            ? new SmsClient(
                new Uri(endpoint), app.GetRequiredService<TokenCredential>(), Once(new SmsClientOptions(), TimeSpan.FromSeconds(30)))
            : new SmsClient(configuration["Acs:ConnectionString"], Once(new SmsClientOptions(), TimeSpan.FromSeconds(30))))
        .AddSingleton<ISmsSender, AcsSmsSender>()
        .AddSingleton(ProviderCapabilities.TextsOnly)
        .AddSingleton(app => configuration["Acs:Endpoint"] is { Length: > 0 } endpoint
            ? new CallAutomationClient(new Uri(endpoint), app.GetRequiredService<TokenCredential>(), Calls())
            : new CallAutomationClient(configuration["Acs:ConnectionString"], Calls()))
        .AddSingleton(_ => PublicAddress.Read(configuration) ?? throw new InvalidOperationException("PublicAddress is not set."))
        .AddSingleton(app => AcsSounds.Of(app.GetRequiredService<PublicAddress>(), configuration))
        .AddSingleton<ICallGateway, AcsCallGateway>()
        .AddSingleton<IRecordingSource>(app => AcsRecordings.Of(app.GetRequiredService<CallAutomationClient>(), configuration))
        .AddSingleton(
            app => new ProviderTokens(
                new BearerTokenValidator(AcsWebhookTokens.Accepted(configuration), app.GetRequiredService<TimeProvider>())));

    /// <summary>Limits the time of a request to ten seconds. A retry repeats the same request.</summary>
    private static CallAutomationClientOptions Calls()
    {
        var options = Once(new CallAutomationClientOptions(), TimeSpan.FromSeconds(10));
        options.AddPolicy(new AcsRepeatability(), HttpPipelinePosition.PerCall);
        return options;
    }

    /// <summary>Disables the client's retries: the inbox decides about retries, because a failed request may have succeeded.</summary>
    private static T Once<T>(T options, TimeSpan timeout)
        where T : ClientOptions
    {
        options.Retry.MaxRetries = 0;
        options.Retry.NetworkTimeout = timeout;
        return options;
    }
}
