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
/// Compares the inbox with Twilio's list of calls. An inbound call that the inbox does not know, because it was not reachable for Twilio's
/// webhook, is added as a missed call. Numbers whose calls are handled elsewhere are skipped.
/// </summary>
public sealed partial class MissedCallReconciler(
    TwilioApi api, TwilioOptions options, NumberStore numbers, CallStore calls, ErasedCalls erased,
    ListComparisons comparisons, ProviderEventHandler handler, TimeProvider time, ILogger<MissedCallReconciler> log)
{
    private const string List = "calls";

    /// <summary>For this time, the webhook of a call may still arrive.</summary>
    private static readonly TimeSpan WebhookTimeout = TimeSpan.FromMinutes(1);

    /// <summary>Within this time, an unanswered call ends and appears in the list.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    /// <summary>Runs one comparison.</summary>
    /// <returns>The number of missed calls that were found.</returns>
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

    /// <summary>
    /// Compares the calls since the last comparison. The first comparison only stores the time, because earlier calls were handled
    /// elsewhere.
    /// </summary>
    private async Task<int> CompareAsync(PhoneNumber number, HostServices host, CancellationToken cancellation)
    {
        var (found, now) = (0, time.GetUtcNow());
        var since = await comparisons.FindAsync(List, number, cancellation);
        if (since is { } last)
        {
            var path = $"Calls.json?To={Uri.EscapeDataString(number.Value)}&StartTime%3E={TwilioTime.Day(last)}&PageSize={TwilioApi.MaxPageSize}";
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

    [LoggerMessage(4541, LogLevel.Warning, "Found call {Call} in the telephony provider's list, which no webhook had told of: it was missed")]
    private partial void LogMissed(string call);
}
