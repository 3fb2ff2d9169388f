using ZuperConnect.Hours;
using ZuperConnect.Numbers;

namespace ZuperConnect.Statistics;

/// <summary>The days of a number.</summary>
/// <param name="Number">The number.</param>
/// <param name="TimeZone">The time zone of the days, by its IANA id.</param>
/// <param name="CountedFrom">The days before this one are being counted; null if all are counted.</param>
/// <param name="Days">The days on which something happened.</param>
public sealed record NumberStatistics(
    BusinessNumber Number, string TimeZone, DateOnly? CountedFrom, IReadOnlyDictionary<DateOnly, DayStatistics> Days);

/// <summary>
/// Reads the days of numbers: those that are over from their rows, and today from the timelines of the conversations that were active
/// today.
/// </summary>
public sealed class StatisticsReader(StatisticsStore store, StatisticsCounter counter, TimeProvider time)
{
    /// <summary>The newest date at this moment in the time zones of some numbers.</summary>
    public DateOnly Today(IEnumerable<BusinessNumber> some) =>
        some.Select(TodayOf).DefaultIfEmpty(TimeZoneInfo.Utc.DateAt(time.GetUtcNow())).Max();

    /// <summary>Reads the days of numbers.</summary>
    public Task<NumberStatistics[]> ReadAsync(
        IEnumerable<BusinessNumber> some, DateOnly from, DateOnly to, CancellationToken cancellation) =>
        Task.WhenAll(some.Select(number => ReadAsync(number, from, to, cancellation)));

    private async Task<NumberStatistics> ReadAsync(BusinessNumber number, DateOnly from, DateOnly to, CancellationToken cancellation)
    {
        var (zone, today) = (StatisticsCounter.ZoneOf(number), TodayOf(number));
        var state = await store.ReadStateAsync(number.Number, cancellation);

        // Yesterday is counted here until the reconciler has stored it, a minute after the day ended.
        var isYesterdayStored = state.TimeZone == zone.Id && state.Through >= today.AddDays(-1);
        var (first, last) = (isYesterdayStored ? today : today.AddDays(-1), today);
        var days = new Dictionary<DateOnly, DayStatistics>(await store.ReadAsync(number.Number, from, to, cancellation));
        if (from <= last && first <= to)
        {
            var (start, end) = (from > first ? from : first, to < last ? to : last);
            var counted = await counter.CountAsync(number.Number, zone, start, end, cancellation);
            for (var day = start; day <= end; day = day.AddDays(1))
            {
                days.Remove(day);
                if (counted.TryGetValue(day, out var counts))
                {
                    days[day] = counts;
                }
            }
        }

        var isComplete = state.Contains(zone, today.AddDays(-2));
        var countedFrom = state.TimeZone == zone.Id && state.From is { } oldest ? oldest : first;
        return new(number, zone.Id, isComplete ? null : countedFrom, days);
    }

    private DateOnly TodayOf(BusinessNumber number) => StatisticsCounter.ZoneOf(number).DateAt(time.GetUtcNow());
}
