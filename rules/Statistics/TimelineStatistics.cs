using ZuperConnect.Conversations;
using ZuperConnect.Hours;

namespace ZuperConnect.Statistics;

/// <summary>
/// Counts what a timeline contains, for each local day (docs/design.md#statistics). An item counts on the day of its time. A response
/// time counts on the day of the response, so that a day that is over changes only by late events.
/// </summary>
public static class TimelineStatistics
{
    /// <summary>Counts.</summary>
    /// <param name="timeline">The items in the order of time.</param>
    /// <param name="isFromBeginning">Whether the conversation begins with the first item.</param>
    /// <param name="zone">The time zone of the days.</param>
    /// <returns>The days on which something happened. A day before an incomplete timeline may be incomplete, too.</returns>
    public static IReadOnlyDictionary<DateOnly, DayStatistics> Count(
        IEnumerable<TimelineItem> timeline, bool isFromBeginning, TimeZoneInfo zone)
    {
        var counts = new List<(DateOnly Day, DayStatistics Counts)>();
        DateTimeOffset? waitingSince = null;
        var isFirst = isFromBeginning;
        foreach (var item in timeline)
        {
            if (isFirst && item is not StatusItem)
            {
                Add(item.At, new() { Opened = 1 });
            }

            isFirst = false;
            Add(item.At, CountsOf(item));
            if (RespondedAt(item) is { } responded && waitingSince is { } since)
            {
                Add(responded, new() { ResponseSeconds = [(int)Math.Max(0, (responded - since).TotalSeconds)] });
            }

            waitingSince = EndsWait(item) ? null : BeginsWait(item) ? waitingSince ?? item.At : waitingSince;
        }

        return counts.GroupBy(one => one.Day).ToDictionary(day => day.Key, day => DayStatistics.Sum([.. day.Select(one => one.Counts)]));

        void Add(DateTimeOffset at, DayStatistics? some)
        {
            if (some is not null)
            {
                counts.Add((zone.DateAt(at), some));
            }
        }
    }

    /// <summary>Whether an item counts as something that happened. A call counts from when it was answered or ended.</summary>
    public static bool IsCounted(TimelineItem item) => CountsOf(item) is not null;

    /// <summary>Whether the customer does not wait after an item, whatever was before it.</summary>
    public static bool EndsWait(TimelineItem item) => RespondedAt(item) is not null || item switch
    {
        StatusItem status => status.Status is ConversationStatus.Closed,
        MessageItem { Direction: Direction.Inbound } message => OptOutKeywords.Read(message.Text) is OptOutKeyword.Stop,
        _ => false,
    };

    /// <summary>Whether the customer waits for a response to an item.</summary>
    private static bool BeginsWait(TimelineItem item) => item switch
    {
        MessageItem { Direction: Direction.Inbound } message =>
            OptOutKeywords.Read(message.Text) is not (OptOutKeyword.Stop or OptOutKeyword.Start),
        CallItem { Direction: Direction.Inbound } call => call.Voicemail || call.Status.EndedUnanswered(),
        _ => false,
    };

    /// <summary>
    /// When a user responded: with a message that is not known to have failed, or in a call that both sides answered. A call that the
    /// customer did not answer, and an automatic text, are no responses.
    /// </summary>
    private static DateTimeOffset? RespondedAt(TimelineItem item) => item switch
    {
        MessageItem { Direction: Direction.Outbound, Automatic: false, Delivery: var delivery } when WasSent(delivery) => item.At,
        CallItem { Voicemail: false } call when WasAnswered(call) => call.AnsweredAt ?? call.At,
        _ => null,
    };

    /// <summary>Whether a message is not known to have failed.</summary>
    private static bool WasSent(Delivery delivery) => delivery
        is Delivery.Queued or Delivery.Sending or Delivery.Sent or Delivery.Unknown or Delivery.Unconfirmed or Delivery.Delivered;

    private static bool WasAnswered(CallItem call) => call.Status is CallStatus.InProgress or CallStatus.Completed
        || (call.AnsweredAt is not null && call.Status.HasEnded());

    private static DayStatistics? CountsOf(TimelineItem item) => item switch
    {
        MessageItem { Direction: Direction.Inbound } => new() { Received = 1 },
        MessageItem { Delivery: Delivery.Failed } => new() { Failed = 1 },
        MessageItem message when WasSent(message.Delivery) => message.Automatic ? new() { Automatic = 1 } : new() { Sent = 1 },
        CallItem { Status: CallStatus.Ringing } => null,
        CallItem { Direction: Direction.Outbound } call => WasAnswered(call) ? new() { Reached = 1 } : new() { NotReached = 1 },
        CallItem call => call.Voicemail ? new() { Voicemails = 1 } : WasAnswered(call) ? new() { Answered = 1 } : new() { Missed = 1 },
        StatusItem { Status: ConversationStatus.Closed } => new() { Closed = 1 },
        StatusItem => new() { Opened = 1 },
        _ => null,
    };
}
