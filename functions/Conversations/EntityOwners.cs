using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ZuperConnect.Conversations;
using ZuperConnect.Storage;

namespace ZuperConnect.Functions.Conversations;

/// <summary>Makes the owners of conversations for one run of a function, whose client reaches the entities.</summary>
public sealed class EntityOwners(ConversationLedger ledger, WorkRows rows, TimeProvider time, ILogger<EntityOwner> log)
{
    private static readonly TimeSpan PatienceOfUsers = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PatienceOfRepeaters = TimeSpan.FromSeconds(20);

    /// <summary>For commands of users. Nobody repeats those, so each is kept in a work row until it is taken.</summary>
    public IConversationOwner ForCommands(DurableTaskClient client) => new EntityOwner(client.Entities, ledger, rows, PatienceOfUsers, time, log);

    /// <summary>For events, which Event Grid brings again until they are stored.</summary>
    public IConversationOwner ForEvents(DurableTaskClient client) => new EntityOwner(client.Entities, ledger, null, PatienceOfRepeaters, time, log);

    /// <summary>For the results of work, which is done again from its own row until they are stored.</summary>
    public IConversationOwner ForWork(DurableTaskClient client) => ForEvents(client);
}

/// <summary>Adds <see cref="EntityOwners"/>.</summary>
public static class EntityOwnersRegistration
{
    /// <summary>Adds the owners of conversations.</summary>
    public static IServiceCollection AddEntityOwners(this IServiceCollection services) => services.AddSingleton<EntityOwners>();
}
