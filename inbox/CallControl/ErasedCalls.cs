using ZuperConnect.Conversations;
using ZuperConnect.Storage;

namespace ZuperConnect.CallControl;

/// <summary>The calls that were erased with their customers.</summary>
public sealed class ErasedCalls(StorageTables storage)
{
    /// <summary>Erases the calls of conversations up to a time. Later events of these calls are dropped.</summary>
    /// <param name="conversations">The conversations.</param>
    /// <param name="upTo">Calls that started later stay.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <returns>The ids of the calls; null if one of them has not ended. Then nothing is erased.</returns>
    public async Task<IReadOnlyList<string>?> EraseAsync(
        IReadOnlySet<ConversationId> conversations, DateTimeOffset upTo, CancellationToken cancellation)
    {
        var found = new List<CallSession>();
        await foreach (var row in storage.Calls.QueryAsync(RowQuery.WithPrefix(CallRows.Partition, CallRows.CallPrefix), cancellation))
        {
            if (JsonRows.Read<CallSession>(row) is var session && conversations.Contains(session.Call.Conversation)
                && session.Call.StartedAt <= upTo)
            {
                found.Add(session);
            }
        }

        if (found.Any(CallRows.IsActive))
        {
            return null;
        }

        foreach (var session in found)
        {
            await storage.Calls.UpsertAsync(CallRows.Pointer(CallRows.ErasedPrefix + session.Call.Id, session), cancellation);
            await DeleteEventsAsync(session.Call.Id, cancellation);
            await storage.Calls.DeleteAsync(CallRows.Partition, CallRows.CallPrefix + session.Call.Id, ETag.Any, cancellation);
        }

        return [.. found.Select(session => session.Call.Id)];
    }

    /// <summary>Whether a call was erased with its customer.</summary>
    public async Task<bool> ContainsAsync(string callId, CancellationToken cancellation) =>
        await storage.Calls.FindAsync(CallRows.Partition, CallRows.ErasedPrefix + callId, cancellation) is not null;

    /// <summary>Deletes the events of an erased call. Events of a call that has not started yet stay.</summary>
    public async Task DropEventsAsync(string callId, CancellationToken cancellation)
    {
        if (await ContainsAsync(callId, cancellation))
        {
            await DeleteEventsAsync(callId, cancellation);
        }
    }

    private Task<int> DeleteEventsAsync(string callId, CancellationToken cancellation) =>
        storage.Calls.DeleteAsync(RowQuery.WithPrefix(CallRows.Partition, CallRows.EventPrefixOf(callId)), cancellation);
}
