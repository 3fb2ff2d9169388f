using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using ZuperConnect.Functions.Hosting;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Functions.Webhooks;

/// <summary>
/// The functions of Event Grid's subscriptions, one for each event type, so that a failing type does not slow down the others. A function
/// returns, and so acknowledges the event, only when the event is stored.
/// </summary>
public sealed class EventGridFunctions(EventGridReceiver receiver, DurableHostServices services)
{
    [Function(EventGridReceiver.SmsReceived)]
    public Task SmsReceivedAsync(
        [EventGridTrigger] BinaryData received, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        receiver.HandleAsync(received, services.ForEvents(client), cancellation);

    [Function(EventGridReceiver.SmsDeliveryReportReceived)]
    public Task SmsDeliveryReportReceivedAsync(
        [EventGridTrigger] BinaryData received, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        receiver.HandleAsync(received, services.ForEvents(client), cancellation);

    [Function(EventGridReceiver.IncomingCall)]
    public Task IncomingCallAsync(
        [EventGridTrigger] BinaryData received, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        receiver.HandleAsync(received, services.ForEvents(client), cancellation);

    [Function(EventGridReceiver.RecordingFileStatusUpdated)]
    public Task RecordingFileStatusUpdatedAsync(
        [EventGridTrigger] BinaryData received, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        receiver.HandleAsync(received, services.ForEvents(client), cancellation);
}
