using ZuperConnect.Conversations;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Statistics;
using ZuperConnect.Storage;

namespace ZuperConnect.Ledger;

/// <summary>
/// Which conversations had messages, calls or status changes on which UTC day. A row marks each, written in the same transaction as the
/// items, so that a day can be counted without reading other conversations.
/// </summary>
public sealed class ConversationActivity(StorageTables storage)
{
    /// <summary>The customers of a number's conversations with activity on the UTC days of a range of time.</summary>
    /// <param name="number">The number of the business.</param>
    /// <param name="from">The start of the range.</param>
    /// <param name="to">The end of the range, exclusive.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public async Task<IReadOnlyCollection<PhoneNumber>> FindAsync(
        PhoneNumber number, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
        await storage.Inbox.QueryAsync(Between(number, from, to).Select(), cancellation)
            .Select(row => CustomerOf(row.RowKey)).OfType<PhoneNumber>().ToHashSetAsync(cancellationToken: cancellation);

    /// <summary>The newest UTC day with activity before a time; null if there is none.</summary>
    public async Task<DateOnly?> FindDayBeforeAsync(PhoneNumber number, DateTimeOffset before, CancellationToken cancellation) =>
        await storage.Inbox
            .QueryAsync(
                RowQuery.WithPrefix(number.Key, RowKeys.AllActivity).From(RowKeys.ActivityOn(before.AddTicks(-1))).Select().InPagesOf(1),
                cancellation)
            .FirstOrDefaultAsync(cancellation) is { } row ? DayOf(row.RowKey) : null;

    /// <summary>Marks the conversations of timeline items that are stored.</summary>
    public async Task MarkAsync(PhoneNumber number, IEnumerable<TableRow> items, CancellationToken cancellation)
    {
        var marks = items.Where(row => TimelineStatistics.IsCounted(JsonRows.Read<TimelineItem>(row)))
            .Select(row => row.RowKey.Split('|'))
            .Select(parts => PhoneNumber.TryParseKey(parts[1], out var customer) ? RowKeys.Activity(TimeOf(parts[2]), customer) : null)
            .OfType<string>().Distinct();
        foreach (var some in marks.Chunk(TableOperations.MaxTransactionSize))
        {
            await storage.Inbox.SubmitAsync([.. some.Select(key => new RowChange.Upsert(new(number.Key, key)))], cancellation);
        }
    }

    /// <summary>Deletes the marks of a conversation whose timeline is erased up to a time.</summary>
    public async Task DeleteAsync(ConversationId id, DateTimeOffset upTo, CancellationToken cancellation)
    {
        var items = RowQuery.WithPrefix(id.Number.Key, RowKeys.Items(id.Customer));
        var (last, end) = (RowKeys.Item(id.Customer, upTo, ""), new DateTimeOffset(upTo.UtcDateTime.Date.AddDays(1), TimeSpan.Zero));
        var staysActive = await storage.Inbox
            .QueryAsync(items.From(RowKeys.Item(id.Customer, end.AddTicks(-1), "")).Before(last).Select().InPagesOf(1), cancellation)
            .AnyAsync(cancellation);
        var kept = staysActive ? RowKeys.Activity(upTo, id.Customer) : null;
        var marks = await storage.Inbox.QueryAsync(items.From(last).Select(), cancellation)
            .Select(row => RowKeys.Activity(TimeOf(row.RowKey.Split('|')[2]), id.Customer)).Distinct().ToListAsync(cancellation);
        await storage.Inbox.DeleteAsync(
            [.. marks.Where(key => key != kept).Select(key => new TableRow(id.Number.Key, key))], cancellation);
    }

    /// <summary>
    /// Deletes the marks of a conversation on the UTC days of a range of time, if it does not exist. If it exists, its items can be on the
    /// part of the last UTC day that is after the range.
    /// </summary>
    public async Task DeleteErasedAsync(ConversationId id, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        if (await storage.Inbox.FindAsync(id.Number.Key, RowKeys.Conversation(id.Customer), cancellation) is null)
        {
            await storage.Inbox.DeleteAsync(
                await storage.Inbox.QueryAsync(Between(id.Number, from, to).Select(), cancellation)
                    .Where(row => row.RowKey.EndsWith($"|{id.Customer.Key}", StringComparison.Ordinal)).ToListAsync(cancellation),
                cancellation);
        }
    }

    /// <summary>The rows for new or changed items of a conversation.</summary>
    internal static IEnumerable<TableRow> Rows(ConversationId id, IEnumerable<TimelineItem> items) => items
        .Where(TimelineStatistics.IsCounted)
        .Select(item => RowKeys.Activity(item.At, id.Customer)).Distinct().Select(key => new TableRow(id.Number.Key, key));

    private static RowQuery Between(PhoneNumber number, DateTimeOffset from, DateTimeOffset to) => RowQuery.InPartition(number.Key)
        .From(RowKeys.ActivityOn(to.AddTicks(-1))).Before(RowQuery.PrefixEnd(RowKeys.ActivityOn(from) + "|"));

    private static PhoneNumber? CustomerOf(string key) => PhoneNumber.TryParseKey(key.Split('|')[2], out var customer) ? customer : null;

    private static DateOnly DayOf(string key) => DateOnly.FromDateTime(TimeOf(key.Split('|')[1]).UtcDateTime);

    private static DateTimeOffset TimeOf(string newestFirst) =>
        new(DateTime.MaxValue.Ticks - long.Parse(newestFirst, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.Zero);
}
