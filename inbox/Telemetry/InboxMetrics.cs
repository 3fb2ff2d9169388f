using System.Diagnostics.Metrics;
using ZuperConnect.Conversations;

namespace ZuperConnect.Telemetry;

/// <summary>
/// The metrics of the inbox, in the meter <see cref="Name"/>. Events of conversations are counted when they are committed, so that
/// repetitions do not count.
/// </summary>
public sealed class InboxMetrics
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "ZuperConnect";

    private readonly Counter<long> _received;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _failed;
    private readonly Histogram<double> _stored;
    private readonly Histogram<double> _rang;
    private readonly Counter<long> _unprocessed;
    private readonly Gauge<long> _failedWork;
    private readonly Gauge<double> _oldestWork;
    private readonly TimeProvider _time;

    /// <summary>Creates the meter.</summary>
    public InboxMetrics(IMeterFactory meters, TimeProvider time)
    {
        var meter = meters.Create(Name);
        _time = time;
        _received = meter.CreateCounter<long>("inbox.messages.received", "{message}", "Texts of customers that were stored.");
        _sent = meter.CreateCounter<long>("inbox.messages.sent", "{message}", "Texts of users that the provider took.");
        _failed = meter.CreateCounter<long>("inbox.messages.failed", "{message}", "Texts of users that did not arrive.");
        _unprocessed = meter.CreateCounter<long>(
            "inbox.events.unprocessed", "{event}", "Events that were kept as they came, as they could not be read or stored.");
        _stored = meter.CreateHistogram<double>(
            "inbox.event.stored.duration", "s", "From a customer's text or call, by the provider's clock, to its place in storage.");
        _rang = meter.CreateHistogram<double>(
            "inbox.call.ring.duration", "s", "How long customers heard ringing, until somebody answered or nobody did.");
        _failedWork = meter.CreateGauge<long>(
            "inbox.work.failed", "{work}", "Background work that was given up, as of the last run of the reconciler.");
        _oldestWork = meter.CreateGauge<double>(
            "inbox.work.oldest_age", "s",
            "The age of the oldest background work that is not given up, as of the last run of the reconciler; 0 if there is none.");
    }

    /// <summary>Counts the events of a committed command.</summary>
    /// <param name="events">The events.</param>
    /// <param name="before">The state of the command's item before; null if there is none.</param>
    public void Committed(IEnumerable<ConversationEvent> events, TimelineItem? before)
    {
        foreach (var happened in events)
        {
            switch (happened)
            {
                case MessageReceived:
                    _received.Add(1);
                    Stored(happened.At);
                    break;
                case CallRang:
                    Stored(happened.At);
                    break;
                case MessageFailed:
                    _failed.Add(1);
                    break;
                case CallAnswered { Item: CallItem call }:
                    RecordRingTime(call, happened.At, "answered");
                    break;
                case CallWentUnanswered { Item: CallItem call }:
                    RecordRingTime(call, happened.At, "unanswered");
                    break;
                case ItemChanged { Item: MessageItem { Delivery: Delivery.Sent or Delivery.Unconfirmed or Delivery.Delivered } }
                    when before is MessageItem { Delivery: Delivery.Queued or Delivery.Sending or Delivery.Unknown }:
                    _sent.Add(1);
                    break;
            }
        }
    }

    /// <summary>Counts a dead letter.</summary>
    public void Unprocessed() => _unprocessed.Add(1);

    /// <summary>Sets the gauges of background work.</summary>
    /// <param name="failed">The number of failed work items.</param>
    /// <param name="oldest">The age of the oldest other work item; zero if there is none.</param>
    public void BackgroundWorkCounted(int failed, TimeSpan oldest)
    {
        _failedWork.Record(failed);
        _oldestWork.Record(oldest.TotalSeconds);
    }

    private void Stored(DateTimeOffset at) => _stored.Record(Seconds(at, _time.GetUtcNow()));

    private void RecordRingTime(CallItem call, DateTimeOffset until, string outcome) =>
        _rang.Record(Seconds(call.At, until), new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>Never negative: the clocks of two machines may differ.</summary>
    private static double Seconds(DateTimeOffset from, DateTimeOffset to) => Math.Max(0, (to - from).TotalSeconds);
}
