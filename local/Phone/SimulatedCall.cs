using System.Threading.Channels;
using ZuperConnect.CallControl;
using ZuperConnect.Calls;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Local.Phone;

/// <summary>How far a call is at the simulated provider.</summary>
public enum SimulatedCallState
{
    /// <summary>The first phone rings: the inbox's, of a customer's call; the device, of a user's.</summary>
    Rings,

    /// <summary>Somebody is connected.</summary>
    Up,

    /// <summary>Nobody is any more.</summary>
    Over,
}

/// <summary>
/// A call at the simulated provider: whose phones ring for it and are in it, and the events that follow from what they do, as the
/// provider's pages on call control say. Its network sees to it that one thing happens at a time.
/// </summary>
internal sealed class SimulatedCall(
    string id, PhoneNumber customer, PhoneNumber ours, ChannelWriter<object> events, SimulatedRecordings recordings, TimeProvider time)
{
    private const int Declined = 603;
    private static readonly string[] Accepting = ["one"];

    private readonly TaskCompletionSource<bool> _tone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<PhoneNumber, RingingPhone> _ringing = [];
    private readonly List<PhoneNumber> _present = [];
    private readonly Dictionary<string, string> _invitations = new(StringComparer.Ordinal);
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);
    private readonly HashSet<PhoneNumber> _neverPress = [];
    private readonly List<HeardSound> _heard = [];
    private SimulatedRecording? _recording;
    private SimulatedCallState _state;
    private DateTimeOffset? _endedAt;
    private int _lists;

    /// <summary>The inbox's id of it.</summary>
    public string Id => id;

    public PhoneNumber Customer => customer;

    public PhoneNumber Ours => ours;

    /// <summary>The provider's reference to it, which the inbox is given with the answer.</summary>
    public string Line { get; } = Guid.NewGuid().ToString();

    /// <summary>The provider's other reference to it.</summary>
    public string ServerCallId { get; } = Convert.ToBase64String(Guid.NewGuid().ToByteArray());

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

    /// <summary>Ends when the caller hears that a voicemail can be spoken, with true, or when the call is over, with false.</summary>
    public Task<bool> Tone => _tone.Task;

    public IReadOnlyCollection<PhoneNumber> Ringing => _ringing.Keys;

    public IReadOnlyList<PhoneNumber> Present => _present;

    /// <summary>What was played in it.</summary>
    public IReadOnlyList<HeardSound> Heard => _heard;

    /// <summary>Whether the customer's phone rang for it; null where the customer is who calls.</summary>
    public bool? Reached { get; private set; }

    /// <summary>Since when the customer and a device are in it together; null where they never were.</summary>
    public DateTimeOffset? TalksSince { get; private set; }

    /// <summary>Whether the caller is recorded who speaks a voicemail.</summary>
    public bool TakesVoicemail => _recording is { Purpose: RecordingPurpose.Voicemail };

    /// <summary>A user places it: the customer's phone does not ring yet.</summary>
    public void IsPlaced() => Reached = false;

    /// <summary>Whether this is the first time that it is asked for this.</summary>
    public bool IsNew(string asked) => _done.Add(asked);

    /// <summary>The inbox answers a customer's call.</summary>
    public void IsAnswered()
    {
        WasAnswered = true;
        _state = SimulatedCallState.Up;
        Raise("CallConnected");
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
    public string Invitation(string context)
    {
        if (!_invitations.TryGetValue(context, out var invitation))
        {
            _invitations[context] = invitation = Guid.NewGuid().ToString();
        }

        return invitation;
    }

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
            Raise("CallConnected", context);
        }
        else
        {
            Raise("AddParticipantSucceeded", context,
                more: new() { ["invitationId"] = Invitation(context), ["participant"] = Identifier(phone) });
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
            Raise("CreateCallFailed", context, code);
            IsOver();
        }
        else
        {
            Raise("AddParticipantFailed", context, code,
                new() { ["invitationId"] = Invitation(context), ["participant"] = Identifier(phone) });
        }
    }

    /// <summary>Whoever took a device is asked to press 1.</summary>
    public void IsAsked(PhoneNumber phone, string context)
    {
        if (_neverPress.Contains(phone))
        {
            Raise("RecognizeFailed", context, 400);
        }
        else
        {
            Raise("RecognizeCompleted", context, more: new() { ["recognitionType"] = "dtmf", ["dtmfResult"] = new { tones = Accepting } });
        }
    }

    /// <summary>A phone leaves, whether it rings or is in the call; without anybody in it the call is over.</summary>
    public void Leaves(PhoneNumber phone)
    {
        if (_ringing.ContainsKey(phone))
        {
            var context = StopsRinging(phone);
            Raise("CancelAddParticipantSucceeded", context, more: new() { ["invitationId"] = Invitation(context) });
        }
        else if (_present.Remove(phone))
        {
            if (_present.Count is 0)
            {
                Ends();
            }
            else
            {
                ListsPresent();
            }
        }
    }

    public void IsPlayed(Sound sound)
    {
        _heard.Add(new(sound, time.GetUtcNow()));
        Raise("PlayCompleted", OperationContexts.Of(sound));
    }

    /// <summary>It is recorded from now on, unless it was already.</summary>
    /// <returns>The provider's id of the recording.</returns>
    public string IsRecorded(RecordingPurpose purpose)
    {
        if (_recording is null)
        {
            _recording = new(purpose, time.GetUtcNow());
            Raise("RecordingStateChanged",
                more: new() { ["recordingId"] = _recording.Id, ["state"] = "active", ["startDateTime"] = _recording.StartedAt });
            if (purpose is RecordingPurpose.Voicemail)
            {
                _tone.TrySetResult(true);
            }
        }

        return _recording.Id;
    }

    /// <summary>The customer says something to the recording.</summary>
    /// <param name="wav">What, as a WAV file.</param>
    public void IsSpokenTo(byte[] wav)
    {
        if (_recording is not null)
        {
            _recording.Spoken = wav;
        }
    }

    /// <summary>The call ends for everyone.</summary>
    public void Ends()
    {
        if (State is SimulatedCallState.Up || _ringing.Count > 0)
        {
            Raise("CallDisconnected");
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
        _tone.TrySetResult(false);
        events.TryComplete();
        if (_recording is not null)
        {
            recordings.Finish(this, _recording);
            _recording = null;
        }
    }

    private string StopsRinging(PhoneNumber phone)
    {
        _ringing.Remove(phone, out var ringing);
        ringing!.Over.Dispose();
        return ringing.Context;
    }

    private void Joins(PhoneNumber phone)
    {
        _present.Add(phone);
        if (_present.Count > 1)
        {
            TalksSince ??= time.GetUtcNow();
        }

        ListsPresent();
    }

    private void ListsPresent() => Raise("ParticipantsUpdated", more: new()
    {
        ["sequenceNumber"] = ++_lists,
        ["participants"] = _present.Select(
            phone => new { identifier = Identifier(phone), isMuted = false, isOnHold = OnHold && phone == customer }).ToArray(),
    });

    private void Raise(string type, string? context = null, int code = 200, Dictionary<string, object>? more = null) => events.TryWrite(new
    {
        id = Guid.NewGuid(),
        source = $"calling/callConnections/{Line}",
        type = $"Microsoft.Communication.{type}",
        specversion = "1.0",
        time = time.GetUtcNow(),
        datacontenttype = "application/json",
        subject = $"calling/callConnections/{Line}",
        data = new Dictionary<string, object?>((more ?? []).Select(one => KeyValuePair.Create(one.Key, (object?)one.Value)))
        {
            ["callConnectionId"] = Line,
            ["serverCallId"] = ServerCallId,
            ["correlationId"] = id,
            ["operationContext"] = context,
            ["resultInformation"] = new { code, subCode = 0, message = "" },
        },
    });

    /// <summary>A phone as the provider names it; a caller who hides the number has no other name.</summary>
    public static object Identifier(PhoneNumber phone) => phone.Kind is PhoneNumberKind.Hidden
        ? new { kind = "unknown", rawId = $"4:{phone.Value}" }
        : new { kind = "phoneNumber", rawId = $"4:{phone.Value}", phoneNumber = new { value = phone.Value } };

    private sealed record RingingPhone(string Context, ITimer Over);
}
