using System.Threading.Channels;
using ZuperConnect.Conversations;

namespace ZuperConnect.Live;

/// <summary>
/// Hints on their way to open pages. Adding one takes no time and never fails; where they come faster than they are sent, and where nothing
/// sends them, the oldest are dropped.
/// </summary>
public sealed class LiveHints
{
    private const int Capacity = 1_000;

    private readonly Channel<LiveHint> _hints = Channel.CreateBounded<LiveHint>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>Adds a hint.</summary>
    public void Add(LiveHint hint) => _hints.Writer.TryWrite(hint);

    /// <summary>Adds what follows from a commit.</summary>
    /// <param name="conversation">The conversation as committed.</param>
    /// <param name="events">What happened in it.</param>
    public void Add(Conversation conversation, IEnumerable<ConversationEvent> events)
    {
        Add(new ConversationChanged(conversation.Id, conversation.Version));
        foreach (var call in events.Select(happened => happened.Item).OfType<CallItem>())
        {
            Add(new CallChanged(conversation.Id, call.Id, call.Status));
        }
    }

    /// <summary>Waits for hints, and takes all that are there: of those about the same, the newest.</summary>
    public async Task<IReadOnlyList<LiveHint>> ReadAllAsync(CancellationToken cancellation)
    {
        await _hints.Reader.WaitToReadAsync(cancellation);
        var taken = new List<LiveHint>();
        while (_hints.Reader.TryRead(out var hint))
        {
            taken.Add(hint);
        }

        return [.. taken.AsEnumerable().Reverse().DistinctBy(hint => hint.Subject).Reverse()];
    }
}
