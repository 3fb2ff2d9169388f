using System.Diagnostics;
using Microsoft.Extensions.Logging;
using ZuperConnect.CallControl;
using ZuperConnect.DeadLetters;
using ZuperConnect.Hosting;
using ZuperConnect.Recordings;
using ZuperConnect.Storage;
using ZuperConnect.Telemetry;

namespace ZuperConnect.Webhooks;

/// <summary>Hands each kind of the provider's events to the part that it is for.</summary>
public sealed partial class ProviderEventHandler(
    SmsEvents sms, IncomingCalls calls, FinishedRecordings recordings, InboxTraces traces, ILogger<ProviderEventHandler> log)
{
    /// <summary>Takes one event.</summary>
    /// <param name="received">The event.</param>
    /// <param name="arrivedAt">When it came; it counts where the event says no time that can be.</param>
    /// <param name="host">The host.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Whether it was taken; false where it cannot be read, or is what storage can never hold.</returns>
    /// <exception cref="NotStoredYetException">The owner has it, but its effect is not stored yet.</exception>
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
            case ProviderEvent.Text text:
                await sms.HandleAsync(text, received, host.Conversations, span, cancellation);
                return true;

            case ProviderEvent.DeliveryReport report:
                return await sms.TryHandleAsync(report, host.Conversations, span, cancellation);

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

    [LoggerMessage(1003, LogLevel.Information, "Took recording {Recording} of {Parts} parts")]
    private partial void LogRecordingHandled(string recording, int parts);

    [LoggerMessage(1006, LogLevel.Error, "Storage can never hold an event as it is: {Code}")]
    private partial void LogRefused(string? code);
}
