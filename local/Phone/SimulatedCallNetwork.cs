using ZuperConnect.Http;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Local.Phone;

/// <summary>The state of a user's device.</summary>
public enum DeviceState
{
    /// <summary>Not in use.</summary>
    Idle,

    /// <summary>Ringing.</summary>
    Rings,

    /// <summary>In a call.</summary>
    Connected,
}

/// <summary>The current state of a simulated call.</summary>
public sealed record SimulatedCallInfo(
    string CallId, PhoneNumber Customer, PhoneNumber Number, SimulatedCallState State,
    IReadOnlyList<PhoneNumber> Ringing, IReadOnlyList<PhoneNumber> Connected);

/// <summary>
/// The simulated phone network for calls: what people do with the phones of customers and users. The requests of the inbox are handled by
/// <see cref="SimulatedGateway"/>.
/// </summary>
internal sealed class SimulatedCallNetwork(SimulatedCalls calls, ProviderEvents events, IHostApplicationLifetime host, TimeProvider time)
{
    private static readonly TimeSpan WaitsForTone = TimeSpan.FromSeconds(5);

    /// <summary>The calls that ring or are connected.</summary>
    public IReadOnlyList<SimulatedCallInfo> Live
    {
        get
        {
            lock (calls.Turn)
            {
                return [.. calls.Live.Select(
                    call => new SimulatedCallInfo(call.Id, call.Customer, call.Ours, call.State, [.. call.Ringing], [.. call.Present]))];
            }
        }
    }

    /// <summary>The current and recent calls of a customer, as the phone shows them.</summary>
    public IReadOnlyList<PhoneCall> Of(PhoneNumber customer)
    {
        lock (calls.Turn)
        {
            return [.. calls.Of(customer).Where(call => call.Reached is not false).Select(PhoneCall.Of)];
        }
    }

    /// <summary>Places a customer's call. If the inbox cannot accept the event now, it is sent later.</summary>
    /// <returns>The id of the call.</returns>
    public async Task<string> CallAsync(PhoneNumber from, PhoneNumber to, CancellationToken cancellation)
    {
        SimulatedCall call;
        lock (calls.Turn)
        {
            call = calls.Begin(Guid.NewGuid().ToString(), from, to);
        }

        var incoming = ProviderEvents.Event(
            call.Id, $"/caller/4:{from.Value}/recipient/4:{to.Value}", "Microsoft.Communication.IncomingCall", time.GetUtcNow(), new
            {
                to = SimulatedCallEvents.Identifier(to),
                from = SimulatedCallEvents.Identifier(from),
                serverCallId = call.ServerCallId,
                callerDisplayName = "",
                incomingCallContext = call.Secret,
                correlationId = call.Id,
            });
        if (!await events.TryRaiseAsync(EventGridReceiver.IncomingCall, incoming, cancellation))
        {
            _ = events.RaiseUntilAcceptedAsync(EventGridReceiver.IncomingCall, incoming, host.ApplicationStopping);
        }

        return call.Id;
    }

    /// <summary>Hangs up the customer's phone.</summary>
    public void CustomerHangsUp(string callId)
    {
        lock (calls.Turn)
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

    /// <summary>Waits for the tone, leaves a voicemail, and hangs up.</summary>
    /// <param name="callId">The id of the call.</param>
    /// <param name="wav">The voicemail as a WAV file.</param>
    /// <param name="cancellation">Cancels waiting.</param>
    public async Task LeaveVoicemailAsync(string callId, byte[] wav, CancellationToken cancellation)
    {
        SimulatedCall call;
        lock (calls.Turn)
        {
            call = Known(callId);
        }

        var hears = await HearsToneAsync(call, cancellation);
        lock (calls.Turn)
        {
            if (!hears || !call.Present.Contains(call.Customer))
            {
                throw new ProblemException(
                    409, "noTone", "The caller hears no tone", "A voicemail can be left once nobody has answered the call.");
            }

            call.Recorder.AddSpeech(wav);
            call.Leaves(call.Customer);
        }
    }

    /// <summary>The state of a device, with the call that it is in, or the first one that it rings for.</summary>
    public (DeviceState State, string? CallId) GetDevice(PhoneNumber device)
    {
        lock (calls.Turn)
        {
            return calls.With(device) is { } call ? (DeviceState.Connected, call.Id)
                : calls.RingingAt(device) is { } ringing ? (DeviceState.Rings, ringing.Id)
                : (DeviceState.Idle, null);
        }
    }

    /// <summary>Picks up a ringing device, for the first of several calls. It continues to ring for the others.</summary>
    /// <param name="device">The device.</param>
    /// <param name="accepts">Whether a person picked up, who presses 1 when asked; a voicemail box does not.</param>
    public void DeviceAnswers(PhoneNumber device, bool accepts)
    {
        lock (calls.Turn)
        {
            if (calls.With(device) is not null)
            {
                throw new ProblemException(
                    409, "inACall", "The device is in a call", "Hang up first: POST /local/phone/devices/{userId}/hang-up.");
            }

            RingingFor(device).PicksUp(device, accepts);
        }
    }

    /// <summary>Declines the call of a ringing device.</summary>
    public void DeviceDeclines(PhoneNumber device)
    {
        lock (calls.Turn)
        {
            RingingFor(device).IsDeclined(device);
        }
    }

    /// <summary>Hangs up a device.</summary>
    public void DeviceHangsUp(PhoneNumber device)
    {
        lock (calls.Turn)
        {
            if (calls.With(device) is not { } call)
            {
                throw new ProblemException(
                    409, "notInACall", "The device is in no call", "GET /local/phone/devices/{userId} says what it does.");
            }

            call.Leaves(device);
        }
    }

    private async Task<bool> HearsToneAsync(SimulatedCall call, CancellationToken cancellation)
    {
        try
        {
            return await call.Recorder.Tone.WaitAsync(WaitsForTone, time, cancellation);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private SimulatedCall Known(string callId) =>
        calls.Find(callId) is { State: not SimulatedCallState.Over } call
            ? call
            : throw Problems.NotFound("There is no such call now. GET /local/phone/calls lists them.");

    private SimulatedCall RingingFor(PhoneNumber device) => calls.RingingAt(device)
        ?? throw new ProblemException(
            409, "doesNotRing", "The device does not ring", "GET /local/phone/devices/{userId} says what it does.");
}
