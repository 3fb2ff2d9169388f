using System.Globalization;
using System.Text.Json.Serialization;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Statistics;

/// <summary>Which days of a number are counted.</summary>
public sealed record CountedDays
{
    /// <summary>Nothing is counted.</summary>
    public static CountedDays None { get; } = new();

    /// <summary>Whether the conversations of earlier versions of the app have the rows by which a day finds them.</summary>
    public bool IsMarked { get; init; }

    /// <summary>The row key of the last timeline item that was marked; null before the first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? MarkedThrough { get; init; }

    /// <summary>The time zone of the days; null if none is counted.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The first counted day; null if none is.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last counted day; null if none is.</summary>
    public DateOnly? Through { get; init; }

    /// <summary>Whether nothing happened before the first counted day.</summary>
    public bool IsComplete { get; init; }

    /// <summary>Whether all days of a time zone are counted, up to a day.</summary>
    public bool Contains(TimeZoneInfo zone, DateOnly day) => IsMarked && IsComplete && TimeZone == zone.Id && Through >= day;
}

/// <summary>The counted days of numbers: a row for each day on which something happened. It contains no personal data.</summary>
public sealed class StatisticsStore(StorageTables storage)
{
    private const string StatePartition = "statistics";
    private const string Prefix = "s|";

    /// <summary>Which days are counted.</summary>
    public async Task<CountedDays> ReadStateAsync(PhoneNumber number, CancellationToken cancellation) =>
        await storage.Numbers.FindAsync(StatePartition, number.Key, cancellation) is { } row
            ? JsonRows.Read<CountedDays>(row) : CountedDays.None;

    /// <summary>Stores which days are counted.</summary>
    public Task WriteStateAsync(PhoneNumber number, CountedDays state, CancellationToken cancellation) =>
        storage.Numbers.UpsertAsync(JsonRows.Of(StatePartition, number.Key, state), cancellation);

    /// <summary>Reads the counted days of a range.</summary>
    public async Task<IReadOnlyDictionary<DateOnly, DayStatistics>> ReadAsync(
        PhoneNumber number, DateOnly from, DateOnly to, CancellationToken cancellation) =>
        await storage.Inbox.QueryAsync(Between(number, from, to), cancellation)
            .ToDictionaryAsync(row => DayOf(row.RowKey), JsonRows.Read<DayStatistics>, cancellationToken: cancellation);

    /// <summary>Replaces the counted days of a range.</summary>
    public async Task WriteAsync(
        PhoneNumber number, DateOnly from, DateOnly to, IReadOnlyDictionary<DateOnly, DayStatistics> days, CancellationToken cancellation)
    {
        var gone = await storage.Inbox.QueryAsync(Between(number, from, to).Select(), cancellation)
            .Where(row => !days.ContainsKey(DayOf(row.RowKey))).ToListAsync(cancellation);
        await storage.Inbox.DeleteAsync(gone, cancellation);
        foreach (var some in days.Chunk(TableOperations.MaxTransactionSize))
        {
            await storage.Inbox.SubmitAsync(
                [.. some.Select(day => new RowChange.Upsert(JsonRows.Of(number.Key, Key(day.Key), day.Value)))], cancellation);
        }
    }

    private static RowQuery Between(PhoneNumber number, DateOnly from, DateOnly to) =>
        RowQuery.InPartition(number.Key).From(Key(from)).Before(RowQuery.PrefixEnd(Key(to)));

    private static string Key(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{day:yyyy-MM-dd}");

    private static DateOnly DayOf(string key) => DateOnly.ParseExact(key[Prefix.Length..], "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
