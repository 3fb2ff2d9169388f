using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Numbers;
using ZuperConnect.Statistics;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>What happened at the numbers of the business on each day.</summary>
[Tags("Statistics")]
public sealed class StatisticsApi(ApiAuthorization authorization, StatisticsReader statistics, NumberStore numbers)
{
    private const int MaxDays = 366;
    private const int DefaultDays = 7;
    private const string DateForm = "yyyy-MM-dd";

    /// <summary>Count what happened on each day.</summary>
    /// <remarks>
    /// A day is one in the time zone of the number's business hours, or in UTC if it has none. A response time is the time from the
    /// customer's first message or missed call that nobody had responded to, until a user's message that did not fail, or a call that both
    /// sides answered. It counts on the day of the response. It is elapsed time: closed hours are not subtracted. Percentiles are by the
    /// nearest rank. Today is as of now. The last three days can still change by late events, such as delivery reports.
    /// </remarks>
    /// <response code="200">All days of the period, of all numbers together and of each.</response>
    [HttpGet(Routes.Statistics, Name = "readStatistics")]
    [NumberParameter("days")]
    [FirstDayParameter]
    [LastDayParameter]
    [IfNoneMatchParameter]
    [ProducesResponseType<StatisticsJson>(StatusCodes.Status200OK)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    public Task<IResult> ReadAsync(HttpRequest request, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async _ =>
    {
        var (from, to, read) = await ReadPeriodAsync(request, cancellation);
        return ETagJson.Of(request, StatisticsJson.Of(from, to, read));
    });

    /// <summary>Export what happened on each day as a CSV file.</summary>
    /// <remarks>
    /// A row for each day and number. Response times are in seconds. Text that a spreadsheet would run as a formula begins with an
    /// apostrophe.
    /// </remarks>
    /// <response code="200">The file.</response>
    [HttpGet(Routes.StatisticsExport, Name = "exportStatistics")]
    [NumberParameter("days")]
    [FirstDayParameter]
    [LastDayParameter]
    [ProducesResponseType<string>(StatusCodes.Status200OK, "text/csv")]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    public Task<IResult> ExportAsync(HttpRequest request, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async _ =>
    {
        var (from, to, read) = await ReadPeriodAsync(request, cancellation);
        return Results.Stream(
            body => StatisticsCsvWriter.WriteAsync(read, from, to, body), "text/csv; charset=utf-8", "statistics.csv");
    });

    private async Task<(DateOnly From, DateOnly To, IReadOnlyList<NumberStatistics> Numbers)> ReadPeriodAsync(
        HttpRequest request, CancellationToken cancellation)
    {
        var known = await numbers.AllAsync(cancellation);
        IReadOnlyCollection<BusinessNumber> asked = RequestReading.Number(request) is not { } number ? [.. known.Values]
            : known.TryGetValue(number.Key, out var found) ? [found] : throw KnownNumber.Unknown();
        var to = Date(request, "to") ?? statistics.Today(asked);
        var from = Date(request, "from") ?? to.AddDays(1 - DefaultDays);
        return from > to ? throw Problems.Invalid("from is a date that is not after to.")
            : to.DayNumber - from.DayNumber >= MaxDays ? throw Problems.Invalid($"from and to are at most {MaxDays} days, counting both.")
            : (from, to, await statistics.ReadAsync(asked, from, to, cancellation));
    }

    private static DateOnly? Date(HttpRequest request, string name) => RequestReading.Query(request, name) switch
    {
        null => null,
        var text when DateOnly.TryParseExact(text, DateForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && date.Year is > 1970 and < 9999 => date,
        _ => throw Problems.Invalid($"{name} is a date, such as 2026-01-31."),
    };
}
