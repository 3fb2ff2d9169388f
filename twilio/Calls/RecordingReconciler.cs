using Microsoft.Extensions.Logging;
using ZuperConnect.CallControl;
using ZuperConnect.Hosting;
using ZuperConnect.Twilio.Rest;
using ZuperConnect.Twilio.Webhooks;

namespace ZuperConnect.Twilio.Calls;

/// <summary>
/// Compares the inbox with Twilio's list of recordings. An archived recording is deleted at Twilio, so a finished recording of the inbox's
/// calls in the list is one whose report was lost. Recordings of other applications stay as they are.
/// </summary>
public sealed partial class RecordingReconciler(
    TwilioApi api, TwilioOptions options, CallStore calls, RecordedCalls recorded, RecordingReports reports, ListComparisons comparisons,
    TimeProvider time, ILogger<RecordingReconciler> log)
{
    private const string List = "recordings";

    /// <summary>A recording is in the list of the time at which it started, and is finished later.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromDays(1);

    /// <summary>Runs once.</summary>
    /// <returns>The number of recordings that are to be archived.</returns>
    public async Task<int> RunAsync(HostServices host, CancellationToken cancellation)
    {
        var (found, now) = (0, time.GetUtcNow());
        var since = (await comparisons.FindAsync(List, null, cancellation) ?? now) - Overlap;
        var finished = await api.ListAsync<TwilioRecording>(
                $"Recordings.json?DateCreated%3E={TwilioTime.Day(since)}&PageSize={TwilioApi.MaxPageSize}", "recordings", cancellation)
            .Where(recording => recording.IsFinished)
            .ToListAsync(cancellation);
        Dictionary<string, string>? callIds = null;
        foreach (var recording in finished)
        {
            var callId = (await recorded.FindAsync(recording.RecordingId, cancellation))?.Call.Id
                ?? (callIds ??= await CallIdsAsync(since, cancellation)).GetValueOrDefault(recording.CallSid ?? "");
            if (callId is not null)
            {
                await reports.HandleAsync(callId, ReportOf(recording, callId), host, cancellation);
                LogFound(recording.RecordingId, callId);
                found++;
            }
        }

        await comparisons.RecordAsync(List, null, now, cancellation);
        return found;
    }

    /// <summary>The ids of recent calls by the SID of their first leg, which is the one that is recorded.</summary>
    private async Task<Dictionary<string, string>> CallIdsAsync(DateTimeOffset since, CancellationToken cancellation)
    {
        var callIds = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var session in calls.ChangedSinceAsync(since, cancellation))
        {
            if (session.FirstLeg() is { } leg)
            {
                callIds[leg] = session.Call.Id;
            }
        }

        return callIds;
    }

    private TwilioWebhook ReportOf(TwilioRecording recording, string callId) => TwilioWebhook.Of(
        $"{CallAddresses.Root}{callId}/recording/status",
        ("RecordingSid", recording.Sid), ("CallSid", recording.CallSid), ("RecordingStatus", recording.Status),
        ("RecordingUrl", $"https://api.twilio.com/2010-04-01/Accounts/{options.AccountSid}/Recordings/{recording.Sid}"),
        ("RecordingDuration", recording.Duration), ("RecordingStartTime", recording.StartTime));

    [LoggerMessage(4542, LogLevel.Warning, "Found recording {Recording} of call {Call} at Twilio, which no webhook had told of")]
    private partial void LogFound(string recording, string call);
}
