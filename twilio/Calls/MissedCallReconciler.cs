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
/// Compares with Twilio's own list of calls: a customer's call that no webhook told of, because this inbox was away, was missed. Only those
/// to numbers whose calls come here count; others are answered elsewhere.
/// </summary>
public sealed partial class MissedCallReconciler(
    TwilioApi api, TwilioOptions options, NumberStore numbers, CallStore calls, ErasedCalls erased,
    ListComparisons comparisons, ProviderEventHandler handler, TimeProvider time, ILogger<MissedCallReconciler> log)
{
    private const string List = "calls";

    /// <summary>A webhook may still be on its way for so long.</summary>
    private static readonly TimeSpan WebhookTimeout = TimeSpan.FromMinutes(1);

    /// <summary>A call that nobody answered here is over, and in the list, within this time.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    /// <summary>Compares once.</summary>
    /// <returns>How many missed calls it found.</returns>
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

    /// <summary>Compares since the last time. The first time there is nothing to compare: earlier calls were answered elsewhere.</summary>
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
                    && !await IsKnownAsync(TwilioLine.CallIdOf(sid), cancellation))
                {
                    var ringing = new RingingCall(TwilioLine.CallIdOf(sid), TwilioCaller.Read(call.From), number, sid, at);
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
