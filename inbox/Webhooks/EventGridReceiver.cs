using Azure.Messaging.EventGrid.SystemEvents;
using Microsoft.Extensions.Logging;
using ZuperConnect.Customers;
using ZuperConnect.DeadLetters;
using ZuperConnect.Hosting;
using ZuperConnect.Numbers;

namespace ZuperConnect.Webhooks;

/// <summary>
/// Takes the telephony provider's events from Event Grid (docs/design.md#telephony-events). It returns when the event's effect is stored,
/// or the event itself where nobody can read it: Event Grid never repeats what it got a 4xx for. It throws while storage is away, and Event
/// Grid brings the event again.
/// </summary>
public sealed partial class EventGridReceiver(
    ProviderEventHandler handler, NumberStore numbers, ErasedNumbers erased, DeadLetterStore unprocessed, TimeProvider time,
    ILogger<EventGridReceiver> log)
{
    /// <summary>The most events that are taken in one delivery.</summary>
    public const int MaxEvents = EventGridJson.MaxEvents;

    /// <summary>The functions that Event Grid's subscriptions name, one for each kind of event.</summary>
    public static IReadOnlyList<string> Functions { get; } = [
        SmsReceived, SmsDeliveryReportReceived, IncomingCall, RecordingFileStatusUpdated];

    /// <summary>Takes <c>Microsoft.Communication.SMSReceived</c>.</summary>
    public const string SmsReceived = "SmsReceived";

    /// <summary>Takes <c>Microsoft.Communication.SMSDeliveryReportReceived</c>.</summary>
    public const string SmsDeliveryReportReceived = "SmsDeliveryReportReceived";

    /// <summary>Takes <c>Microsoft.Communication.IncomingCall</c>.</summary>
    public const string IncomingCall = "IncomingCall";

    /// <summary>Takes <c>Microsoft.Communication.RecordingFileStatusUpdated</c>.</summary>
    public const string RecordingFileStatusUpdated = "RecordingFileStatusUpdated";

    /// <summary>
    /// The code that answers Event Grid's subscription handshake, which comes alone; null where this is none. The Functions host answers
    /// it by itself.
    /// </summary>
    public static string? ValidationCode(BinaryData delivery) =>
        MayBeHandshake(delivery) && EventGridJson.Split(delivery) is [var alone]
            ? (EventGridJson.Read(alone)?.Data as SubscriptionValidationEventData)?.ValidationCode
            : null;

    /// <summary>
    /// Takes a delivery as Event Grid posts it: an event or an array of them, in its schema or that of CloudEvents. One event that cannot
    /// be taken does not keep the others from being taken.
    /// </summary>
    /// <returns>Whether it was taken: not where it has more than <see cref="MaxEvents"/>, of which none is.</returns>
    /// <exception cref="AggregateException">Some could not be stored; the whole delivery is to come again.</exception>
    public async Task<bool> TryHandleDeliveryAsync(BinaryData delivery, HostServices host, CancellationToken cancellation)
    {
        var events = EventGridJson.Split(delivery);
        if (events.Count > MaxEvents)
        {
            return false;
        }

        var failures = new List<Exception>();
        foreach (var received in events)
        {
            try
            {
                await HandleAsync(received, host, cancellation);
            }
#pragma warning disable CA1031 // Thrown below, after the others were tried.
            catch (Exception failure) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
            {
                failures.Add(failure);
            }
        }

        return failures.Count is 0 ? true : throw new AggregateException(failures);
    }

    /// <summary>Takes one event, and keeps it as it came where that cannot be.</summary>
    /// <exception cref="NotStoredYetException">The owner has it, but its effect is not stored yet.</exception>
    public async Task HandleAsync(BinaryData received, HostServices host, CancellationToken cancellation)
    {
        if (!await handler.TryHandleAsync(received, time.GetUtcNow(), host, cancellation))
        {
            await DeadLetterAsync(received, cancellation);
        }
    }

    /// <summary>Nearly every delivery is none, and need not be parsed to see it.</summary>
    private static bool MayBeHandshake(BinaryData delivery) => delivery.ToMemory().Span.IndexOf("SubscriptionValidationEvent"u8) >= 0;

    private async Task DeadLetterAsync(BinaryData received, CancellationToken cancellation)
    {
        var about = EventGridJson.TimeOf(received);
        if (about is { } at && await erased.StandInAsync(
            received.ToString(), at, [.. (await numbers.AllAsync(cancellation)).Values.Select(number => number.Number)], cancellation))
        {
            LogNotDeadLettered();
            return;
        }

        await unprocessed.AddAsync(DeadLetterStore.Unreadable, received, about, cancellation);
        LogDeadLettered();
    }

    [LoggerMessage(1005, LogLevel.Information, "Dropped an event that cannot be read, of a customer who was erased")]
    private partial void LogNotDeadLettered();

    [LoggerMessage(1002, LogLevel.Warning, "Kept an event that cannot be read in the container 'unprocessed'")]
    private partial void LogDeadLettered();
}
