using ZuperConnect.Http;
using ZuperConnect.PhoneNumbers;
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
public sealed record SimulatedCallInfo(
    string CallId, PhoneNumber Customer, PhoneNumber Number, SimulatedCallState State,
    IReadOnlyList<PhoneNumber> Ringing, IReadOnlyList<PhoneNumber> Connected);

/// <summary>
/// A telephony provider on this machine, for calls: what people do with customers' and users' phones. What the inbox asks of it is
/// <see cref="SimulatedGateway"/>'s.
/// </summary>
internal sealed class SimulatedCallNetwork(SimulatedCalls calls, ProviderEvents events, IHostApplicationLifetime host, TimeProvider time)
{
    private static readonly TimeSpan WaitsForTone = TimeSpan.FromSeconds(5);

    /// <summary>The calls that ring or are up.</summary>
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

    /// <summary>The calls of a customer, now and a while ago, as the phone shows them.</summary>
    public IReadOnlyList<PhoneCall> Of(PhoneNumber customer)
    {
        lock (calls.Turn)
        {
            return [.. calls.Of(customer).Where(call => call.Reached is not false).Select(PhoneCall.Of)];
        }
    }

    /// <summary>A customer calls a number of ours. Where the inbox cannot hear of it now, it hears of it later.</summary>
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
                to = SimulatedCall.Identifier(to),
                from = SimulatedCall.Identifier(from),
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

    /// <summary>The customer hangs up.</summary>
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

    /// <summary>The customer waits for the tone, speaks a voicemail, and hangs up.</summary>
    /// <param name="callId">The call.</param>
    /// <param name="wav">What is spoken, as a WAV file.</param>
    /// <param name="cancellation">Stops waiting.</param>
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

            call.IsSpokenTo(wav);
            call.Leaves(call.Customer);
        }
    }

    /// <summary>What a device does, and the call that it is in, or else the first that it rings for.</summary>
    public (DeviceState State, string? CallId) GetDevice(PhoneNumber device)
    {
        lock (calls.Turn)
        {
            return calls.With(device) is { } call ? (DeviceState.Connected, call.Id)
                : calls.RingingAt(device) is { } ringing ? (DeviceState.Rings, ringing.Id)
                : (DeviceState.Idle, null);
        }
    }

    /// <summary>Somebody takes a device that rings; of several calls, the first. It rings on for the others.</summary>
    /// <param name="device">The device.</param>
    /// <param name="accepts">Whether that is a person, who presses 1 when asked to; a voicemail box does not.</param>
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

    /// <summary>A device that rings is declined.</summary>
    public void DeviceDeclines(PhoneNumber device)
    {
        lock (calls.Turn)
        {
            RingingFor(device).IsDeclined(device);
        }
    }

    /// <summary>A device hangs up.</summary>
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
            return await call.Tone.WaitAsync(WaitsForTone, time, cancellation);
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
