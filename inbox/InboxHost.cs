using ZuperConnect.Conversations;
using ZuperConnect.Storage;
using ZuperConnect.Switchboard;

namespace ZuperConnect;

/// <summary>Starts background work at once; the row of the work is there already, and the sweep starts it again.</summary>
public interface IWorkStarter
{
    /// <summary>Has work done soon; does nothing where it is being done already.</summary>
    Task StartAsync(WorkId id, CancellationToken cancellation);
}

/// <summary>What a host does for the inbox while it handles a request (design, section 4).</summary>
/// <param name="Conversations">Owns the conversations.</param>
/// <param name="Calls">Owns the calls.</param>
/// <param name="Work">Starts background work.</param>
public sealed record InboxHost(IConversationOwner Conversations, ICallOwner Calls, IWorkStarter Work);
