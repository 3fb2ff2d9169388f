using ZuperConnect.Conversations;
using ZuperConnect.Storage;

namespace ZuperConnect.CallControl;

/// <summary>The calls that were erased with their customers.</summary>
public sealed class ErasedCalls(StorageTables storage)
{
    /// <summary>Erases the calls of conversations, but for later ones. What comes of them afterwards is dropped.</summary>
    /// <param name="conversations">Whose calls.</param>
    /// <param name="upTo">Calls that began later stay.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The ids of the calls; null where one of them is not over, and nothing was erased.</returns>
    public async Task<IReadOnlyList<string>?> EraseAsync(
        IReadOnlySet<ConversationId> conversations, DateTimeOffset upTo, CancellationToken cancellation)
    {
        var found = new List<CallSession>();
        await foreach (var row in storage.Calls.QueryAsync(RowQuery.WithPrefix(CallRows.Partition, CallRows.AllCalls), cancellation))
        {
            if (Rows.Read<CallSession>(row) is var live && conversations.Contains(live.Call.Conversation) && live.Call.StartedAt <= upTo)
            {
                found.Add(live);
            }
        }

        if (found.Any(CallRows.IsAlive))
        {
            return null;
        }

        foreach (var live in found)
        {
            await storage.Calls.UpsertAsync(CallRows.Pointer(CallRows.AllErased + live.Call.Id, live), cancellation);
            await DeleteNewsAsync(live.Call.Id, cancellation);
            await storage.Calls.DeleteAsync(CallRows.Partition, CallRows.AllCalls + live.Call.Id, ETag.Any, cancellation);
        }

        return [.. found.Select(live => live.Call.Id)];
    }

    /// <summary>Whether a call was erased with its customer.</summary>
    public async Task<bool> ContainsAsync(string callId, CancellationToken cancellation) =>
        await storage.Calls.FindAsync(CallRows.Partition, CallRows.AllErased + callId, cancellation) is not null;

    /// <summary>Drops what came of a call that was erased; news of a call that has not begun yet stays.</summary>
    public async Task DropEventsAsync(string callId, CancellationToken cancellation)
    {
        if (await ContainsAsync(callId, cancellation))
        {
            await DeleteNewsAsync(callId, cancellation);
        }
    }

    private Task<int> DeleteNewsAsync(string callId, CancellationToken cancellation) =>
        storage.Calls.DeleteAsync(RowQuery.WithPrefix(CallRows.Partition, CallRows.NewsOf(callId)), cancellation);
}
