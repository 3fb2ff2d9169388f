using Microsoft.Extensions.Logging;
using ZuperConnect.Hosting;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Twilio.Numbers;
using ZuperConnect.Twilio.Rest;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Twilio.Calls;

/// <summary>
/// Compares the inbox with Twilio's list of calls. An inbound call without a webhook, because the inbox was unavailable, is added as
/// missed. Only numbers whose calls go to the inbox are compared.
/// </summary>
public sealed partial class MissedCallReconciler(
    VoiceNumbers numbers, MissedCalls calls, ListComparisons comparisons, ProviderEventHandler handler, TimeProvider time,
    ILogger<MissedCallReconciler> log)
{
    private const string List = "calls";

    /// <summary>The overlap of two comparisons. A call that the inbox did not answer ends within this time.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    /// <summary>Runs once.</summary>
    /// <returns>The number of missed calls that were added.</returns>
    public async Task<int> RunAsync(HostServices host, CancellationToken cancellation)
    {
        var found = 0;
        await foreach (var number in numbers.ListAsync(cancellation))
        {
            found += await CompareAsync(number, host, cancellation);
        }

        return found;
    }

    /// <summary>Compares since the last run. The first run adds nothing, because earlier calls were not meant for the inbox.</summary>
    private async Task<int> CompareAsync(PhoneNumber number, HostServices host, CancellationToken cancellation)
    {
        var (found, now) = (0, time.GetUtcNow());
        var since = await comparisons.FindAsync(List, number, cancellation);
        if (since is { } last)
        {
            await foreach (var ringing in calls.FindAsync(number, last, cancellation))
            {
                await handler.TryHandleAsync(new ProviderEvent.Call(ringing), new(ringing.CallId), host, cancellation);
                LogMissed(ringing.CallId);
                found++;
            }
        }

        await comparisons.RecordAsync(List, number, since is null ? now : now - Overlap, cancellation);
        return found;
    }

    [LoggerMessage(4541, LogLevel.Warning, "Found missed call {Call} in the telephony provider's list, which no webhook had told of")]
    private partial void LogMissed(string call);
}
