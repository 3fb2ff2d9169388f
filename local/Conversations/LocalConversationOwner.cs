using Microsoft.Extensions.Caching.Memory;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Ledger;
using ZuperConnect.Local.BackgroundWork;

namespace ZuperConnect.Local.Conversations;

/// <summary>
/// The owner of conversations in this process: handles one command at a time for each, in the order of arrival. Caches the last committed
/// state; the ETag of the conversation's row detects an outdated one.
/// </summary>
public sealed class LocalConversationOwner(ConversationLedger ledger, LocalWorker worker) : IConversationOwner, IDisposable
{
    private const int CacheSize = 10_000;

    // Two conversations may share a semaphore; one conversation always uses the same.
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 1024).Select(_ => new SemaphoreSlim(1))];
    private readonly MemoryCache _committed = new(new MemoryCacheOptions { SizeLimit = CacheSize });

    /// <inheritdoc/>
    public async Task<CommandResult?> HandleAsync(ConversationId id, Command command, CancellationToken cancellation)
    {
        var turn = _turns[(uint)id.GetHashCode() % _turns.Length];
        await turn.WaitAsync(cancellation);
        try
        {
            _committed.TryGetValue(id, out Committed? known);
            _committed.Remove(id);
            var commit = await ledger.HandleAsync(id, command, known, keepRefusal: false, kept: false, cancellation);
            if (commit.Committed.Conversation is not null)
            {
                _committed.Set(id, commit.Committed, new MemoryCacheEntryOptions { Size = 1 });
            }

            foreach (var work in commit.Work)
            {
                worker.Schedule(work);
            }

            return commit.Result;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Removes a conversation from the cache.</summary>
    public void Forget(ConversationId id) => _committed.Remove(id);

    /// <inheritdoc/>
    public void Dispose()
    {
        _committed.Dispose();
        foreach (var turn in _turns)
        {
            turn.Dispose();
        }
    }
}
