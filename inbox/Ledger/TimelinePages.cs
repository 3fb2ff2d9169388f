using ZuperConnect.Conversations;
using ZuperConnect.Storage;

namespace ZuperConnect.Ledger;

/// <summary>Reads timelines, newest first.</summary>
public sealed class TimelinePages(StorageTables storage)
{
    /// <summary>Reads a page.</summary>
    /// <param name="id">The conversation.</param>
    /// <param name="limit">The maximum number of items.</param>
    /// <param name="after">The end of the previous page, from <see cref="ParseCursor"/>; null for the first page.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public async Task<Page<TimelineItem>> ReadAsync(ConversationId id, int limit, string? after, CancellationToken cancellation)
    {
        var prefix = RowKeys.Items(id.Customer);
        var query = RowQuery.WithPrefix(id.Number.Key, prefix).After(prefix + after);
        return await storage.Inbox.ReadPageAsync(
            query, limit, JsonRows.Read<TimelineItem>, row => row.RowKey[prefix.Length..], cancellation);
    }

    /// <summary>Parses a cursor; null if it is not valid.</summary>
    public static string? ParseCursor(string text) =>
        Cursors.Decode(text) is { } place && place.Split('|') is [{ Length: 19 } time, var itemId]
            && time.All(char.IsAsciiDigit) && SourceIds.CanBeKey(itemId)
            ? place
            : null;
}
