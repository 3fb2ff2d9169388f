using System.Collections.Concurrent;
using ZuperConnect.Hours;
using ZuperConnect.Ledger;
using ZuperConnect.Numbers;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Statistics;

/// <summary>
/// Counts the days that are over, and stores them. Runs every minute, and does nothing until a day ends. The first runs after an update, or
/// after a change of the number's time zone, count all earlier days, newest first, for some seconds each. All of it can be interrupted and
/// repeated.
/// </summary>
public sealed class StatisticsReconciler(
    StorageTables storage, NumberStore numbers, ConversationActivity activity, StatisticsCounter counter, StatisticsStore store,
    TimeProvider time)
{
    /// <summary>How many days before the last one are counted again, for late events such as delivery reports.</summary>
    public const int RecountedDays = 3;

    private const int DaysInStep = 7;
    private static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(20);
    private readonly ConcurrentDictionary<PhoneNumber, (string TimeZone, DateOnly Through)> _done = [];

    /// <summary>Counts what is to be counted. A failure is repeated by the next run.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var until = time.GetUtcNow() + MaxDuration;
        foreach (var number in (await numbers.AllAsync(cancellation)).Values)
        {
            var zone = StatisticsCounter.ZoneOf(number);
            var yesterday = zone.DateAt(time.GetUtcNow()).AddDays(-1);
            if (_done.GetValueOrDefault(number.Number) == (zone.Id, yesterday))
            {
                continue;
            }

            var state = await store.ReadStateAsync(number.Number, cancellation);
            for (var isFirst = true; !state.Contains(zone, yesterday); isFirst = false)
            {
                if (!isFirst && time.GetUtcNow() >= until)
                {
                    return;
                }

                state = await StepAsync(number.Number, zone, yesterday, state, until, cancellation);
                await store.WriteStateAsync(number.Number, state, cancellation);
            }

            _done[number.Number] = (zone.Id, yesterday);
        }
    }

    private Task<CountedDays> StepAsync(
        PhoneNumber number, TimeZoneInfo zone, DateOnly yesterday, CountedDays state, DateTimeOffset until,
        CancellationToken cancellation) =>
        !state.IsMarked ? MarkAsync(number, state, until, cancellation)
        : state is { Through: { } through, From: { } from } && state.TimeZone == zone.Id
            ? through < yesterday
                ? CountNewAsync(number, zone, state, through.AddDays(1 - RecountedDays), yesterday, cancellation)
                : CountOldAsync(number, zone, state, from, cancellation)
            : CountNewAsync(
                number, zone, new() { IsMarked = true, TimeZone = zone.Id }, yesterday.AddDays(1 - DaysInStep), yesterday, cancellation);

    /// <summary>Marks the conversations that an earlier version of the app stored.</summary>
    private async Task<CountedDays> MarkAsync(
        PhoneNumber number, CountedDays state, DateTimeOffset until, CancellationToken cancellation)
    {
        var items = storage.Inbox.QueryAsync(
            RowQuery.WithPrefix(number.Key, RowKeys.AllItems).After(state.MarkedThrough), cancellation);
        await foreach (var some in items.Chunk(RowQuery.MaxPageSize).WithCancellation(cancellation))
        {
            await activity.MarkAsync(number, some, cancellation);
            state = state with { MarkedThrough = some[^1].RowKey };
            if (time.GetUtcNow() >= until)
            {
                return state;
            }
        }

        return state with { IsMarked = true, MarkedThrough = null };
    }

    private async Task<CountedDays> CountNewAsync(
        PhoneNumber number, TimeZoneInfo zone, CountedDays state, DateOnly from, DateOnly to, CancellationToken cancellation)
    {
        await CountAsync(number, zone, from, to, cancellation);
        return state with { From = state.From is { } first && first < from ? first : from, Through = to };
    }

    /// <summary>Counts some days before those that are counted.</summary>
    private async Task<CountedDays> CountOldAsync(
        PhoneNumber number, TimeZoneInfo zone, CountedDays state, DateOnly from, CancellationToken cancellation)
    {
        if (await activity.FindDayBeforeAsync(number, zone.StartOf(from), cancellation) is not { } active)
        {
            return state with { IsComplete = true };
        }

        // The local day can be the one after or before the UTC day.
        var to = active.AddDays(1) < from ? active.AddDays(1) : from.AddDays(-1);
        var first = to.AddDays(1 - DaysInStep);
        await CountAsync(number, zone, first, to, cancellation);
        return state with { From = first };
    }

    private async Task CountAsync(PhoneNumber number, TimeZoneInfo zone, DateOnly from, DateOnly to, CancellationToken cancellation) =>
        await store.WriteAsync(number, from, to, await counter.CountAsync(number, zone, from, to, cancellation), cancellation);
}
