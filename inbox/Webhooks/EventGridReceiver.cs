using Azure.Messaging.EventGrid.SystemEvents;
using ZuperConnect.Hosting;

namespace ZuperConnect.Webhooks;

/// <summary>
/// Handles the telephony provider's events from Event Grid (docs/design.md#telephony-events). It returns when the effect is stored, or when
/// an unreadable event is stored as a dead letter, because Event Grid does not repeat an event after a 4xx. It throws while storage is
/// unavailable, so that Event Grid repeats the event.
/// </summary>
public sealed class EventGridReceiver(ProviderEventHandler handler, TimeProvider time)
{
    private readonly EventGridEvents _reader = new();

    /// <summary>The maximum number of events in a delivery.</summary>
    public const int MaxEvents = EventGridJson.MaxEvents;

    /// <summary>The names of the functions in Event Grid's subscriptions, one for each event type.</summary>
    public static IReadOnlyList<string> Functions { get; } = [
        SmsReceived, SmsDeliveryReportReceived, IncomingCall, RecordingFileStatusUpdated];

    /// <summary>Handles <c>Microsoft.Communication.SMSReceived</c>.</summary>
    public const string SmsReceived = "SmsReceived";

    /// <summary>Handles <c>Microsoft.Communication.SMSDeliveryReportReceived</c>.</summary>
    public const string SmsDeliveryReportReceived = "SmsDeliveryReportReceived";

    /// <summary>Handles <c>Microsoft.Communication.IncomingCall</c>.</summary>
    public const string IncomingCall = "IncomingCall";

    /// <summary>Handles <c>Microsoft.Communication.RecordingFileStatusUpdated</c>.</summary>
    public const string RecordingFileStatusUpdated = "RecordingFileStatusUpdated";

    /// <summary>
    /// The validation code of Event Grid's subscription handshake; null if the delivery is not a handshake. The Functions host answers the
    /// handshake itself.
    /// </summary>
    public static string? ValidationCode(BinaryData delivery) =>
        MayBeHandshake(delivery) && EventGridJson.Split(delivery) is [var alone]
            ? (EventGridJson.Read(alone)?.Data as SubscriptionValidationEventData)?.ValidationCode
            : null;

    /// <summary>
    /// Handles a request of Event Grid: one event or an array, in the Event Grid or CloudEvents schema. A failed event does not affect the
    /// others.
    /// </summary>
    /// <returns>Whether it was handled. False if it has more than <see cref="MaxEvents"/> events; then none is handled.</returns>
    /// <exception cref="AggregateException">Some events could not be stored. The whole delivery must be repeated.</exception>
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
#pragma warning disable CA1031 // Thrown after the other events.
            catch (Exception failure) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
            {
                failures.Add(failure);
            }
        }

        return failures.Count is 0 ? true : throw new AggregateException(failures);
    }

    /// <summary>Handles an event. Stores it as a dead letter if it cannot be read.</summary>
    /// <exception cref="NotStoredYetException">The owner has the event, but its effect is not stored yet.</exception>
    public async Task HandleAsync(BinaryData received, HostServices host, CancellationToken cancellation)
    {
        if (!await handler.TryHandleAsync(_reader.Read(received, time.GetUtcNow()), received, host, cancellation))
        {
            await handler.DeadLetterAsync(received, EventGridJson.TimeOf(received), cancellation);
        }
    }

    /// <summary>A quick check that avoids parsing most deliveries.</summary>
    private static bool MayBeHandshake(BinaryData delivery) => delivery.ToMemory().Span.IndexOf("SubscriptionValidationEvent"u8) >= 0;
}
