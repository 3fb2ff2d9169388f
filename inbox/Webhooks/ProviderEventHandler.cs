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
/// Carries out what the telephony provider's events mean, for the webhooks of every provider (docs/design.md#telephony-events). It returns
/// when the event's effect is stored, and throws while storage is away: then the provider must bring the event again.
/// </summary>
public sealed partial class ProviderEventHandler(
    SmsEvents sms, IncomingCalls calls, FinishedRecordings recordings, UnreadableEvents unreadable, InboxTraces traces,
    ILogger<ProviderEventHandler> log)
{
    /// <summary>Handles one event.</summary>
    /// <param name="happened">What happened; null where nobody could read it.</param>
    /// <param name="original">The event as it came.</param>
    /// <param name="host">The host.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Whether it was taken; false where it cannot be read, or is what storage can never hold.</returns>
    /// <exception cref="NotStoredYetException">The owner has it, but its effect is not stored yet.</exception>
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

    /// <summary>Keeps an event that cannot be handled as it came, unless it is of an erased past.</summary>
    /// <param name="original">The event as it came.</param>
    /// <param name="about">When that happened which it is about; null where nobody knows.</param>
    /// <param name="cancellation">Stops it.</param>
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
