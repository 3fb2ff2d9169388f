using ZuperConnect.CallControl;
using ZuperConnect.Calls;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Local.Phone;

/// <summary>
/// A call at the simulated provider: the ringing and connected phones, and the events that follow, according to the provider's pages on
/// call control. Hold the lock of <see cref="SimulatedCalls"/>.
/// </summary>
internal sealed class SimulatedCall(
    string id, PhoneNumber customer, PhoneNumber ours, SimulatedCallEvents events, SimulatedRecorder recorder, TimeProvider time)
{
    private const int Declined = 603;

    private readonly Dictionary<PhoneNumber, RingingPhone> _ringing = [];
    private readonly List<PhoneNumber> _present = [];
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);
    private readonly HashSet<PhoneNumber> _neverPress = [];
    private readonly List<HeardSound> _heard = [];
    private SimulatedCallState _state;
    private DateTimeOffset? _endedAt;

    /// <summary>The inbox's id of the call.</summary>
    public string Id => id;

    public PhoneNumber Customer => customer;

    public PhoneNumber Ours => ours;

    /// <summary>The provider's id of the call.</summary>
    public string ProviderCallId => events.ProviderCallId;

    /// <summary>The provider's other id of the call.</summary>
    public string ServerCallId => events.ServerCallId;

    /// <summary>The recorder.</summary>
    public SimulatedRecorder Recorder => recorder;

    /// <summary>The token for answering a customer's call.</summary>
    public string Secret { get; } = Guid.NewGuid().ToString("N");

    public DateTimeOffset StartedAt { get; } = time.GetUtcNow();

    /// <summary>When it ended; null while it is active.</summary>
    public DateTimeOffset? EndedAt => State is SimulatedCallState.Over ? _endedAt ?? StartedAt + IncomingCalls.RingPeriod : null;

    /// <summary>The state. A customer's call that nobody answers ends after a while.</summary>
    public SimulatedCallState State =>
        _state is SimulatedCallState.Rings && _ringing.Count is 0 && time.GetUtcNow() - StartedAt >= IncomingCalls.RingPeriod
            ? SimulatedCallState.Over : _state;

    /// <summary>Whether the inbox answered it.</summary>
    public bool WasAnswered { get; private set; }

    /// <summary>Whether the customer is on hold and hears ringing.</summary>
    public bool OnHold { get; set; }

    public IReadOnlyCollection<PhoneNumber> Ringing => _ringing.Keys;

    public IReadOnlyList<PhoneNumber> Present => _present;

    /// <summary>The sounds that were played.</summary>
    public IReadOnlyList<HeardSound> Heard => _heard;

    /// <summary>Whether the customer's phone rang; null if the customer placed the call.</summary>
    public bool? Reached { get; private set; }

    /// <summary>When the customer and a device were first connected; null if they never were.</summary>
    public DateTimeOffset? TalksSince { get; private set; }

    /// <summary>A user placed the call. The customer's phone does not ring yet.</summary>
    public void IsPlaced() => Reached = false;

    /// <summary>Whether a request is new, not repeated.</summary>
    public bool IsNew(string asked) => _done.Add(asked);

    /// <summary>The inbox answered a customer's call.</summary>
    public void IsAnswered()
    {
        WasAnswered = true;
        _state = SimulatedCallState.Up;
        events.Connected(null);
        Joins(customer);
    }

    /// <summary>A phone starts to ring.</summary>
    /// <param name="phone">The phone.</param>
    /// <param name="context">The operation context of the inbox.</param>
    /// <param name="over">Ends the ringing after a while.</param>
    public void Rings(PhoneNumber phone, string context, ITimer over)
    {
        _ringing.Add(phone, new(context, over));
        if (phone == customer)
        {
            Reached = true;
        }
    }

    /// <summary>The provider's id of an invitation, the same for the same phone.</summary>
    public string Invitation(string context) => events.Invitation(context);

    /// <summary>A person or a voicemail box picks up a ringing phone.</summary>
    public void PicksUp(PhoneNumber phone, bool presses)
    {
        var context = StopsRinging(phone);
        if (!presses)
        {
            _neverPress.Add(phone);
        }

        if (State is SimulatedCallState.Rings)
        {
            _state = SimulatedCallState.Up;
            events.Connected(context);
        }
        else
        {
            events.ParticipantAdded(phone, context);
        }

        Joins(phone);
    }

    /// <summary>Nobody answers a ringing phone.</summary>
    /// <param name="phone">The phone.</param>
    /// <param name="code">The provider's code.</param>
    public void IsNotTaken(PhoneNumber phone, int code)
    {
        if (_ringing.ContainsKey(phone))
        {
            CannotJoin(phone, StopsRinging(phone), code);
        }
    }

    /// <summary>A ringing phone is declined.</summary>
    public void IsDeclined(PhoneNumber phone) => IsNotTaken(phone, Declined);

    /// <summary>A phone cannot be brought into the call.</summary>
    public void CannotJoin(PhoneNumber phone, string context, int code)
    {
        if (State is SimulatedCallState.Rings)
        {
            events.NotCreated(context, code);
            IsOver();
        }
        else
        {
            events.ParticipantNotAdded(phone, context, code);
        }
    }

    /// <summary>Whoever picked up a device is asked to press 1.</summary>
    public void IsAsked(PhoneNumber phone, string context)
    {
        if (_neverPress.Contains(phone))
        {
            events.NothingPressed(context);
        }
        else
        {
            events.OnePressed(context);
        }
    }

    /// <summary>A phone leaves the call or stops ringing. The call ends without connected phones.</summary>
    public void Leaves(PhoneNumber phone)
    {
        if (_ringing.ContainsKey(phone))
        {
            events.InvitationCanceled(StopsRinging(phone));
        }
        else if (_present.Remove(phone))
        {
            if (_present.Count is 0)
            {
                Ends();
            }
            else
            {
                ListParticipants();
            }
        }
    }

    public void IsPlayed(Sound sound)
    {
        _heard.Add(new(sound, time.GetUtcNow()));
        events.Played(sound);
    }

    /// <summary>The call ends for everyone.</summary>
    public void Ends()
    {
        if (State is SimulatedCallState.Up || _ringing.Count > 0)
        {
            events.Disconnected();
        }

        IsOver();
    }

    private void IsOver()
    {
        foreach (var phone in _ringing.Keys.ToArray())
        {
            StopsRinging(phone);
        }

        _state = SimulatedCallState.Over;
        _endedAt ??= time.GetUtcNow();
        _present.Clear();
        events.Complete();
        recorder.Finish();
    }

    private string StopsRinging(PhoneNumber phone)
    {
        _ringing.Remove(phone, out var ringing);
        ringing!.Over.Dispose();
        return ringing.Context;
    }

    private void ListParticipants() => events.Participants(_present, OnHold ? customer : null);

    private void Joins(PhoneNumber phone)
    {
        _present.Add(phone);
        if (_present.Count > 1)
        {
            TalksSince ??= time.GetUtcNow();
        }

        ListParticipants();
    }

    private sealed record RingingPhone(string Context, ITimer Over);
}
