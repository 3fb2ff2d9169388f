using Microsoft.Extensions.Caching.Memory;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Ledger;
using ZuperConnect.Local.BackgroundWork;

namespace ZuperConnect.Local.Conversations;

/// <summary>
/// Owns the conversations of this process: one command at a time for each, in the order of arrival. What was committed last is kept in
/// memory to save reading it again; the tag of the conversation's row finds where that is outdated.
/// </summary>
public sealed class LocalConversationOwner(ConversationLedger ledger, LocalWorker worker) : IConversationOwner, IDisposable
{
    private const int CacheSize = 10_000;

    // Two conversations may share a turn; one never has two.
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

    /// <summary>Reads a conversation from storage for its next command.</summary>
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
