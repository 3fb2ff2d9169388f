using ZuperConnect.Conversations;
using ZuperConnect.Outbox;

namespace ZuperConnect.Hosting;

/// <summary>Starts background work at once; the row of the work is there already, and the sweep starts it again.</summary>
public interface IWorkStarter
{
    /// <summary>Has work done soon; does nothing where it is being done already.</summary>
    Task StartAsync(WorkId id, CancellationToken cancellation);
}

/// <summary>What a host remembers beside storage, such as the state and history of durable entities and orchestrations.</summary>
public interface IHostStatePurger
{
    /// <summary>
    /// Forgets what it remembers of conversations and calls; what is under way may still end. It is asked again later, and then nothing of
    /// what ended before is left.
    /// </summary>
    /// <param name="conversations">The conversations; they may go on, from storage.</param>
    /// <param name="callIds">Their calls that are over.</param>
    /// <param name="upTo">What began later is left alone.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    Task PurgeAsync(IReadOnlyCollection<ConversationId> conversations, IReadOnlyCollection<string> callIds,
        DateTimeOffset upTo, CancellationToken cancellation);
}

/// <summary>What a host does for the inbox while it handles a request (docs/design.md#ports).</summary>
/// <param name="Conversations">Owns the conversations.</param>
/// <param name="Calls">Owns the calls.</param>
/// <param name="Work">Starts background work.</param>
/// <param name="StatePurger">What it remembers beside storage.</param>
public sealed record HostServices(IConversationOwner Conversations, ICallOwner Calls, IWorkStarter Work, IHostStatePurger StatePurger);
