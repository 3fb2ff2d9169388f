using System.Runtime.CompilerServices;
using ZuperConnect.CallControl;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Twilio.Rest;

namespace ZuperConnect.Twilio.Calls;

/// <summary>Finds inbound calls in Twilio's list that the inbox does not know.</summary>
public sealed class MissedCalls(TwilioApi api, CallStore calls, ErasedCalls erased, TimeProvider time)
{
    /// <summary>The time within which a webhook can still arrive.</summary>
    private static readonly TimeSpan WebhookTimeout = TimeSpan.FromMinutes(1);

    /// <summary>Finds the ended calls to a number since a time.</summary>
    public async IAsyncEnumerable<RingingCall> FindAsync(
        PhoneNumber number, DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // Twilio tells when a call began in whole seconds.
        var (earliest, latest) = (since.AddTicks(-(since.Ticks % TimeSpan.TicksPerSecond)), time.GetUtcNow() - WebhookTimeout);
        var path = $"Calls.json?To={Uri.EscapeDataString(number.Value)}&StartTime%3E={TwilioTime.Day(since)}"
            + $"&PageSize={TwilioApi.MaxPageSize}";
        await foreach (var call in api.ListAsync<TwilioCall>(path, "calls", cancellation))
        {
            if (call is { IsOverFromOutside: true, Sid: { } sid, BeganAt: { } at } && at >= earliest && at < latest
                && !await IsKnownAsync(TwilioCallReference.CallIdOf(sid), cancellation))
            {
                yield return new(TwilioCallReference.CallIdOf(sid), TwilioCaller.Read(call.From), number, sid, at);
            }
        }
    }

    private async Task<bool> IsKnownAsync(string callId, CancellationToken cancellation) =>
        await calls.FindAsync(callId, cancellation) is not null || await erased.ContainsAsync(callId, cancellation);
}
