using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ZuperConnect.Attachments;
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
using ZuperConnect.OutgoingWebhooks;
using ZuperConnect.Propagation;
using ZuperConnect.Recordings;
using ZuperConnect.SavedReplies;
using ZuperConnect.Search;
using ZuperConnect.Statistics;
using ZuperConnect.Storage;
using ZuperConnect.Team;
using ZuperConnect.Telemetry;
using ZuperConnect.Webhooks;

namespace ZuperConnect;

/// <summary>
/// Registers the inbox. A host also registers <see cref="ISmsSender"/>, <see cref="IStorage"/>, <see cref="EventGridDeadLetters"/>,
/// <see cref="ICallGateway"/>, <see cref="IRecordingSource"/> and <see cref="ProviderTokens"/>, and provides the owners of conversations
/// and calls. A provider with pictures also registers <see cref="IAttachmentSource"/> and <see cref="ProviderCapabilities"/>.
/// </summary>
public static class InboxRegistration
{
    /// <summary>The setting with the name of the first admin.</summary>
    public const string FirstAdminName = "Auth:FirstAdmin";

    /// <summary>Adds the inbox. It uses the <see cref="IStorage"/> of the host.</summary>
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
        services.AddSingleton<ConversationFacts>();
        services.AddSingleton<ConversationLedger>();
        services.AddSingleton<ConversationPages>();
        services.AddSingleton<ConversationCounts>();
        services.AddSingleton<TimelinePages>();
        services.AddSingleton<ConversationActivity>();
        services.AddSingleton<CallLog>();
        services.AddSingleton<WorkItemStore>();
        services.AddSingleton<IdempotencyRetention>();
        services.AddSingleton<NumberStore>();
        services.AddSingleton(app => new NumberRegion(app.GetRequiredService<NumberStore>(), configuration[NumberRegion.Setting]));
        services.AddSingleton<SavedReplyStore>();
        services.AddSingleton<Greetings>();
        services.AddSingleton<CustomerStore>();
        services.AddSingleton<ConversationCustomers>();
        services.AddBackgroundWorkHandler<CustomerNamePropagation>();
        services.AddSingleton<CustomerMerging>();
        services.AddBackgroundWorkHandler<CustomerMergePropagation>();
        services.AddSingleton<NumberHashes>();
        services.AddSingleton<ErasedNumbers>();
        services.AddSingleton<ConversationRowErasing>();
        services.AddSingleton<HistoryErasing>();
        services.AddSingleton<ErasingSecondPass>();
        services.AddSingleton<Erasures>();
        services.AddBackgroundWorkHandler<ConversationErasing>();
        services.AddBackgroundWorkHandler<CustomerErasing>();
        services.AddCustomerDataEraser<OptOutStore>();
        services.AddCustomerDataEraser<CustomerIndex>();
        services.AddSingleton<JobErasing>();
        services.AddCustomerDataEraser<JobErasing>();
        services.AddCustomerDataEraser<DeadLetterStore>();
        services.AddCustomerDataEraser<EventGridDeadLetters>();
        services.AddConversationDataEraser<TextIndex>();
        services.AddConversationDataEraser<ConversationIndex>();
        services.AddConversationDataEraser<WebhookLog>();
        services.AddSingleton<CustomerImport>();
        services.AddSingleton<ImportFiles>();
        services.AddBackgroundWorkHandler<ImportWork>();
        services.AddBackgroundWorkHandler<MessageSending>();
        services.AddBackgroundWorkHandler<ScheduledMessageSending>();
        services.AddBackgroundWorkHandler<SnoozeEnding>();
        services.AddBackgroundWorkHandler<OptOutPropagation>();
        services.AddSingleton<ManualOptOuts>();
        services.AddSingleton<OptOutImport>();
        services.AddSingleton<RecordingBlobs>();
        services.AddSingleton<FinishedRecordings>();
        services.AddSingleton<RecordingAttachment>();
        services.AddBackgroundWorkHandler<RecordingArchive>();
        services.AddSingleton<FileAccessTokens>();
        services.AddSingleton<AttachmentBlobs>();
        services.AddSingleton<AttachmentUploads>();
        services.AddSingleton<AttachmentErasing>();
        services.AddSingleton<AttachmentLinks>();
        services.AddBackgroundWorkHandler<AttachmentArchive>();
        services.TryAddSingleton<IAttachmentSource, NoAttachmentSource>();
        services.TryAddSingleton(ProviderCapabilities.TextsOnly);
        services.AddBackgroundWorkHandler<ConversationIndex>();
        services.AddSingleton<CustomerIndex>();
        services.AddSingleton<NameIndexUpgrade>();
        services.AddSingleton<IDataUpgrade>(app => app.GetRequiredService<NameIndexUpgrade>());
        services.AddBackgroundWorkHandler<TextIndex>();
        services.AddSingleton<TextSearch>();
        services.AddBackgroundWorkHandler<SearchRebuild>();
        services.AddSingleton<IDataUpgrade>(app => app.GetRequiredService<SearchRebuild>());
        services.AddSingleton<IDataUpgrade, AssigneeListUpgrade>();
        services.AddSingleton<IDataUpgrade, WaitingListUpgrade>();
        services.AddSingleton<StatisticsStore>();
        services.AddSingleton<StatisticsCounter>();
        services.AddSingleton<StatisticsReader>();
        services.AddSingleton<StatisticsReconciler>();
        services.AddSingleton<JobStore>();
        services.AddSingleton<JobCreation>();
        services.TryAddSingleton(new ReceiverAddresses(AllowsLoopback: false));
        services.AddSingleton<WebhookClient>();
        services.AddSingleton<WebhookRetries>();
        services.AddSingleton<WebhookSubscriptionStore>();
        services.AddSingleton<WebhookLog>();
        services.AddBackgroundWorkHandler<WebhookSender>();
        services.AddSingleton(_ => new JobReceiver(WebhookReceiver.Read(configuration)));
        services.AddBackgroundWorkHandler<JobWebhookSender>();
        services.AddBackgroundWorkHandler<CommandDelivery>();
        services.AddSingleton<BackgroundWorkRunner>();
        services.AddSingleton<WorkReconciler>();
        services.AddSingleton<OverdueReconciler>();
        services.AddSingleton<IProviderEventReader, EventGridEvents>();
        services.AddSingleton<DailyMaintenance>();
        services.AddDailyWork<ErasedNumbers>();
        services.AddDailyWork<FileAccessTokens>();
        services.AddDailyWork<AttachmentUploads>();
        services.AddDailyWork<DeadLetterStore>();
        services.AddDailyWork<ImportWork>();
        services.AddDailyWork<TeamStore>();
        services.AddDailyWork<WebhookLog>();
        services.AddSingleton<SilentConversations>();
        services.AddDailyWork<SilentConversations>();
        services.AddSingleton<SmsEvents>();
        services.AddSingleton<UnreadableEvents>();
        services.AddSingleton<ProviderEventHandler>();
        services.AddSingleton<DeadLetterRetry>();
        services.AddSingleton<EventGridReceiver>();
        services.AddSingleton(new FirstAdmin(configuration[FirstAdminName] is { Length: > 0 } name ? name : null));
        services.AddSingleton<TeamStore>();
        services.AddSingleton<TeamChanges>();
        services.AddSingleton<MemberProvisioning>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<CallStore>();
        services.AddSingleton<ErasedCalls>();
        services.AddSingleton<RecordedCalls>();
        services.AddSingleton<CallPlans>();
        services.AddSingleton<ProviderCalls>();
        services.AddSingleton<CallProcessor>();
        services.AddSingleton<CallReconciler>();
        services.AddSingleton<IncomingCalls>();
        services.AddSingleton<OutgoingCalls>();

        services.AddSingleton<StorageHealth>();
        services.AddSingleton<NumberSetupHealth>();
        services.AddSingleton<InboxHealth>();

        services.AddSingleton<ApiAuthorization>();
        services.AddSingleton<CommandResponses>();
        services.AddSingleton<CommandsApi>();
        services.AddSingleton<SearchApi>();
        services.AddSingleton<StatisticsApi>();
        services.AddSingleton<ConversationsApi>();
        services.AddSingleton<TimelineApi>();
        services.AddSingleton<CommentsApi>();
        services.AddSingleton<ConversationErasingApi>();
        services.AddSingleton<MarksApi>();
        services.AddSingleton<CountsApi>();
        services.AddSingleton<LiveApi>();
        services.AddSingleton<OutgoingPictures>();
        services.AddSingleton<OutgoingMessages>();
        services.AddSingleton<MessagesApi>();
        services.AddSingleton<NewMessagesApi>();
        services.AddSingleton<ScheduledMessagesApi>();
        services.AddSingleton<SavedRepliesApi>();
        services.AddSingleton<WebhooksApi>();
        services.AddSingleton<OptOutsApi>();
        services.AddSingleton<OptOutFilesApi>();
        services.AddSingleton<CustomerSaving>();
        services.AddSingleton<CustomersApi>();
        services.AddSingleton<CustomerErasingApi>();
        services.AddSingleton<CustomerMergeApi>();
        services.AddSingleton<CustomerImportApi>();
        services.AddSingleton<CustomerExportApi>();
        services.AddSingleton<ConversationCustomerApi>();
        services.AddSingleton<CallsApi>();
        services.AddSingleton<CallLogApi>();
        services.AddSingleton<CallWebhooksApi>();
        services.AddSingleton<SoundsApi>();
        services.AddSingleton<AttachmentsApi>();
        services.AddSingleton<MediaApi>();
        services.AddSingleton<RecordingsApi>();
        services.AddSingleton<RecordingDeletionApi>();
        services.AddSingleton<BackgroundWorkApi>();
        services.AddSingleton<DeadLettersApi>();
        services.AddSingleton<NumbersApi>();
        services.AddSingleton<GreetingsApi>();
        services.AddSingleton<NumberDiscoveryApi>();
        services.AddSingleton<JobsApi>();
        services.AddSingleton<TeamApi>();
        services.AddSingleton<MembersApi>();
        services.AddSingleton<AuditApi>();
        services.AddSingleton<HealthApi>();
        services.AddSingleton<MeApi>();
        return services;
    }

    private static void AddDailyWork<T>(this IServiceCollection services)
        where T : class, IDailyWork => services.AddSingleton<IDailyWork>(app => app.GetRequiredService<T>());

    private static void AddCustomerDataEraser<T>(this IServiceCollection services)
        where T : class, ICustomerDataEraser => services.AddSingleton<ICustomerDataEraser>(app => app.GetRequiredService<T>());

    private static void AddConversationDataEraser<T>(this IServiceCollection services)
        where T : class, IConversationDataEraser => services.AddSingleton<IConversationDataEraser>(app => app.GetRequiredService<T>());
}
