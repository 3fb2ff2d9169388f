using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ZuperConnect.Functions.CallControl;
using ZuperConnect.Functions.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Ledger;
using ZuperConnect.Outbox;

namespace ZuperConnect.Functions.Hosting;

/// <summary>Creates the host services for one invocation of a function, with its durable client.</summary>
public sealed class DurableHostServices(
    ConversationLedger ledger, WorkItemStore workItems, TimeProvider time,
    ILogger<EntityConversationOwner> conversationLog, ILogger<EntityCallOwner> callLog)
{
    private static readonly TimeSpan UserTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan EventTimeout = TimeSpan.FromSeconds(20);

    /// <summary>
    /// For requests of users, webhook requests and timers. Nobody repeats their commands, so each is stored in a work item until it is
    /// handled.
    /// </summary>
    public HostServices ForCommands(DurableTaskClient client) => Host(client, workItems, UserTimeout);

    /// <summary>For events, which Event Grid repeats until they are stored.</summary>
    public HostServices ForEvents(DurableTaskClient client) => Host(client, null, EventTimeout);

    /// <summary>For results of background work, which is repeated from its work item until they are stored.</summary>
    public IConversationOwner ForWork(DurableTaskClient client) => ForEvents(client).Conversations;

    private HostServices Host(DurableTaskClient client, WorkItemStore? outbox, TimeSpan timeout) => new(
        new EntityConversationOwner(client.Entities, ledger, outbox, timeout, time, conversationLog),
        new EntityCallOwner(client.Entities, repeated: outbox is null, callLog),
        new WorkStarter(client),
        new DurableStatePurger(client));
}

/// <summary>Registers <see cref="DurableHostServices"/>.</summary>
public static class DurableHostServicesRegistration
{
    /// <summary>Adds <see cref="DurableHostServices"/>.</summary>
    public static IServiceCollection AddDurableHostServices(this IServiceCollection services) =>
        services.AddSingleton<DurableHostServices>();
}
