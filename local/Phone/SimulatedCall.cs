using ZuperConnect.CallControl;
using ZuperConnect.Calls;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Local.Phone;

/// <summary>
/// A call at the simulated provider: whose phones ring for it and are in it, and the events that follow from what they do, as the
/// provider's pages on call control say. Its network sees to it that one thing happens at a time.
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

    /// <summary>The inbox's id of it.</summary>
    public string Id => id;

    public PhoneNumber Customer => customer;

    public PhoneNumber Ours => ours;

    /// <summary>The provider's reference to it, which the inbox is given with the answer.</summary>
    public string Line => events.Line;

    /// <summary>The provider's other reference to it.</summary>
    public string ServerCallId => events.ServerCallId;

    /// <summary>Records it.</summary>
    public SimulatedRecorder Recorder => recorder;

    /// <summary>What a customer's call is answered with.</summary>
    public string Secret { get; } = Guid.NewGuid().ToString("N");

    public DateTimeOffset StartedAt { get; } = time.GetUtcNow();

    /// <summary>When it ended; null while it lives.</summary>
    public DateTimeOffset? EndedAt => State is SimulatedCallState.Over ? _endedAt ?? StartedAt + IncomingCalls.RingPeriod : null;

    /// <summary>How far it is. A customer's call that nobody answers is over after a while.</summary>
    public SimulatedCallState State =>
        _state is SimulatedCallState.Rings && _ringing.Count is 0 && time.GetUtcNow() - StartedAt >= IncomingCalls.RingPeriod
            ? SimulatedCallState.Over : _state;

    /// <summary>Whether the inbox answered it.</summary>
    public bool WasAnswered { get; private set; }

    /// <summary>Whether the customer waits, and hears ringing.</summary>
    public bool OnHold { get; set; }

    public IReadOnlyCollection<PhoneNumber> Ringing => _ringing.Keys;

    public IReadOnlyList<PhoneNumber> Present => _present;

    /// <summary>What was played in it.</summary>
    public IReadOnlyList<HeardSound> Heard => _heard;

    /// <summary>Whether the customer's phone rang for it; null where the customer is who calls.</summary>
    public bool? Reached { get; private set; }

    /// <summary>Since when the customer and a device are in it together; null where they never were.</summary>
    public DateTimeOffset? TalksSince { get; private set; }

    /// <summary>A user places it: the customer's phone does not ring yet.</summary>
    public void IsPlaced() => Reached = false;

    /// <summary>Whether this is the first time that it is asked for this.</summary>
    public bool IsNew(string asked) => _done.Add(asked);

    /// <summary>The inbox answers a customer's call.</summary>
    public void IsAnswered()
    {
        WasAnswered = true;
        _state = SimulatedCallState.Up;
        events.Connected(null);
        Joins(customer);
    }

    /// <summary>A phone begins to ring.</summary>
    /// <param name="phone">Whose.</param>
    /// <param name="context">What the inbox marked it with.</param>
    /// <param name="over">Ends the ringing after a while.</param>
    public void Rings(PhoneNumber phone, string context, ITimer over)
    {
        _ringing.Add(phone, new(context, over));
        if (phone == customer)
        {
            Reached = true;
        }
    }

    /// <summary>The provider's reference to an invitation, the same for the same phone.</summary>
    public string Invitation(string context) => events.Invitation(context);

    /// <summary>Somebody, or a voicemail box, takes a ringing phone.</summary>
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

    /// <summary>A ringing phone is not taken.</summary>
    /// <param name="phone">Whose.</param>
    /// <param name="code">Why, as the provider's code.</param>
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

    /// <summary>Whoever took a device is asked to press 1.</summary>
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

    /// <summary>A phone leaves, whether it rings or is in the call; without anybody in it the call is over.</summary>
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
