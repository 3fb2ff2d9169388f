using ZuperConnect.Calls;
using ZuperConnect.Http;
using ZuperConnect.Numbers;
using ZuperConnect.Recordings;
using ZuperConnect.Switchboard;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Local.Phone;

/// <summary>What a user's device does.</summary>
public enum DeviceState
{
    /// <summary>Nothing.</summary>
    Idle,

    /// <summary>It rings.</summary>
    Rings,

    /// <summary>It is in a call.</summary>
    Connected,
}

/// <summary>A call at the simulated provider, as it is now.</summary>
public sealed record SeenCall(
    string CallId, PhoneNumber Customer, PhoneNumber Number, SimulatedCallState State, IReadOnlyList<PhoneNumber> Ringing, IReadOnlyList<PhoneNumber> Connected);

/// <summary>
/// A telephony provider on this machine, for calls: customers' and users' phones ring, answer and hang up, and what happens is reported to
/// the inbox as the provider does. All of it is in memory: a process that dies takes the calls with it.
/// </summary>
public sealed class CallNetwork(
    CustomerPhones phones, ProviderEvents events, Callbacks callbacks, SimulatedRecordings recordings, IHostApplicationLifetime host, TimeProvider time)
    : ICallGateway
{
    private const int Unreachable = 404;
    private const int NotAnswered = 408;
    private const int Busy = 486;
    private const int Declined = 603;
    private static readonly TimeSpan WaitsForTone = TimeSpan.FromSeconds(5);

    private readonly Lock _turn = new();
    private readonly Dictionary<string, SimulatedCall> _calls = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SimulatedCall> _lines = new(StringComparer.Ordinal);

    /// <summary>The calls that ring or are up.</summary>
    public IReadOnlyList<SeenCall> Live
    {
        get
        {
            lock (_turn)
            {
                return [.. LiveCalls().Select(call => new SeenCall(call.Id, call.Customer, call.Ours, call.State, [.. call.Ringing], [.. call.Present]))];
            }
        }
    }

    /// <summary>A customer calls a number of ours. Where the inbox cannot hear of it now, it hears of it later.</summary>
    /// <returns>The id of the call.</returns>
    public async Task<string> CallAsync(PhoneNumber from, PhoneNumber to, CancellationToken cancellation)
    {
        SimulatedCall call;
        lock (_turn)
        {
            call = New(Guid.NewGuid().ToString(), from, to);
        }

        var incoming = ProviderEvents.Event(
            call.Id, $"/caller/4:{from.Value}/recipient/4:{to.Value}", "Microsoft.Communication.IncomingCall", time.GetUtcNow(), new
            {
                to = SimulatedCall.Identifier(to),
                from = SimulatedCall.Identifier(from),
                serverCallId = call.ServerCallId,
                callerDisplayName = "",
                incomingCallContext = call.Secret,
                correlationId = call.Id,
            });
        if (!await events.TryRaiseAsync(EventGridInbox.IncomingCall, incoming, cancellation))
        {
            _ = events.RaiseUntilTakenAsync(EventGridInbox.IncomingCall, incoming, host.ApplicationStopping);
        }

        return call.Id;
    }

    /// <summary>The customer hangs up.</summary>
    public void CustomerHangsUp(string callId)
    {
        lock (_turn)
        {
            var call = Known(callId);
            if (call is { State: SimulatedCallState.Rings, Ringing.Count: 0 })
            {
                call.Ends();
            }
            else if (!call.Present.Contains(call.Customer))
            {
                throw new ProblemException(409, "notInTheCall", "The customer is not in this call", "GET /local/phone/calls lists who is.");
            }
            else
            {
                call.Leaves(call.Customer);
            }
        }
    }

    /// <summary>The customer waits for the tone, speaks a voicemail, and hangs up.</summary>
    /// <param name="callId">The call.</param>
    /// <param name="wav">What is spoken, as a WAV file.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task LeaveVoicemailAsync(string callId, byte[] wav, CancellationToken cancellation)
    {
        SimulatedCall call;
        lock (_turn)
        {
            call = Known(callId);
        }

        if (!await HearsToneAsync(call, cancellation))
        {
            throw new ProblemException(409, "noTone", "The caller hears no tone", "A voicemail can be left once nobody has answered the call.");
        }

        lock (_turn)
        {
            call.IsSpokenTo(wav);
            call.Leaves(call.Customer);
        }
    }

    /// <summary>What a device does, and the call that it rings for or is in.</summary>
    public (DeviceState State, string? CallId) Look(PhoneNumber device)
    {
        lock (_turn)
        {
            return CallOf(device) is not { } call ? (DeviceState.Idle, null)
                : (call.Present.Contains(device) ? DeviceState.Connected : DeviceState.Rings, call.Id);
        }
    }

    /// <summary>Somebody takes a device that rings.</summary>
    /// <param name="device">The device.</param>
    /// <param name="accepts">Whether that is a person, who presses 1 when asked to; a voicemail box does not.</param>
    public void DeviceAnswers(PhoneNumber device, bool accepts)
    {
        lock (_turn)
        {
            RingingFor(device).PicksUp(device, accepts);
        }
    }

    /// <summary>A device that rings is declined.</summary>
    public void DeviceDeclines(PhoneNumber device)
    {
        lock (_turn)
        {
            RingingFor(device).IsNotTaken(device, Declined);
        }
    }

    /// <summary>A device hangs up.</summary>
    public void DeviceHangsUp(PhoneNumber device)
    {
        lock (_turn)
        {
            if (CallOf(device) is not { } call || !call.Present.Contains(device))
            {
                throw new ProblemException(409, "notInACall", "The device is in no call", "GET /local/phone/devices/{userId} says what it does.");
            }

            call.Leaves(device);
        }
    }

    /// <inheritdoc/>
    public Task<string?> AnswerAsync(RingingCall ringing, CancellationToken cancellation)
    {
        lock (_turn)
        {
            if (_calls.GetValueOrDefault(ringing.CallId) is not { } call || call.Secret != ringing.Secret)
            {
                return Task.FromResult<string?>(null);
            }

            if (call.State is SimulatedCallState.Rings)
            {
                call.IsAnswered();
            }

            return Task.FromResult(call.WasAnswered ? call.Line : null);
        }
    }

    /// <inheritdoc/>
    public Task<ActionResult> DoAsync(LiveCall call, CallAction action, CancellationToken cancellation)
    {
        lock (_turn)
        {
            return Task.FromResult(Do(call, action));
        }
    }

    /// <inheritdoc/>
    public Task<LineLook> LookAsync(string line, CancellationToken cancellation)
    {
        lock (_turn)
        {
            return Task.FromResult(
                !_lines.TryGetValue(line, out var call) ? LineLook.Lost : call.State is SimulatedCallState.Over ? LineLook.Over : LineLook.Up([.. call.Present]));
        }
    }

    private ActionResult Do(LiveCall live, CallAction action)
    {
        if (action is CallDevice own)
        {
            return new(Done: true) { Line = Place(live.Call, own.Device).Line };
        }

        if (live.Line is null || _lines.GetValueOrDefault(live.Line) is not { State: not SimulatedCallState.Over } call)
        {
            return new(Done: false);
        }

        switch (action)
        {
            case InviteDevice invite:
                return new(Done: true) { Invitation = Invite(call, invite.Device.Number, CallContexts.Of(invite.Device), invite.RingTime) };
            case InviteCustomer invite:
                Invite(call, invite.Customer, CallContexts.Customer, invite.RingTime);
                return new(Done: true);
            case AskToAccept ask when !call.Present.Contains(ask.Device.Number):
                return new(Done: false);
            case AskToAccept ask when call.IsNew($"ask {ask.Device.Number}"):
                call.IsAsked(ask.Device.Number, CallContexts.Of(ask.Device));
                return new(Done: true);
            case DropDevice drop:
                call.Leaves(drop.Device.Number);
                return new(Done: true);
            case Play play when call.IsNew($"play {play.Sound}"):
                call.IsPlayed(play.Sound);
                return new(Done: true);
            case StartRecording start:
                return new(Done: true) { RecordingId = RecordingIds.Of(call.IsRecorded(start.Purpose)) };
            case HangUp:
                call.Ends();
                return new(Done: true);
            case HoldCustomer or TakeOffHold:
                call.OnHold = action is HoldCustomer;
                return new(Done: true);
            default:
                // It was asked for before, and done.
                return new(Done: true);
        }
    }

    private SimulatedCall Place(Call call, Device device)
    {
        if (_calls.TryGetValue(call.Id, out var known))
        {
            return known;
        }

        var placed = New(call.Id, call.Conversation.Customer, call.Conversation.Number);
        Ring(placed, device.Number, CallContexts.Of(device), Timeout.InfiniteTimeSpan);
        return placed;
    }

    private string Invite(SimulatedCall call, PhoneNumber phone, string context, TimeSpan ringTime)
    {
        if (call.IsNew($"invite {context}"))
        {
            Ring(call, phone, context, ringTime);
        }

        return call.Invitation(context);
    }

    private void Ring(SimulatedCall call, PhoneNumber phone, string context, TimeSpan ringTime)
    {
        var fate = context is not CallContexts.Customer ? CallFate.DoesNotPickUp : phones.CallFateOf(phone);
        if (CallOf(phone) is not null || fate is CallFate.Busy)
        {
            call.CannotJoin(phone, context, Busy);
            return;
        }

        if (fate is CallFate.Unreachable)
        {
            call.CannotJoin(phone, context, Unreachable);
            return;
        }

        call.Rings(phone, context, time.CreateTimer(_ => RingsOut(call, phone), null, ringTime, Timeout.InfiniteTimeSpan));
        if (fate is CallFate.Answers)
        {
            call.PicksUp(phone, presses: false);
        }
        else if (fate is CallFate.Declines)
        {
            call.IsNotTaken(phone, Declined);
        }
    }

    private void RingsOut(SimulatedCall call, PhoneNumber phone)
    {
        lock (_turn)
        {
            call.IsNotTaken(phone, NotAnswered);
        }
    }

    private async Task<bool> HearsToneAsync(SimulatedCall call, CancellationToken cancellation)
    {
        try
        {
            return await call.Tone.WaitAsync(WaitsForTone, time, cancellation);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private SimulatedCall New(string id, PhoneNumber customer, PhoneNumber ours)
    {
        var call = new SimulatedCall(id, customer, ours, callbacks.Open(id), recordings, time);
        _calls.Add(id, call);
        _lines.Add(call.Line, call);
        return call;
    }

    private SimulatedCall Known(string callId) =>
        _calls.GetValueOrDefault(callId) is { State: not SimulatedCallState.Over } call
            ? call
            : throw Problems.NotFound("There is no such call now. GET /local/phone/calls lists them.");

    private SimulatedCall RingingFor(PhoneNumber device) =>
        CallOf(device) is { } call && call.Ringing.Contains(device)
            ? call
            : throw new ProblemException(409, "doesNotRing", "The device does not ring", "GET /local/phone/devices/{userId} says what it does.");

    /// <summary>A phone rings for one call at a time, or is in it.</summary>
    private SimulatedCall? CallOf(PhoneNumber phone) => LiveCalls().FirstOrDefault(call => call.Ringing.Contains(phone) || call.Present.Contains(phone));

    private IEnumerable<SimulatedCall> LiveCalls() => _calls.Values.Where(call => call.State is not SimulatedCallState.Over);
}
