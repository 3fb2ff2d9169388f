using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ZuperConnect.Audit;
using ZuperConnect.BackgroundWork;
using ZuperConnect.CallControl;
using ZuperConnect.Customers;
using ZuperConnect.Customers.Import;
using ZuperConnect.DeadLetters;
using ZuperConnect.Erasing;
using ZuperConnect.Health;
using ZuperConnect.Http;
using ZuperConnect.Idempotency;
using ZuperConnect.Jobs;
using ZuperConnect.Ledger;
using ZuperConnect.Live;
using ZuperConnect.Maintenance;
using ZuperConnect.Messages;
using ZuperConnect.Numbers;
using ZuperConnect.OptOuts;
using ZuperConnect.Outbox;
using ZuperConnect.Propagation;
using ZuperConnect.Recordings;
using ZuperConnect.Search;
using ZuperConnect.Storage;
using ZuperConnect.Team;
using ZuperConnect.Telemetry;
using ZuperConnect.Webhooks;

namespace ZuperConnect;

/// <summary>Puts the inbox together. The host adds its <see cref="ISmsSender"/>,
/// its <see cref="IStorage"/>, <see cref="EventGridDeadLetters"/>, <see cref="ICallGateway"/>, <see cref="IRecordingSource"/> and
/// <see cref="ProviderTokens"/>, and owns conversations and calls.</summary>
public static class InboxRegistration
{
    /// <summary>The setting of who becomes the first admin.</summary>
    public const string FirstAdminName = "Auth:FirstAdmin";

    /// <summary>Adds the inbox on the <see cref="IStorage"/> that the host adds.</summary>
    public static IServiceCollection AddInbox(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => BearerTokenValidator.Of(configuration));
        services.AddSingleton<BearerTokenValidator>();

        services.AddMetrics();
        services.AddSingleton<InboxMetrics>();
        services.AddSingleton<InboxTraces>();

        services.AddSingleton<LiveHints>();
        services.AddSingleton<StorageTables>();
        services.AddSingleton<OptOutStore>();
        services.AddSingleton<DeadLetterStore>();
        services.AddSingleton<ConversationLedger>();
        services.AddSingleton<ConversationPages>();
        services.AddSingleton<ConversationCounts>();
        services.AddSingleton<TimelinePages>();
        services.AddSingleton<CallLog>();
        services.AddSingleton<WorkItemStore>();
        services.AddSingleton<IdempotencyRetention>();
        services.AddSingleton<NumberStore>();
        services.AddSingleton(app => new NumberRegion(app.GetRequiredService<NumberStore>(), configuration[NumberRegion.Setting]));
        services.AddSingleton<Greetings>();
        services.AddSingleton<CustomerStore>();
        services.AddBackgroundWorkHandler<CustomerNamePropagation>();
        services.AddSingleton<NumberHashes>();
        services.AddSingleton<ErasedNumbers>();
        services.AddSingleton<ConversationErasing>();
        services.AddBackgroundWorkHandler<CustomerErasing>();
        services.AddSingleton<CustomerImport>();
        services.AddSingleton<ImportFiles>();
        services.AddBackgroundWorkHandler<ImportWork>();
        services.AddBackgroundWorkHandler<MessageSending>();
        services.AddBackgroundWorkHandler<OptOutPropagation>();
        services.AddSingleton<ManualOptOuts>();
        services.AddSingleton<OptOutImport>();
        services.AddSingleton<RecordingBlobs>();
        services.AddBackgroundWorkHandler<RecordingArchive>();
        services.AddSingleton<RecordingAccessTokens>();
        services.AddBackgroundWorkHandler<SearchIndex>();
        services.AddSingleton<CustomerIndex>();
        services.AddSingleton<SearchCompletion>();
        services.AddSingleton<JobStore>();
        services.AddSingleton(app => new WebhookClient(WebhookReceiver.Read(configuration), app.GetRequiredService<TimeProvider>()));
        services.AddBackgroundWorkHandler<JobWebhookSender>();
        services.AddBackgroundWorkHandler<CommandDelivery>();
        services.AddSingleton<BackgroundWorkRunner>();
        services.AddSingleton<WorkReconciler>();
        services.AddSingleton<EventGridReceiver>();
        services.AddSingleton(new FirstAdmin(configuration[FirstAdminName] is { Length: > 0 } name ? name : null));
        services.AddSingleton<TeamStore>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<CallStore>();
        services.AddSingleton<CallPlans>();
        services.AddSingleton<CallProcessor>();
        services.AddSingleton<CallReconciler>();
        services.AddSingleton<IncomingCalls>();

        services.AddSingleton<InboxHealth>();

        services.AddSingleton<ApiAuthorization>();
        services.AddSingleton<CommandResponses>();
        services.AddSingleton<ConversationsApi>();
        services.AddSingleton<MarksApi>();
        services.AddSingleton<CountsApi>();
        services.AddSingleton<LiveApi>();
        services.AddSingleton<MessagesApi>();
        services.AddSingleton<OptOutsApi>();
        services.AddSingleton<CustomerSaving>();
        services.AddSingleton<CustomersApi>();
        services.AddSingleton<CustomerErasingApi>();
        services.AddSingleton<CustomerImportApi>();
        services.AddSingleton<CustomerExportApi>();
        services.AddSingleton<ConversationCustomerApi>();
        services.AddSingleton<CallsApi>();
        services.AddSingleton<CallWebhooksApi>();
        services.AddSingleton<SoundsApi>();
        services.AddSingleton<RecordingsApi>();
        services.AddSingleton<BackgroundWorkApi>();
        services.AddSingleton<UnprocessedApi>();
        services.AddSingleton<NumbersApi>();
        services.AddSingleton<JobsApi>();
        services.AddSingleton<TeamApi>();
        services.AddSingleton<MembersApi>();
        services.AddSingleton<AuditApi>();
        services.AddSingleton<InboxApi>();
        services.AddSingleton<MeApi>();
        return services;
    }
}
