using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Local.Phone;

/// <summary>
/// The calls at the simulated provider. They are known for a while after their end, because requests may be repeated. They are only in
/// memory and lost with the process. Hold <see cref="Turn"/> for reading or changing calls.
/// </summary>
internal sealed class SimulatedCalls(SimulatedCallWebhooks callbacks, SimulatedRecordings recordings, TimeProvider time)
{
    /// <summary>How long an ended call is known.</summary>
    public static readonly TimeSpan KnownFor = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, SimulatedCall> _calls = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SimulatedCall> _byProviderCallId = new(StringComparer.Ordinal);

    /// <summary>The lock for all calls.</summary>
    public Lock Turn { get; } = new();

    /// <summary>The calls that ring or are connected, oldest first.</summary>
    public IEnumerable<SimulatedCall> Live =>
        _calls.Values.Where(call => call.State is not SimulatedCallState.Over).OrderBy(call => call.StartedAt);

    /// <summary>The known calls of a customer, oldest first.</summary>
    public IEnumerable<SimulatedCall> Of(PhoneNumber customer) =>
        _calls.Values.Where(call => call.Customer == customer).OrderBy(call => call.StartedAt);

    /// <summary>The call with this id of the inbox; null if it is unknown.</summary>
    public SimulatedCall? Find(string id) => _calls.GetValueOrDefault(id);

    /// <summary>The call with this id of the provider; null if it is unknown.</summary>
    public SimulatedCall? FindByProviderCallId(string? line) => line is null ? null : _byProviderCallId.GetValueOrDefault(line);

    /// <summary>The call that a phone is connected to; null if there is none. A phone has at most one.</summary>
    public SimulatedCall? With(PhoneNumber phone) => Live.FirstOrDefault(call => call.Present.Contains(phone));

    /// <summary>The oldest call that a phone rings for; null if there is none. A phone may ring for several.</summary>
    public SimulatedCall? RingingAt(PhoneNumber phone) => Live.FirstOrDefault(call => call.Ringing.Contains(phone));

    /// <summary>Starts a call, and removes those that ended a while ago.</summary>
    public SimulatedCall Begin(string id, PhoneNumber customer, PhoneNumber ours)
    {
        foreach (var ended in _calls.Values.Where(call => call.EndedAt <= time.GetUtcNow() - KnownFor).ToArray())
        {
            ended.Ends();
            _calls.Remove(ended.Id);
            _byProviderCallId.Remove(ended.ProviderCallId);
        }

        var events = new SimulatedCallEvents(id, callbacks.Open(id), time);
        var call = new SimulatedCall(id, customer, ours, events, new(events, recordings, time), time);
        _calls.Add(id, call);
        _byProviderCallId.Add(call.ProviderCallId, call);
        return call;
    }
}
