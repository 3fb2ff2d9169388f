using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ZuperConnect.Hours;

/// <summary>A time in which the business is open on some days of the week.</summary>
/// <param name="Days">The days on which it opens.</param>
/// <param name="Opens">When it opens, in local time.</param>
/// <param name="Closes">
/// When it closes, in local time. If this is not after <paramref name="Opens"/>, it closes on the next day: <c>00:00</c> is the end of the
/// day, and <c>00:00</c> to <c>00:00</c> is the whole day.
/// </param>
public sealed record OpeningWindow(
    ImmutableArray<DayOfWeek> Days,
    [property: JsonConverter(typeof(MinuteOfDayJsonConverter))] TimeOnly Opens,
    [property: JsonConverter(typeof(MinuteOfDayJsonConverter))] TimeOnly Closes);

/// <summary>When the business is open. Windows may overlap.</summary>
/// <param name="TimeZone">The time zone by its IANA id, such as <c>America/Los_Angeles</c>.</param>
/// <param name="Windows">The windows. Without any, the business is always closed.</param>
/// <param name="Holidays">The dates on which no window opens. A window that opened on the day before still closes at its time.</param>
public sealed record BusinessHours(string TimeZone, ImmutableArray<OpeningWindow> Windows, ImmutableArray<DateOnly> Holidays)
{
    /// <summary>Whether the business is open.</summary>
    public bool IsOpen(DateTimeOffset at) => Periods(at, at).Any(open => open.From <= at && at < open.To);

    /// <summary>When the business opens or closes next, after a time; null if it never does.</summary>
    public DateTimeOffset? NextChange(DateTimeOffset after)
    {
        // Two weeks without a holiday show every change that there will ever be.
        var until = Holidays.Select(day => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)).Append(after).Max()
            .AddDays(15);
        foreach (var open in Periods(after, until))
        {
            if (open.From > after)
            {
                return open.From;
            }

            if (open.To > after)
            {
                return open.To < until ? open.To : null;
            }
        }

        return null;
    }

    /// <summary>How long the business is open between two times. Zero if they are in the other order.</summary>
    public TimeSpan OpenTime(DateTimeOffset from, DateTimeOffset to) => to <= from ? TimeSpan.Zero
        : Periods(from, to).Aggregate(TimeSpan.Zero, (sum, open) => sum + Overlap(open, from, to));

    private static TimeSpan Overlap(Period open, DateTimeOffset from, DateTimeOffset to)
    {
        var overlap = (open.To < to ? open.To : to) - (open.From > from ? open.From : from);
        return overlap > TimeSpan.Zero ? overlap : TimeSpan.Zero;
    }

    /// <summary>All periods that touch a range, in order, without overlaps. The last one may be incomplete.</summary>
    private IEnumerable<Period> Periods(DateTimeOffset from, DateTimeOffset to)
    {
        // A zone that this machine does not know must not keep a call from being answered.
        var zone = LocalTime.Zone(TimeZone);
        var last = zone.DateAt(to);
        Period? current = null;
        for (var day = zone.DateAt(from).AddDays(-1); day <= last; day = day.AddDays(1))
        {
            foreach (var next in Opening(zone, day))
            {
                if (current is { } open && next.From <= open.To)
                {
                    current = open with { To = next.To > open.To ? next.To : open.To };
                    continue;
                }

                if (current is { } complete)
                {
                    yield return complete;
                }

                current = next;
            }
        }

        if (current is { } remaining)
        {
            yield return remaining;
        }
    }

    private IEnumerable<Period> Opening(TimeZoneInfo zone, DateOnly day) => Holidays.Contains(day) ? []
        : Windows.Where(window => window.Days.Contains(day.DayOfWeek)).OrderBy(window => window.Opens).Select(window => new Period(
            zone.InstantOf(day.ToDateTime(window.Opens), isFirst: true),
            zone.InstantOf((window.Closes > window.Opens ? day : day.AddDays(1)).ToDateTime(window.Closes), isFirst: false)));

    private readonly record struct Period(DateTimeOffset From, DateTimeOffset To);
}
