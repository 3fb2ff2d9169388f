using ZuperConnect.Conversations;
using ZuperConnect.Hours;
using ZuperConnect.Ledger;
using ZuperConnect.Numbers;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Statistics;

/// <summary>
/// Counts days from the timelines of the conversations that were active on them. The cost is one query for the days and one for each of
/// these conversations, whatever the size of the inbox.
/// </summary>
public sealed class StatisticsCounter(StorageTables storage, ConversationActivity activity)
{
    private const int Concurrency = 8;
    private const int ItemsInPage = 100;

    /// <summary>The time zone of a number's days: that of its business hours, or UTC.</summary>
    public static TimeZoneInfo ZoneOf(BusinessNumber number) => LocalTime.Zone(number.Hours?.TimeZone);

    /// <summary>Counts the days of a range.</summary>
    /// <returns>The days on which something happened.</returns>
    public async Task<IReadOnlyDictionary<DateOnly, DayStatistics>> CountAsync(
        PhoneNumber number, TimeZoneInfo zone, DateOnly from, DateOnly to, CancellationToken cancellation)
    {
        var (start, end) = (zone.StartOf(from), zone.StartOf(to.AddDays(1)));
        var counted = new List<KeyValuePair<DateOnly, DayStatistics>>();
        foreach (var some in (await activity.FindAsync(number, start, end, cancellation)).Chunk(Concurrency))
        {
            var parts = await Task.WhenAll(some.Select(customer => CountAsync(new(number, customer), zone, start, end, cancellation)));
            counted.AddRange(parts.SelectMany(part => part).Where(day => from <= day.Key && day.Key <= to));
        }

        return counted.GroupBy(day => day.Key)
            .ToDictionary(day => day.Key, day => DayStatistics.Sum([.. day.Select(one => one.Value)]));
    }

    private async Task<IReadOnlyDictionary<DateOnly, DayStatistics>> CountAsync(
        ConversationId id, TimeZoneInfo zone, DateTimeOffset start, DateTimeOffset end, CancellationToken cancellation)
    {
        var query = RowQuery.WithPrefix(id.Number.Key, RowKeys.Items(id.Customer))
            .From(RowKeys.Item(id.Customer, end.AddTicks(-1), "")).InPagesOf(ItemsInPage);
        var (items, isFromBeginning) = (new List<TimelineItem>(), true);
        await foreach (var row in storage.Inbox.QueryAsync(query, cancellation))
        {
            var item = JsonRows.Read<TimelineItem>(row);
            items.Add(item);
            if (item.At < start && TimelineStatistics.EndsWait(item))
            {
                isFromBeginning = false;
                break;
            }
        }

        if (items.Count is 0)
        {
            // Erased while it was marked, or active only after the range.
            await activity.DeleteErasedAsync(id, start, end, cancellation);
        }

        items.Reverse();
        return TimelineStatistics.Count(items, isFromBeginning, zone);
    }
}
