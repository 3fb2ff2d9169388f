using Microsoft.Extensions.Logging;
using ZuperConnect.CallControl;
using ZuperConnect.Hosting;
using ZuperConnect.Numbers;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Twilio.Numbers;
using ZuperConnect.Twilio.Rest;
using ZuperConnect.Twilio.Webhooks;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Twilio.Calls;

/// <summary>
/// Compares the inbox with Twilio's list of calls. An inbound call without a webhook, because the inbox was unavailable, is added as
/// missed. Only numbers whose calls go to the inbox are compared.
/// </summary>
public sealed partial class MissedCallReconciler(
    TwilioApi api, TwilioOptions options, NumberStore numbers, CallStore calls, ErasedCalls erased,
    ListComparisons comparisons, ProviderEventHandler handler, TimeProvider time, ILogger<MissedCallReconciler> log)
{
    private const string List = "calls";

    /// <summary>The time within which a webhook can still arrive.</summary>
    private static readonly TimeSpan WebhookTimeout = TimeSpan.FromMinutes(1);

    /// <summary>The overlap of two comparisons. A call that the inbox did not answer ends within this time.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    /// <summary>Runs once.</summary>
    /// <returns>The number of missed calls that were added.</returns>
    public async Task<int> RunAsync(HostServices host, CancellationToken cancellation)
    {
        var (found, known) = (0, await numbers.AllAsync(cancellation));
        var voice = options.PublicAddress.Of(TwilioAddresses.Voice).AbsoluteUri;
        await foreach (var ours in api.ListAsync<TwilioNumber>(
            $"IncomingPhoneNumbers.json?PageSize={TwilioApi.MaxPageSize}", "incoming_phone_numbers", cancellation))
        {
            if (PhoneNumber.TryParseOurs(ours.PhoneNumber, out var number) && known.ContainsKey(number.Key)
                && ours.VoiceUrl?.Split('#')[0] == voice)
            {
                found += await CompareAsync(number, host, cancellation);
            }
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
            var path = $"Calls.json?To={Uri.EscapeDataString(number.Value)}&StartTime%3E={TwilioTime.Day(last)}"
                + $"&PageSize={TwilioApi.MaxPageSize}";
            await foreach (var call in api.ListAsync<TwilioCall>(path, "calls", cancellation))
            {
                if (call is { IsOverFromOutside: true, Sid: { } sid, BeganAt: { } at } && at >= last && at < now - WebhookTimeout
                    && !await IsKnownAsync(TwilioCallReference.CallIdOf(sid), cancellation))
                {
                    var ringing = new RingingCall(TwilioCallReference.CallIdOf(sid), TwilioCaller.Read(call.From), number, sid, at);
                    await handler.TryHandleAsync(new ProviderEvent.Call(ringing), new(sid), host, cancellation);
                    LogMissed(ringing.CallId);
                    found++;
                }
            }
        }

        await comparisons.NoteAsync(List, number, since is null ? now : now - Overlap, cancellation);
        return found;
    }

    private async Task<bool> IsKnownAsync(string callId, CancellationToken cancellation) =>
        await calls.FindAsync(callId, cancellation) is not null || await erased.ContainsAsync(callId, cancellation);

    [LoggerMessage(4541, LogLevel.Warning, "Found missed call {Call} in the telephony provider's list, which no webhook had told of")]
    private partial void LogMissed(string call);
}
