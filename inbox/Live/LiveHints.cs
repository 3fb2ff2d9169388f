using System.Threading.Channels;
using ZuperConnect.Conversations;

namespace ZuperConnect.Live;

/// <summary>
/// A queue of hints. Adding never waits and never fails. If hints arrive faster than they are sent, or are not sent at all, the oldest are
/// dropped.
/// </summary>
public sealed class LiveHints
{
    private const int Capacity = 1_000;

    private readonly Channel<LiveHint> _hints = Channel.CreateBounded<LiveHint>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>Adds a hint.</summary>
    public void Add(LiveHint hint) => _hints.Writer.TryWrite(hint);

    /// <summary>Adds the hints for a committed command.</summary>
    /// <param name="conversation">The committed conversation.</param>
    /// <param name="events">The events.</param>
    public void Add(Conversation conversation, IEnumerable<ConversationEvent> events)
    {
        Add(new ConversationChanged(conversation.Id, conversation.Version));
        if (events.Any(happened => happened is ConversationBecameOverdue))
        {
            Add(new ConversationOverdue(conversation.Id));
        }

        foreach (var call in events.Select(happened => happened.Item).OfType<CallItem>())
        {
            Add(new CallChanged(conversation.Id, call.Id, call.Status));
        }
    }

    /// <summary>Waits for hints and takes all of them, only the newest for each subject.</summary>
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
