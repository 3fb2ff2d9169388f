using ZuperConnect.Conversations;
using ZuperConnect.Outbox;

namespace ZuperConnect.Hosting;

/// <summary>Starts background work immediately. Its work item is stored already; if the start is lost, the reconciler repeats it.</summary>
public interface IWorkStarter
{
    /// <summary>Starts work, unless it is already running.</summary>
    Task StartAsync(WorkId id, CancellationToken cancellation);
}

/// <summary>The state that a host keeps outside storage, such as durable entities and orchestration histories.</summary>
public interface IHostStatePurger
{
    /// <summary>Purges the state of conversations and calls. What is running may still complete; a later call purges that, too.</summary>
    /// <param name="conversations">The conversations. They may continue, with their state in storage.</param>
    /// <param name="callIds">The calls that have ended.</param>
    /// <param name="upTo">State from after this time stays.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    Task PurgeAsync(IReadOnlyCollection<ConversationId> conversations, IReadOnlyCollection<string> callIds,
        DateTimeOffset upTo, CancellationToken cancellation);
}

/// <summary>The services of a host for the inbox (docs/design.md#ports).</summary>
/// <param name="Conversations">The owner of conversations.</param>
/// <param name="Calls">The owner of calls.</param>
/// <param name="Work">Starts background work.</param>
/// <param name="StatePurger">Purges the state outside storage.</param>
public sealed record HostServices(IConversationOwner Conversations, ICallOwner Calls, IWorkStarter Work, IHostStatePurger StatePurger);
