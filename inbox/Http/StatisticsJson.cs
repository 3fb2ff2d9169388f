using System.ComponentModel.DataAnnotations;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Statistics;

namespace ZuperConnect.Http;

/// <summary>What happened in a period.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="Total">All numbers and days together.</param>
/// <param name="Days">Each day of all numbers together.</param>
/// <param name="Numbers">Each number, in the order of their digits.</param>
public sealed record StatisticsJson(
    DateOnly From, DateOnly To, StatisticsCountsJson Total, IReadOnlyList<StatisticsDayJson> Days,
    IReadOnlyList<NumberStatisticsJson> Numbers)
{
    internal static StatisticsJson Of(DateOnly from, DateOnly to, IReadOnlyList<NumberStatistics> numbers)
    {
        var together = Enumerable.Range(0, to.DayNumber - from.DayNumber + 1).Select(from.AddDays)
            .Select(day => (Day: day, Counts: DayStatistics.Sum([.. numbers.Select(number => CountsOf(number, day))]))).ToList();
        return new(
            from,
            to,
            StatisticsCountsJson.Of(DayStatistics.Sum([.. together.Select(day => day.Counts)])),
            [.. together.Select(day => new StatisticsDayJson(day.Day, StatisticsCountsJson.Of(day.Counts)))],
            [
                .. numbers.Select(number => new NumberStatisticsJson(
                    number.Number.Number,
                    number.Number.Number.Display(number.Number.Number),
                    number.Number.Name,
                    number.TimeZone,
                    number.CountedFrom,
                    StatisticsCountsJson.Of(DayStatistics.Sum([.. number.Days.Values])),
                    [.. together.Select(day => new StatisticsDayJson(day.Day, StatisticsCountsJson.Of(CountsOf(number, day.Day))))])),
            ]);
    }

    private static DayStatistics CountsOf(NumberStatistics number, DateOnly day) => number.Days.GetValueOrDefault(day, DayStatistics.None);
}

/// <summary>What happened at a number in a period.</summary>
/// <param name="Number">The business's number.</param>
/// <param name="Display">The number to show to people.</param>
/// <param name="Name">The name the team gave it; null while it has none.</param>
/// <param name="TimeZone">The time zone of the days, by its IANA id: that of the business hours, or UTC.</param>
/// <param name="CountedFrom">
/// The days before this one are being counted in the background, after an update or a change of the time zone; null if all are counted.
/// </param>
/// <param name="Total">All days together.</param>
/// <param name="Days">Each day.</param>
public sealed record NumberStatisticsJson(
    PhoneNumber Number, [SchemaOf<Display>] string Display, string? Name, string TimeZone, DateOnly? CountedFrom,
    StatisticsCountsJson Total, IReadOnlyList<StatisticsDayJson> Days);

/// <summary>What happened on a day.</summary>
/// <param name="Date">The day.</param>
/// <param name="Counts">What happened.</param>
public sealed record StatisticsDayJson(DateOnly Date, StatisticsCountsJson Counts);

/// <summary>What happened.</summary>
/// <param name="MessagesReceived">Messages of customers.</param>
/// <param name="MessagesSent">Messages of users, without those that failed.</param>
/// <param name="AutomaticTexts">Texts that the inbox sent by itself, without those that failed.</param>
/// <param name="MessagesFailed">Messages and automatic texts that were not delivered.</param>
/// <param name="CallsAnswered">Calls of customers that a user answered.</param>
/// <param name="CallsMissed">Calls of customers that nobody answered, without those with a voicemail.</param>
/// <param name="Voicemails">Calls of customers who left a voicemail.</param>
/// <param name="CallsReached">Calls of users that the customer answered.</param>
/// <param name="CallsNotReached">Calls of users that the customer did not answer.</param>
/// <param name="Opened">Conversations that began or reopened.</param>
/// <param name="Closed">Conversations that were closed.</param>
/// <param name="Responses">How many waiting customers got their first response.</param>
/// <param name="MedianResponseSeconds">The median of how long they had waited; null without responses.</param>
/// <param name="P90ResponseSeconds">What nine of ten of them had waited at most; null without responses.</param>
public sealed record StatisticsCountsJson(
    [Range(0, int.MaxValue)] int MessagesReceived,
    [Range(0, int.MaxValue)] int MessagesSent,
    [Range(0, int.MaxValue)] int AutomaticTexts,
    [Range(0, int.MaxValue)] int MessagesFailed,
    [Range(0, int.MaxValue)] int CallsAnswered,
    [Range(0, int.MaxValue)] int CallsMissed,
    [Range(0, int.MaxValue)] int Voicemails,
    [Range(0, int.MaxValue)] int CallsReached,
    [Range(0, int.MaxValue)] int CallsNotReached,
    [Range(0, int.MaxValue)] int Opened,
    [Range(0, int.MaxValue)] int Closed,
    [Range(0, int.MaxValue)] int Responses,
    [Range(0, int.MaxValue)] int? MedianResponseSeconds,
    [Range(0, int.MaxValue)] int? P90ResponseSeconds)
{
    internal static StatisticsCountsJson Of(DayStatistics counts) => new(
        counts.Received,
        counts.Sent,
        counts.Automatic,
        counts.Failed,
        counts.Answered,
        counts.Missed,
        counts.Voicemails,
        counts.Reached,
        counts.NotReached,
        counts.Opened,
        counts.Closed,
        counts.ResponseSeconds.Length,
        counts.ResponsePercentile(50),
        counts.ResponsePercentile(90));
}
