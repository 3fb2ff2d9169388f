using ZuperConnect.CallControl;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Twilio.Rest;

namespace ZuperConnect.Twilio.Calls;

/// <summary>
/// Finds legs in Twilio's list whose SID the inbox does not have, because the process that requested them ended before it had the answer.
/// </summary>
public sealed class LostLegs(TwilioApi api, CallStore calls)
{
    /// <summary>Twilio's times are whole seconds, and its clock is another one.</summary>
    private static readonly TimeSpan TimePrecision = TimeSpan.FromSeconds(2);

    /// <summary>Finds the leg of a call to a phone; null if there is none.</summary>
    /// <param name="call">The call.</param>
    /// <param name="phone">The phone.</param>
    /// <param name="since">When the leg was first requested.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public async Task<string?> FindAsync(CallSession call, PhoneNumber phone, DateTimeOffset since, CancellationToken cancellation)
    {
        var earliest = since - TimePrecision;
        var known = await calls.ChangedSinceAsync(call.Call.StartedAt - TimePrecision, cancellation)
            .SelectMany(session => session.Legs().Select(leg => leg.CallSid).ToAsyncEnumerable())
            .ToHashSetAsync(cancellationToken: cancellation);
        var path = $"Calls.json?To={Uri.EscapeDataString(phone.Value)}&From={Uri.EscapeDataString(call.Call.Conversation.Number.Value)}"
            + $"&StartTime%3E={TwilioTime.Day(earliest)}&PageSize={TwilioApi.MaxPageSize}";
        return (await api.ListAsync<TwilioCall>(path, "calls", cancellation)
            .Where(leg => leg is { Direction: not "inbound", Sid: not null } && leg.CreatedAt >= earliest && !known.Contains(leg.Sid))
            .FirstOrDefaultAsync(cancellation))?.Sid;
    }
}
