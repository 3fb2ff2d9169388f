using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Local.Phone;

/// <summary>
/// The calls at the simulated provider, which knows them while they live and for a while after, as what was asked of them may be asked once
/// more. All of it is in memory: a process that dies takes the calls with it. Whoever looks at the calls or changes one has its turn.
/// </summary>
internal sealed class SimulatedCalls(SimulatedCallWebhooks callbacks, SimulatedRecordings recordings, TimeProvider time)
{
    /// <summary>How long an ended call is known.</summary>
    public static readonly TimeSpan KnownFor = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, SimulatedCall> _calls = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SimulatedCall> _byProviderCallId = new(StringComparer.Ordinal);

    /// <summary>One thing happens at a time.</summary>
    public Lock Turn { get; } = new();

    /// <summary>The calls that ring or are up, oldest first.</summary>
    public IEnumerable<SimulatedCall> Live =>
        _calls.Values.Where(call => call.State is not SimulatedCallState.Over).OrderBy(call => call.StartedAt);

    /// <summary>The calls of a customer that are known, oldest first.</summary>
    public IEnumerable<SimulatedCall> Of(PhoneNumber customer) =>
        _calls.Values.Where(call => call.Customer == customer).OrderBy(call => call.StartedAt);

    /// <summary>A call by the inbox's id of it; null where it is not known.</summary>
    public SimulatedCall? Find(string id) => _calls.GetValueOrDefault(id);

    /// <summary>A call by the provider's reference to it; null where it is not known.</summary>
    public SimulatedCall? FindByProviderCallId(string? line) => line is null ? null : _byProviderCallId.GetValueOrDefault(line);

    /// <summary>The call that a phone is in; null where it is in none. It is in one at a time.</summary>
    public SimulatedCall? With(PhoneNumber phone) => Live.FirstOrDefault(call => call.Present.Contains(phone));

    /// <summary>The oldest call that a phone rings for; null where it does not ring. Several may let it ring.</summary>
    public SimulatedCall? RingingAt(PhoneNumber phone) => Live.FirstOrDefault(call => call.Ringing.Contains(phone));

    /// <summary>Begins a call, and forgets those that ended a while ago.</summary>
    public SimulatedCall Begin(string id, PhoneNumber customer, PhoneNumber ours)
    {
        foreach (var ended in _calls.Values.Where(call => call.EndedAt <= time.GetUtcNow() - KnownFor).ToArray())
        {
            ended.Ends();
            _calls.Remove(ended.Id);
            _byProviderCallId.Remove(ended.Line);
        }

        var call = new SimulatedCall(id, customer, ours, callbacks.Open(id), recordings, time);
        _calls.Add(id, call);
        _byProviderCallId.Add(call.Line, call);
        return call;
    }
}
