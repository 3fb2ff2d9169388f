using System.Globalization;
using System.Text.Json;
using ZuperConnect.Hours;
using ZuperConnect.Json;

namespace ZuperConnect.Tests.Hours;

/// <summary>When a business is open: windows, holidays, and the clock changes of its time zone.</summary>
public class BusinessHoursTests
{
    private static readonly DayOfWeek[] MondayToFriday =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    private static readonly BusinessHours Office = new(
        "America/Los_Angeles",
        [
            Window(MondayToFriday, "08:00", "12:00"), Window(MondayToFriday, "13:00", "17:00"),
            Window([DayOfWeek.Saturday], "09:00", "11:00"),
        ],
        [new(2026, 12, 25)]);

    private static readonly BusinessHours Always = new("America/Los_Angeles", [Window(Enum.GetValues<DayOfWeek>(), "00:00", "00:00")], []);

    [Theory]
    [InlineData("2026-11-23T07:59:59-08:00", false)]
    [InlineData("2026-11-23T08:00:00-08:00", true)]
    [InlineData("2026-11-23T12:00:00-08:00", false)]
    [InlineData("2026-11-23T13:00:00-08:00", true)]
    [InlineData("2026-11-23T17:00:00-08:00", false)]
    [InlineData("2026-11-28T10:00:00-08:00", true)]
    [InlineData("2026-11-29T10:00:00-08:00", false)]
    [InlineData("2026-12-25T10:00:00-08:00", false)]
    [InlineData("2026-07-01T15:00:00Z", true)]
    [InlineData("2026-07-01T14:59:00Z", false)]
    public void Business_is_open_in_its_windows_but_not_on_holidays(string at, bool isOpen) =>
        Assert.Equal(isOpen, Office.IsOpen(Time(at)));

    [Theory]
    [InlineData("2026-11-23T07:00:00-08:00", "2026-11-23T08:00:00-08:00")]
    [InlineData("2026-11-23T08:00:00-08:00", "2026-11-23T12:00:00-08:00")]
    [InlineData("2026-11-28T11:00:00-08:00", "2026-11-30T08:00:00-08:00")]
    [InlineData("2026-12-24T17:00:00-08:00", "2026-12-26T09:00:00-08:00")]
    public void Next_change_is_the_next_opening_or_closing(string after, string next) =>
        Assert.Equal(Time(next), Office.NextChange(Time(after)));

    [Fact]
    public void Business_that_is_always_open_or_never_has_no_next_change()
    {
        var now = Time("2026-11-23T08:00:00-08:00");
        Assert.True(Always.IsOpen(now));
        Assert.Null(Always.NextChange(now));
        Assert.Equal(
            Time("2027-07-04T00:00:00-07:00"), (Always with { Holidays = [new(2027, 7, 4)] }).NextChange(now));
        var never = Always with { Windows = [] };
        Assert.False(never.IsOpen(now));
        Assert.Null(never.NextChange(now));
        Assert.Equal(TimeSpan.Zero, never.OpenTime(now, now.AddDays(30)));
    }

    [Theory]
    [InlineData("2026-11-23T07:00:00-08:00", "2026-11-23T18:00:00-08:00", 8)]
    [InlineData("2026-11-23T11:00:00-08:00", "2026-11-23T14:00:00-08:00", 2)]
    [InlineData("2026-11-27T16:30:00-08:00", "2026-11-30T08:30:00-08:00", 3)]
    [InlineData("2026-12-24T16:00:00-08:00", "2026-12-26T09:00:00-08:00", 1)]
    [InlineData("2026-11-23T14:00:00-08:00", "2026-11-23T11:00:00-08:00", 0)]
    public void Open_time_counts_only_the_windows(string from, string to, double hours) =>
        Assert.Equal(TimeSpan.FromHours(hours), Office.OpenTime(Time(from), Time(to)));

    [Theory]
    [InlineData("2026-11-27T21:59:00+01:00", false)]
    [InlineData("2026-11-27T22:00:00+01:00", true)]
    [InlineData("2026-11-28T05:59:00+01:00", true)]
    [InlineData("2026-11-28T06:00:00+01:00", false)]
    public void Window_that_closes_before_it_opens_ends_on_the_next_day_even_if_that_is_a_holiday(string at, bool isOpen)
    {
        var night = new BusinessHours("Europe/Berlin", [Window([DayOfWeek.Friday], "22:00", "06:00")], [new(2026, 11, 28)]);
        Assert.Equal(isOpen, night.IsOpen(Time(at)));
    }

    [Fact]
    public void Night_of_the_clock_change_in_spring_is_an_hour_shorter_and_that_in_autumn_an_hour_longer()
    {
        Assert.Equal(
            TimeSpan.FromHours(23), Always.OpenTime(Time("2026-03-08T00:00:00-08:00"), Time("2026-03-09T00:00:00-07:00")));
        Assert.Equal(
            TimeSpan.FromHours(25), Always.OpenTime(Time("2026-11-01T00:00:00-07:00"), Time("2026-11-02T00:00:00-08:00")));
    }

    [Fact]
    public void Time_that_the_clock_skips_is_the_instant_of_the_skip()
    {
        var sunday = Always with { Windows = [Window([DayOfWeek.Sunday], "02:30", "04:00")] };
        Assert.Equal(Time("2026-03-08T03:00:00-07:00"), sunday.NextChange(Time("2026-03-08T00:00:00-08:00")));
        Assert.Equal(Time("2026-03-08T04:00:00-07:00"), sunday.NextChange(Time("2026-03-08T03:00:00-07:00")));
    }

    [Fact]
    public void Time_that_the_clock_shows_twice_opens_at_the_first_and_closes_at_the_second()
    {
        var opens = Always with { Windows = [Window([DayOfWeek.Sunday], "01:30", "04:00")] };
        Assert.Equal(Time("2026-11-01T01:30:00-07:00"), opens.NextChange(Time("2026-11-01T00:00:00-07:00")));
        var closes = Always with { Windows = [Window([DayOfWeek.Sunday], "00:00", "01:30")] };
        Assert.Equal(Time("2026-11-01T01:30:00-08:00"), closes.NextChange(Time("2026-11-01T01:00:00-07:00")));
    }

    [Fact]
    public void Unknown_time_zone_is_read_as_UTC() =>
        Assert.True((Office with { TimeZone = "Nowhere/Land" }).IsOpen(Time("2026-11-23T08:00:00Z")));

    [Fact]
    public void Stored_form_is_pinned()
    {
        const string Json = """
            {"timeZone":"America/Los_Angeles","windows":[{"days":["saturday"],"opens":"09:00","closes":"11:00"}],"holidays":["2026-12-25"]}
            """;
        var hours = Office with { Windows = [Office.Windows[2]] };
        Assert.Equal(Json, JsonSerializer.Serialize(hours, InboxJson.Options));
        Assert.Equal(Json, JsonSerializer.Serialize(JsonSerializer.Deserialize<BusinessHours>(Json, InboxJson.Options), InboxJson.Options));
    }

    private static OpeningWindow Window(DayOfWeek[] days, string opens, string closes) => new(
        [.. days], TimeOnly.Parse(opens, CultureInfo.InvariantCulture), TimeOnly.Parse(closes, CultureInfo.InvariantCulture));

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
