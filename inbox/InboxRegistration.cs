using Azure.Core;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ZuperConnect.Audit;
using ZuperConnect.Customers;
using ZuperConnect.Customers.Import;
using ZuperConnect.Health;
using ZuperConnect.Http;
using ZuperConnect.Jobs;
using ZuperConnect.Messages;
using ZuperConnect.Numbers;
using ZuperConnect.Recordings;
using ZuperConnect.Search;
using ZuperConnect.Storage;
using ZuperConnect.Switchboard;
using ZuperConnect.Team;
using ZuperConnect.Telemetry;
using ZuperConnect.Webhooks;
using ZuperConnect.Work;

namespace ZuperConnect;

/// <summary>Puts the inbox together. The host adds its <see cref="ISmsSender"/>,
/// its <see cref="ICallGateway"/>, <see cref="IRecordingSource"/> and <see cref="CallbackTokens"/>, and owns conversations and calls.</summary>
public static class InboxRegistration
{
    /// <summary>The setting of the table storage.</summary>
    public const string Tables = "Storage:Tables";

    /// <summary>The setting of the blob storage.</summary>
    public const string Blobs = "Storage:Blobs";

    /// <summary>The setting of who becomes the first admin.</summary>
    public const string FirstAdminName = "Auth:FirstAdmin";

    /// <summary>
    /// Adds the inbox on the storage that the settings name: <c>Storage:Tables</c> and <c>Storage:Blobs</c>, each a connection string or
    /// a section with the address, which Microsoft.Extensions.Azure calls <c>endpoint</c> for tables and <c>serviceUri</c> for blobs, and,
    /// for a managed identity, <c>credential</c> and <c>clientId</c>. <c>Storage:DeadLetters</c>, like that of blobs, may be left out.
    /// </summary>
    public static IServiceCollection AddInbox(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddAzureClients(clients =>
        {
            clients.AddTableServiceClient(configuration.GetSection(Tables)).ConfigureOptions(options => FailSoon(options));
            clients.AddBlobServiceClient(configuration.GetSection(Blobs)).ConfigureOptions(options => FailSoon(options));
            if (HasDeadLetters(configuration))
            {
                clients.AddBlobServiceClient(configuration.GetSection(DeadLetters.Setting)).WithName(DeadLetters.Setting).ConfigureOptions(options => FailSoon(options));
            }
        });
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => BearerTokens.Of(configuration));
        services.AddSingleton<BearerTokens>();

        services.AddMetrics();
        services.AddSingleton<InboxMetrics>();
        services.AddSingleton<InboxTraces>();

        services.AddSingleton<InboxStorage>();
        services.AddSingleton<OptOuts>();
        services.AddSingleton<Unprocessed>();
        services.AddSingleton<ConversationLedger>();
        services.AddSingleton<ConversationPages>();
        services.AddSingleton<TimelinePages>();
        services.AddSingleton<CallLog>();
        services.AddSingleton<WorkRows>();
        services.AddSingleton<TakenRetention>();
        services.AddSingleton<NumberBook>();
        services.AddSingleton(app => new NumberRegion(app.GetRequiredService<NumberBook>(), configuration[NumberRegion.Setting]));
        services.AddSingleton<Greetings>();
        services.AddSingleton<CustomerBook>();
        services.AddSingleton<CustomerNaming>();
        services.AddSingleton<NumberHashes>();
        services.AddSingleton<ErasedNumbers>();
        services.AddSingleton<ConversationErasing>();
        services.AddSingleton<CustomerErasing>();
        services.AddSingleton<CustomerImport>();
        services.AddSingleton<ImportFiles>();
        services.AddSingleton<ImportWork>();
        services.AddSingleton<MessageSending>();
        services.AddSingleton<OptOutSpreading>();
        services.AddSingleton<OptOutNoting>();
        services.AddSingleton<OptOutImport>();
        services.AddSingleton<RecordingBlobs>();
        services.AddSingleton<RecordingArchive>();
        services.AddSingleton<RecordingTickets>();
        services.AddSingleton<SearchIndex>();
        services.AddSingleton<CustomerIndex>();
        services.AddSingleton<SearchCompletion>();
        services.AddSingleton<JobBook>();
        services.AddSingleton(app => new WebhookClient(WebhookReceiver.Read(configuration), app.GetRequiredService<TimeProvider>()));
        services.AddSingleton<JobWebhook>();
        services.AddSingleton<BackgroundWork>();
        services.AddSingleton<Sweep>();
        services.AddSingleton<EventGridInbox>();
        services.AddSingleton(app => new DeadLetters(HasDeadLetters(configuration)
            ? app.GetRequiredService<IAzureClientFactory<BlobServiceClient>>().CreateClient(DeadLetters.Setting).GetBlobContainerClient(DeadLetters.Container)
            : null));

        services.AddSingleton(new FirstAdmin(configuration[FirstAdminName] is { Length: > 0 } name ? name : null));
        services.AddSingleton<TeamBook>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<CallRows>();
        services.AddSingleton<CallPlans>();
        services.AddSingleton<CallOperator>();
        services.AddSingleton<CallSweep>();
        services.AddSingleton<IncomingCalls>();

        services.AddSingleton<InboxHealth>();

        services.AddSingleton<Door>();
        services.AddSingleton<CommandAnswers>();
        services.AddSingleton<ConversationsApi>();
        services.AddSingleton<MessagesApi>();
        services.AddSingleton<OptOutsApi>();
        services.AddSingleton<CustomersApi>();
        services.AddSingleton<CallsApi>();
        services.AddSingleton<CallbacksApi>();
        services.AddSingleton<SoundsApi>();
        services.AddSingleton<RecordingsApi>();
        services.AddSingleton<WorkApi>();
        services.AddSingleton<UnprocessedApi>();
        services.AddSingleton<NumbersApi>();
        services.AddSingleton<JobsApi>();
        services.AddSingleton<TeamApi>();
        services.AddSingleton<AuditApi>();
        services.AddSingleton<InboxApi>();
        return services;
    }

    private static bool HasDeadLetters(IConfiguration configuration) =>
        configuration[DeadLetters.Setting] is { Length: > 0 } || configuration[$"{DeadLetters.Setting}:serviceUri"] is { Length: > 0 };

    /// <summary>
    /// A request that waits helps nobody: whoever sent it repeats it. Two quick retries, as reads of a busy storage need them.
    /// </summary>
    private static void FailSoon(ClientOptions options)
    {
        options.Retry.MaxRetries = 2;
        options.Retry.Delay = TimeSpan.FromMilliseconds(200);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(2);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(10);
    }
}
