using System.Collections.Immutable;

namespace ZuperConnect.Statistics;

/// <summary>What happened at a number of the business on one local day, or in several days together.</summary>
public sealed record DayStatistics
{
    /// <summary>Nothing happened.</summary>
    public static DayStatistics None { get; } = new();

    /// <summary>Messages of customers.</summary>
    public int Received { get; init; }

    /// <summary>Messages of users, without those that failed.</summary>
    public int Sent { get; init; }

    /// <summary>Texts that the inbox sent by itself, without those that failed.</summary>
    public int Automatic { get; init; }

    /// <summary>Messages of users and automatic texts that were not delivered.</summary>
    public int Failed { get; init; }

    /// <summary>Calls of customers that a user answered.</summary>
    public int Answered { get; init; }

    /// <summary>Calls of customers that nobody answered, without those with a voicemail.</summary>
    public int Missed { get; init; }

    /// <summary>Calls of customers who left a voicemail.</summary>
    public int Voicemails { get; init; }

    /// <summary>Calls of users that the customer answered.</summary>
    public int Reached { get; init; }

    /// <summary>Calls of users that the customer did not answer.</summary>
    public int NotReached { get; init; }

    /// <summary>Conversations that began or reopened.</summary>
    public int Opened { get; init; }

    /// <summary>Conversations that were closed.</summary>
    public int Closed { get; init; }

    /// <summary>How long customers waited for the first response, in seconds and in ascending order.</summary>
    public ImmutableArray<int> ResponseSeconds { get; init; } = [];

    /// <summary>The sum. It has all response times, so that its percentiles are exact.</summary>
    public static DayStatistics Sum(IEnumerable<DayStatistics> parts)
    {
        var all = parts as IReadOnlyCollection<DayStatistics> ?? [.. parts];
        return new()
        {
            Received = all.Sum(one => one.Received),
            Sent = all.Sum(one => one.Sent),
            Automatic = all.Sum(one => one.Automatic),
            Failed = all.Sum(one => one.Failed),
            Answered = all.Sum(one => one.Answered),
            Missed = all.Sum(one => one.Missed),
            Voicemails = all.Sum(one => one.Voicemails),
            Reached = all.Sum(one => one.Reached),
            NotReached = all.Sum(one => one.NotReached),
            Opened = all.Sum(one => one.Opened),
            Closed = all.Sum(one => one.Closed),
            ResponseSeconds = [.. all.SelectMany(one => one.ResponseSeconds).Order()],
        };
    }

    /// <summary>
    /// The response time that so many percent of the responses do not exceed, by the nearest rank: always one of the response times. Null
    /// without responses.
    /// </summary>
    /// <param name="percent">1 to 100; 50 is the median.</param>
    public int? ResponsePercentile(int percent) => ResponseSeconds is []
        ? null : ResponseSeconds[(((ResponseSeconds.Length * percent) + 99) / 100) - 1];
}
