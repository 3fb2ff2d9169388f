using System.Diagnostics;
using Microsoft.Extensions.Logging;
using ZuperConnect.CallControl;
using ZuperConnect.DeadLetters;
using ZuperConnect.Hosting;
using ZuperConnect.Recordings;
using ZuperConnect.Storage;
using ZuperConnect.Telemetry;

namespace ZuperConnect.Webhooks;

/// <summary>
/// Handles the events of all telephony providers (docs/design.md#telephony-events). It returns when the effect of an event is stored, and
/// throws if storage is unavailable: the provider must then deliver the event again.
/// </summary>
public sealed partial class ProviderEventHandler(
    SmsEvents sms, IncomingCalls calls, FinishedRecordings recordings, UnreadableEvents unreadable, InboxTraces traces,
    ILogger<ProviderEventHandler> log)
{
    /// <summary>Handles one event.</summary>
    /// <param name="happened">The event; null if it cannot be read.</param>
    /// <param name="original">The original event.</param>
    /// <param name="host">The host.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <returns>Whether it was handled; false if it cannot be read or storage can never hold it.</returns>
    /// <exception cref="NotStoredYetException">The owner has the event, but its effect is not stored yet.</exception>
    public async Task<bool> TryHandleAsync(
        ProviderEvent? happened, BinaryData original, HostServices host, CancellationToken cancellation)
    {
        using var span = traces.Event(happened?.GetType().Name ?? DeadLetterStore.Unreadable);
        try
        {
            return await TryHandleAsync(happened, original, host, span, cancellation);
        }
        catch (StorageLimitException refused)
        {
            LogRefused(refused.Message);
            return false;
        }
    }

    /// <summary>Stores an event that cannot be handled as a dead letter, unless it belongs to an erased history.</summary>
    /// <param name="original">The original event.</param>
    /// <param name="about">The time of what the event is about; null if unknown.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public Task DeadLetterAsync(BinaryData original, DateTimeOffset? about, CancellationToken cancellation) =>
        unreadable.KeepAsync(original, about, cancellation);

    private async Task<bool> TryHandleAsync(
        ProviderEvent? happened, BinaryData original, HostServices host, Activity? span, CancellationToken cancellation)
    {
        switch (happened)
        {
            case ProviderEvent.Text text:
                await sms.HandleAsync(text, original, host.Conversations, span, cancellation);
                return true;

            case ProviderEvent.DeliveryReport report:
                return await sms.TryHandleAsync(report, host.Conversations, span, cancellation);

            case ProviderEvent.Call call:
                span?.SetTag("inbox.call", call.Ringing.CallId);
                await calls.HandleAsync(call.Ringing, host.Calls, cancellation);
                return true;

            case ProviderEvent.Recording { File: var file }:
                var work = await recordings.AddAsync(file, cancellation);
                LogRecordingHandled(file.RecordingId, file.Parts.Length);
                await host.Work.StartAsync(work, cancellation);
                return true;

            default:
                return false;
        }
    }

    [LoggerMessage(1003, LogLevel.Information, "Took recording {Recording} of {Parts} parts")]
    private partial void LogRecordingHandled(string recording, int parts);

    [LoggerMessage(1006, LogLevel.Error, "An event exceeds a limit of storage: {Code}")]
    private partial void LogRefused(string? code);
}
