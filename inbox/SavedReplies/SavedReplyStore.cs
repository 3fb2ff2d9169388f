using ZuperConnect.Storage;

namespace ZuperConnect.SavedReplies;

/// <summary>A saved reply with the ETag of its row.</summary>
public sealed record StoredReply(SavedReply Reply, ETag ETag);

/// <summary>The saved replies in the table <c>SavedReplies</c>. They are few, and read as a whole.</summary>
public sealed class SavedReplyStore(StorageTables storage)
{
    /// <summary>The maximum number of saved replies.</summary>
    public const int MaxCount = 500;

    private const string Partition = "replies";

    /// <summary>All saved replies, by name.</summary>
    public async Task<IReadOnlyList<StoredReply>> ListAsync(CancellationToken cancellation)
    {
        var all = await storage.SavedReplies.QueryAsync(RowQuery.InPartition(Partition), cancellation).Select(Read)
            .ToListAsync(cancellation);
        return [.. all.OrderBy(one => one.Reply.Name, StringComparer.CurrentCultureIgnoreCase).ThenBy(one => one.Reply.Id)];
    }

    /// <summary>A saved reply; null if it does not exist.</summary>
    public async Task<StoredReply?> FindAsync(string id, CancellationToken cancellation) =>
        await storage.SavedReplies.FindAsync(Partition, id, cancellation) is { } row ? Read(row) : null;

    /// <summary>Adds a saved reply, or changes an unchanged one.</summary>
    /// <param name="reply">The saved reply.</param>
    /// <param name="etag">The ETag that was read; null to add it.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <returns>What is stored now; null if it was changed to something else, added or deleted meanwhile.</returns>
    public async Task<StoredReply?> SaveAsync(SavedReply reply, ETag? etag, CancellationToken cancellation)
    {
        var row = JsonRows.Of(Partition, reply.Id, reply);
        try
        {
            return new(reply, etag is { } read
                ? await storage.SavedReplies.ReplaceAsync(row, read, cancellation)
                : await storage.SavedReplies.InsertAsync(row, cancellation));
        }
        catch (ConflictException)
        {
            return await FindAsync(reply.Id, cancellation) is { } now && JsonRows.AreSame(now.Reply, reply) ? now : null;
        }
    }

    /// <summary>Deletes an unchanged saved reply. Returns false if it was changed meanwhile.</summary>
    public async Task<bool> DeleteAsync(StoredReply stored, CancellationToken cancellation)
    {
        try
        {
            await storage.SavedReplies.DeleteAsync(Partition, stored.Reply.Id, stored.ETag, cancellation);
            return true;
        }
        catch (ConflictException)
        {
            return await FindAsync(stored.Reply.Id, cancellation) is null;
        }
    }

    private static StoredReply Read(TableRow row) => new(JsonRows.Read<SavedReply>(row), row.ETag);
}
