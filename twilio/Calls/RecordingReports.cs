using ZuperConnect.CallControl;
using ZuperConnect.Calls;
using ZuperConnect.Hosting;
using ZuperConnect.Recordings;
using ZuperConnect.Twilio.Webhooks;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Twilio.Calls;

/// <summary>Handles Twilio's reports about recordings.</summary>
public sealed class RecordingReports(CallStore calls, ProviderEventHandler events, TimeProvider time)
{
    /// <summary>Handles a report.</summary>
    /// <param name="callId">The inbox's id of the call.</param>
    /// <param name="report">The report.</param>
    /// <param name="host">The host.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    internal async Task HandleAsync(string callId, TwilioWebhook report, HostServices host, CancellationToken cancellation)
    {
        await LinkAsync(callId, report, host, cancellation);
        if (TwilioCallEvents.OfRecording(report, time.GetUtcNow()) is { } file)
        {
            await events.TryHandleAsync(new ProviderEvent.Recording(file), report.ToJson(), host, cancellation);
        }
    }

    /// <summary>Adds the recording to its call, which does not have it if Twilio's answer to the request for it was lost.</summary>
    private async Task LinkAsync(string callId, TwilioWebhook report, HostServices host, CancellationToken cancellation)
    {
        if (report["RecordingSid"] is { } sid && report["RecordingStatus"] is "in-progress" or "completed"
            && await calls.FindAsync(callId, cancellation) is { Call.RecordingId: null })
        {
            await calls.AddEventAsync(
                callId, new RecordingStarted(TwilioCallEvents.SourceOf(report, $"recording.{sid}"), time.GetUtcNow(), RecordingIds.Of(sid)),
                null, cancellation);
            await host.Calls.WakeAsync(callId, reconcile: false, cancellation);
        }
    }
}
