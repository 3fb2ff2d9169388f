using Azure.Data.Tables;
using ZuperConnect.Conversations;

namespace ZuperConnect.Storage;

/// <summary>Reads timelines, newest first.</summary>
public sealed class TimelinePages(InboxStorage storage)
{
    /// <summary>Reads a page.</summary>
    /// <param name="id">The conversation.</param>
    /// <param name="limit">The longest page.</param>
    /// <param name="after">Where the last page ended, as <see cref="ParseCursor"/> gives it; null for the first.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<Page<TimelineItem>> ReadAsync(ConversationId id, int limit, string? after, CancellationToken cancellation)
    {
        var prefix = RowKeys.Items(id.Customer);
        var (from, end) = (prefix + after, RowKeys.After(prefix));
        var rows = storage.Inbox.QueryAsync<TableEntity>(
            row => row.PartitionKey == id.Number.Key && row.RowKey.CompareTo(from) > 0 && row.RowKey.CompareTo(end) < 0, limit + 1, cancellationToken: cancellation);

        var items = new List<TimelineItem>(limit);
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            if (items.Count == limit)
            {
                var last = items[^1];
                return new(items, Cursors.Encode(RowKeys.Item(id.Customer, last.At, last.Id)[prefix.Length..]));
            }

            items.Add(Rows.Read<TimelineItem>(row));
        }

        return new(items, null);
    }

    /// <summary>Reads a cursor; null where it is none.</summary>
    public static string? ParseCursor(string text) =>
        Cursors.Decode(text) is { } place && place.Split('|') is [{ Length: 19 } time, var itemId] && time.All(char.IsAsciiDigit) && SourceIds.CanBeKey(itemId)
            ? place
            : null;
}
