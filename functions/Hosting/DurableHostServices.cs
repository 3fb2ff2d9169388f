using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ZuperConnect.Functions.CallControl;
using ZuperConnect.Functions.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Ledger;
using ZuperConnect.Outbox;

namespace ZuperConnect.Functions.Hosting;

/// <summary>Makes the owners of conversations and calls for one run of a function, whose client reaches the entities.</summary>
public sealed class DurableHostServices(
    ConversationLedger ledger, WorkItemStore workItems, TimeProvider time,
    ILogger<EntityConversationOwner> conversationLog, ILogger<EntityCallOwner> callLog)
{
    private static readonly TimeSpan UserTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan EventTimeout = TimeSpan.FromSeconds(20);

    /// <summary>
    /// For users, callbacks and timers. Nobody repeats what they bring, so each command is kept in a work row until it is taken.
    /// </summary>
    public HostServices ForCommands(DurableTaskClient client) => Host(client, workItems, UserTimeout);

    /// <summary>For events, which Event Grid brings again until they are stored.</summary>
    public HostServices ForEvents(DurableTaskClient client) => Host(client, null, EventTimeout);

    /// <summary>For the results of work, which is done again from its own row until they are stored.</summary>
    public IConversationOwner ForWork(DurableTaskClient client) => ForEvents(client).Conversations;

    private HostServices Host(DurableTaskClient client, WorkItemStore? outbox, TimeSpan timeout) => new(
        new EntityConversationOwner(client.Entities, ledger, outbox, timeout, time, conversationLog),
        new EntityCallOwner(client.Entities, repeated: outbox is null, callLog),
        new WorkStarter(client),
        new DurableStatePurger(client));
}

/// <summary>Adds <see cref="DurableHostServices"/>.</summary>
public static class DurableHostServicesRegistration
{
    /// <summary>Adds the owners of conversations and calls.</summary>
    public static IServiceCollection AddDurableHostServices(this IServiceCollection services) => services.AddSingleton<DurableHostServices>();
}
