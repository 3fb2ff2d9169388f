using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using ZuperConnect.Attachments;
using ZuperConnect.CallControl;
using ZuperConnect.Messages;
using ZuperConnect.Numbers;
using ZuperConnect.Recordings;
using ZuperConnect.Storage;
using ZuperConnect.Team;
using ZuperConnect.Twilio.Calls;
using ZuperConnect.Twilio.Messages;
using ZuperConnect.Twilio.Numbers;
using ZuperConnect.Twilio.Rest;
using ZuperConnect.Twilio.Webhooks;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Twilio;

/// <summary>Registers Twilio as the telephony provider.</summary>
public static class TwilioRegistration
{
    /// <summary>Adds it, configured by <see cref="TwilioOptions"/>.</summary>
    /// <exception cref="InvalidOperationException">Settings are missing or invalid.</exception>
    public static IServiceCollection AddTwilio(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(TwilioOptions.Read(configuration))
        .AddSingleton(app => new TwilioApi(
            app.GetRequiredService<TwilioOptions>(), TwilioApi.CreateHttpClient(app.GetRequiredService<TwilioOptions>())))
        .AddSingleton(new ProviderTable(ListComparisons.TableName))
        .AddSingleton<TwilioMessageStore>()
        .AddSingleton<ISmsSender, TwilioSmsSender>()
        .AddSingleton<IProviderEventReader, TwilioEvents>()
        .AddSingleton<SignedWebhooks>()
        .AddSingleton<MessageWebhooks>()
        .AddSingleton<ListComparisons>()
        .AddSingleton<MissingMessages>()
        .AddSingleton<MessageStatuses>()
        .AddSingleton<MessageReconciler>()
        .AddSingleton<AccountNumbers>()
        .AddSingleton<VoiceNumbers>()
        .AddSingleton<MissedCalls>()
        .AddSingleton<MissedCallReconciler>()
        .AddSingleton<INumberDiscovery, TwilioNumbers>()
        .AddSingleton(app => new CallAddresses(app.GetRequiredService<TwilioOptions>().PublicAddress))
        .AddSingleton<LegDocuments>()
        .AddSingleton<LostLegs>()
        .AddSingleton<TwilioCallClient>()
        .AddSingleton<ICallGateway, TwilioCallGateway>()
        .AddSingleton(app => new TwilioFiles(app.GetRequiredService<TwilioOptions>(), TwilioFiles.CreateHttpClient()))
        .AddSingleton<IRecordingSource, TwilioRecordings>()
        .AddSingleton<TwilioMedia>()
        .AddSingleton<IAttachmentSource>(app => app.GetRequiredService<TwilioMedia>())
        .AddSingleton(new ProviderCapabilities(Mms: true))
        .AddSingleton<RecordingReports>()
        .AddSingleton<RecordingReconciler>()
        .AddSingleton<CallWebhooks>()
        .AddSingleton<TwilioEndpoint>()
        .AddSingleton(app => new ProviderTokens(
            // Twilio signs its webhooks and sends no tokens, so no token is valid.
            new BearerTokenValidator(new TokenValidationParameters { ValidAudience = "none" }, app.GetRequiredService<TimeProvider>())));
}
