using System.Diagnostics;
using Azure.Messaging.EventGrid.SystemEvents;
using Microsoft.Extensions.Logging;
using ZuperConnect.CallControl;
using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.DeadLetters;
using ZuperConnect.Hosting;
using ZuperConnect.Ledger;
using ZuperConnect.Numbers;
using ZuperConnect.Recordings;
using ZuperConnect.Storage;
using ZuperConnect.Telemetry;
using ZuperConnect.Text;

namespace ZuperConnect.Webhooks;

/// <summary>
/// Handles the telephony provider's events from Event Grid (docs/design.md#telephony-events). It returns when the effect is stored, or when
/// an unreadable event is stored as a dead letter, because Event Grid does not repeat an event after a 4xx. It throws while storage is
/// unavailable, so that Event Grid repeats the event.
/// </summary>
public sealed partial class EventGridReceiver(
    ConversationLedger ledger, FinishedRecordings recordings, NumberStore numbers, IncomingCalls calls,
    ErasedNumbers erased, DeadLetterStore unprocessed, InboxTraces traces,
    TimeProvider time, ILogger<EventGridReceiver> log)
{

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
        if (!await TryHandleAsync(received, time.GetUtcNow(), host, cancellation))
        {
            await DeadLetterAsync(received, cancellation);
        }
    }

    /// <summary>Handles an event.</summary>
    /// <param name="received">The event.</param>
    /// <param name="arrivedAt">When it arrived. Used if the event has no valid time.</param>
    /// <param name="host">The host.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <returns>Whether it was handled. False if it cannot be read, or exceeds a limit of storage.</returns>
    /// <exception cref="NotStoredYetException">The owner has the event, but its effect is not stored yet.</exception>
    public async Task<bool> TryHandleAsync(BinaryData received, DateTimeOffset arrivedAt, HostServices host, CancellationToken cancellation)
    {
        var happened = ProviderEvent.Read(received, arrivedAt);
        using var span = traces.Event(happened?.GetType().Name ?? DeadLetterStore.Unreadable);
        try
        {
            return await TryHandleAsync(happened, received, host, span, cancellation);
        }
        catch (StorageLimitException refused)
        {
            LogRefused(refused.Message);
            return false;
        }
    }

    private async Task<bool> TryHandleAsync(
        ProviderEvent? happened, BinaryData received, HostServices host, Activity? span, CancellationToken cancellation)
    {
        switch (happened)
        {
            case ProviderEvent.Text { Message: var message } text:
                await numbers.EnsureAsync(text.Conversation.Number, cancellation);
                var stored = message.Length > MessageItem.MaxTextLength ? Truncation.Beginning(message, MessageItem.MaxTextLength) : message;
                var result = await HandleAsync(
                    host.Conversations, text.Conversation, new ReceiveMessage(text.SourceId, text.At, stored), span, cancellation);
                if (stored != message && result.Refused is not Refusal.Erased)
                {
                    await unprocessed.AddAsync(DeadLetterStore.TooLong, received, text.At, cancellation);
                }

                return true;

            case ProviderEvent.DeliveryReport report
                when await TimeOfAsync(report, cancellation) is { } itemAt:
                var change = new ChangeDelivery(report.SourceId, report.At, report.Tag.MessageId, itemAt, report.Delivery)
                {
                    FailureReason = report.Reason,
                    OptedOut = report.OptedOut,
                };
                return await HandleAsync(host.Conversations, report.Conversation, change, span, cancellation)
                    is { Taken: true } or { Refused: Refusal.Erased };

            case ProviderEvent.DeliveryReport late when await erased.FindAsync(late.Conversation, cancellation) is not null:
                LogErased(late.Conversation.Masked());
                return true;

            case ProviderEvent.Call call:
                span?.SetTag("inbox.call", call.Ringing.CallId);
                await calls.HandleAsync(call.Ringing, host.Calls, cancellation);
                return true;

            case ProviderEvent.Recording { File: var file }:
                var work = await recordings.TakeAsync(file, cancellation);
                LogRecordingHandled(file.RecordingId, file.Parts.Length);
                await host.Work.StartAsync(work, cancellation);
                return true;

            default:
                return false;
        }
    }

    /// <summary>A quick check that avoids parsing most deliveries.</summary>
    private static bool MayBeHandshake(BinaryData delivery) => delivery.ToMemory().Span.IndexOf("SubscriptionValidationEvent"u8) >= 0;

    /// <summary>The time of the message of a delivery report; null if there is no such message.</summary>
    private async Task<DateTimeOffset?> TimeOfAsync(ProviderEvent.DeliveryReport report, CancellationToken cancellation) =>
        report.Tag.At ?? (await ledger.FindProcessedAsync(report.Conversation, report.Tag.MessageId, cancellation))?.ItemAt;

    private async Task<CommandResult> HandleAsync(
        IConversationOwner owner, ConversationId id, Command command, Activity? span, CancellationToken cancellation)
    {
        InboxTraces.About(span, id, command);
        var result = await owner.HandleAsync(id, command, cancellation) ?? throw new NotStoredYetException(id);
        LogHandled(command.GetType().Name, id.Masked());
        return result;
    }

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

    [LoggerMessage(1001, LogLevel.Information, "Handled {Command} for conversation {Conversation}")]
    private partial void LogHandled(string command, string conversation);

    [LoggerMessage(1004, LogLevel.Information, "Dropped a delivery report for conversation {Conversation}, whose customer was erased")]
    private partial void LogErased(string conversation);

    [LoggerMessage(1005, LogLevel.Information, "Dropped an unreadable event of an erased customer")]
    private partial void LogNotDeadLettered();

    [LoggerMessage(1003, LogLevel.Information, "Accepted recording {Recording} with {Parts} parts")]
    private partial void LogRecordingHandled(string recording, int parts);

    [LoggerMessage(1006, LogLevel.Error, "An event exceeds a limit of storage: {Code}")]
    private partial void LogRefused(string? code);

    [LoggerMessage(1002, LogLevel.Warning, "Stored an event that cannot be read in the container 'unprocessed'")]
    private partial void LogDeadLettered();
}
