using CsCheck;
using ZuperConnect.Hours;

namespace ZuperConnect.Tests.Hours;

/// <summary>Any hours in any of some time zones, around both clock changes of a year.</summary>
public class BusinessHoursPropertyTests
{
    private const long Iterations = 300;

    private static readonly string[] Zones =
        ["America/Los_Angeles", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Sao_Paulo", "UTC"];

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Gen<TimeOnly> Times = Gen.Int[0, (24 * 4) - 1].Select(quarter => TimeOnly.MinValue.AddMinutes(15 * quarter));

    private static readonly Gen<OpeningWindow> Windows =
        from days in Gen.Int[0, 6].Array[1, 7]
        from opens in Times
        from closes in Times
        select new OpeningWindow([.. days.Distinct().Select(day => (DayOfWeek)day)], opens, closes);

    private static readonly Gen<BusinessHours> Hours =
        from zone in Gen.Int[0, Zones.Length - 1].Select(index => Zones[index])
        from windows in Windows.Array[0, 4]
        from holidays in Gen.Int[0, 364].Array[0, 20]
        select new BusinessHours(zone, [.. windows], [.. holidays.Select(day => new DateOnly(2026, 1, 1).AddDays(day))]);

    private static readonly Gen<DateTimeOffset> Instants = Gen.Int[0, 365 * 24 * 60].Select(minute => Start.AddMinutes(minute));

    [Fact]
    public void Open_or_closed_stays_until_the_next_change_and_is_the_opposite_then() => Gen.Select(Hours, Instants).Sample(
        (hours, at) =>
        {
            var next = hours.NextChange(at);
            var until = next ?? at.AddDays(7);
            var isOpen = hours.IsOpen(at);
            for (var between = at; between < until; between += (until - at) / 10)
            {
                Assert.Equal(isOpen, hours.IsOpen(between));
            }

            if (next is { } change)
            {
                Assert.True(change > at);
                Assert.Equal(isOpen, hours.IsOpen(change.AddTicks(-1)));
                Assert.Equal(!isOpen, hours.IsOpen(change));
            }
        },
        iter: Iterations);

    [Fact]
    public void Open_time_is_the_sum_of_its_parts_and_never_more_than_the_time() => Gen.Select(Hours, Instants, Instants, Instants).Sample(
        (hours, one, other, another) =>
        {
            DateTimeOffset[] order = [.. new[] { one, other, another }.Order()];
            var whole = hours.OpenTime(order[0], order[2]);
            Assert.Equal(whole, hours.OpenTime(order[0], order[1]) + hours.OpenTime(order[1], order[2]));
            Assert.InRange(whole, TimeSpan.Zero, order[2] - order[0]);
        },
        iter: Iterations);

    [Fact]
    public void Open_time_until_the_next_change_is_all_or_nothing() => Gen.Select(Hours, Instants).Sample(
        (hours, at) =>
        {
            if (hours.NextChange(at) is { } next)
            {
                Assert.Equal(hours.IsOpen(at) ? next - at : TimeSpan.Zero, hours.OpenTime(at, next));
            }
        },
        iter: Iterations);

    [Fact]
    public void Outside_the_hours_of_a_clock_change_the_local_time_decides() => Gen.Select(Hours, Instants).Sample(
        (hours, at) =>
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(hours.TimeZone);
            if (zone.GetUtcOffset(at.AddDays(-2)) != zone.GetUtcOffset(at.AddDays(2)))
            {
                return;
            }

            var local = TimeZoneInfo.ConvertTime(at, zone).DateTime;
            Assert.Equal(
                hours.Windows.Any(window => Contains(hours, window, local, DateOnly.FromDateTime(local))
                    || Contains(hours, window, local, DateOnly.FromDateTime(local).AddDays(-1))),
                hours.IsOpen(at));
        },
        iter: 10 * Iterations);

    /// <summary>Whether a local time is in the window that opens on a day.</summary>
    private static bool Contains(BusinessHours hours, OpeningWindow window, DateTime local, DateOnly day)
    {
        var opens = day.ToDateTime(window.Opens);
        var length = window.Closes > window.Opens ? window.Closes - window.Opens
            : TimeSpan.FromDays(1) - (window.Opens.ToTimeSpan() - window.Closes.ToTimeSpan());
        return window.Days.Contains(day.DayOfWeek) && !hours.Holidays.Contains(day) && opens <= local && local < opens + length;
    }
}
