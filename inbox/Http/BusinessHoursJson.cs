using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ZuperConnect.Hours;

namespace ZuperConnect.Http;

/// <summary>When the business is open. Outside the windows, and on holidays, it is closed.</summary>
/// <param name="TimeZone">The time zone by its IANA id, such as <c>America/Los_Angeles</c>.</param>
/// <param name="Windows">The windows. Without any, it is always closed.</param>
/// <param name="Holidays">The dates (<c>2026-12-25</c>) on which no window opens.</param>
public sealed record BusinessHoursJson(
    [MaxLength(BusinessHoursJson.MaxTimeZoneLength)] string TimeZone,
    [MaxLength(BusinessHoursJson.MaxWindows)] IReadOnlyList<OpeningWindowJson> Windows,
    [MaxLength(BusinessHoursJson.MaxHolidays)] IReadOnlyList<string> Holidays)
{
    internal const int MaxTimeZoneLength = 64;
    internal const int MaxWindows = 28;
    internal const int MaxHolidays = 200;
    private const string DateFormat = "yyyy-MM-dd";

    /// <summary>Creates it from hours.</summary>
    public static BusinessHoursJson Of(BusinessHours hours) => new(
        hours.TimeZone,
        [.. hours.Windows.Select(OpeningWindowJson.Of)],
        [.. hours.Holidays.Select(day => day.ToString(DateFormat, CultureInfo.InvariantCulture))]);

    /// <summary>Reads hours, and answers with a problem if they are not valid.</summary>
    internal BusinessHours Read() => new(
        TimeZone is { Length: > 0 and <= MaxTimeZoneLength } && TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone)
            && zone.HasIanaId
                ? TimeZone : throw Problems.Invalid("hours.timeZone is the IANA id of a time zone, such as America/Los_Angeles."),
        Windows is { Count: <= MaxWindows } && Windows.All(window => window is not null)
            ? [.. Windows.Select(window => window.Read())]
            : throw Problems.Invalid($"hours.windows is a list of at most {MaxWindows} windows."),
        Holidays is { Count: <= MaxHolidays }
            ? [.. Holidays.Select(Holiday).Distinct().Order()]
            : throw Problems.Invalid($"hours.holidays is a list of at most {MaxHolidays} dates."));

    private static DateOnly Holiday(string? text) =>
        DateOnly.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day.Year is >= 2000 and < 2100
            ? day : throw Problems.Invalid("hours.holidays has dates from 2000 to 2099, such as 2026-12-25.");
}

/// <summary>A time in which the business is open on some days of the week.</summary>
/// <param name="Days">The days on which it opens.</param>
/// <param name="Opens">When it opens, in local time (<c>08:00</c>).</param>
/// <param name="Closes">
/// When it closes. If this is not after <c>opens</c>, it closes on the next day: <c>00:00</c> is the end of the day.
/// </param>
public sealed record OpeningWindowJson(
    [Length(1, 7)] IReadOnlyList<DayOfWeek> Days,
    [RegularExpression(OpeningWindowJson.TimeOfDay)] string Opens, [RegularExpression(OpeningWindowJson.TimeOfDay)] string Closes)
{
    internal const string TimeOfDay = "^([01][0-9]|2[0-3]):[0-5][0-9]$";
    private const string TimeFormat = "HH:mm";

    internal static OpeningWindowJson Of(OpeningWindow window) => new(
        window.Days,
        window.Opens.ToString(TimeFormat, CultureInfo.InvariantCulture),
        window.Closes.ToString(TimeFormat, CultureInfo.InvariantCulture));

    internal OpeningWindow Read() => new(
        Days is { Count: >= 1 and <= 7 } ? [.. Days.Distinct().Order()] : throw Problems.Invalid("A window has one to seven days."),
        Time(Opens, "opens"),
        Time(Closes, "closes"));

    private static TimeOnly Time(string? text, string name) =>
        TimeOnly.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time : throw Problems.Invalid($"{name} is a time of day, such as 08:00.");
}
