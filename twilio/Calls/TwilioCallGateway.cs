using Microsoft.Extensions.Logging;
using Twilio.Exceptions;
using Twilio.Rest.Api.V2010.Account;
using Twilio.TwiML;
using ZuperConnect.CallControl;
using ZuperConnect.Calls;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Recordings;
using ZuperConnect.Twilio.Rest;

namespace ZuperConnect.Twilio.Calls;

/// <summary>
/// Executes the actions of calls at Twilio. Each leg runs one TwiML document. An action replaces it by the document for the state of the
/// call (see <see cref="LegDocuments"/>), and can be repeated.
/// </summary>
public sealed partial class TwilioCallGateway(
    TwilioApi api, TwilioCallClient client, CallStore calls, LegDocuments documents, LostLegs lost, TimeProvider time,
    ILogger<TwilioCallGateway> log)
    : ICallGateway
{
    private static readonly ActionResult Done = new(Done: true);
    private static readonly ActionResult Refused = new(Done: false);

    /// <summary>For this time, Twilio may not find a new leg, because its API is eventually consistent.</summary>
    private static readonly TimeSpan ConsistentWithin = TimeSpan.FromMinutes(2);

    /// <summary>Twilio repeats a webhook for this long (its page on connection overrides).</summary>
    private static readonly TimeSpan ReportsWithin = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>An action that is older was probably executed before.</summary>
    private static readonly TimeSpan NewWithin = TimeSpan.FromSeconds(5);

    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    /// <summary>
    /// Makes no request: the answer to Twilio's webhook answers the call. A call at another provider, which still arrives after the inbox
    /// moved to Twilio, cannot be answered.
    /// </summary>
    public Task<string?> AnswerAsync(RingingCall ringing, CancellationToken cancellation) => Task.FromResult(
        TwilioCallReference.IsCallSid(ringing.Secret) ? new TwilioCallReference(ringing.Secret, ringing.CallId).ToString() : null);

    /// <inheritdoc/>
    public async Task<ActionResult> ExecuteAsync(CallSession call, CallAction action, CancellationToken cancellation)
    {
        try
        {
            return action switch
            {
                CallDevice first => await CallDeviceAsync(call, first, cancellation),
                InviteDevice invite => Done with
                {
                    Invitation = await InviteAsync(call, invite, invite.Device, invite.RingTime, cancellation),
                },
                InviteCustomer invite => Done with { Invitation = await InviteCustomerAsync(call, invite, cancellation) },
                HoldCustomer or Play { Sound: Sound.Greeting or Sound.VoicemailGreeting } => await RunAsync(
                    call.FirstLeg(), documents.OfCustomer(call.Call)),
                AskToAccept ask => await RunAsync(call.LegOf(ask.Device), documents.OfDevice(call.Call, ask.Device.User.UserId)),
                TakeOffHold => await TakeOffHoldAsync(call),
                DropDevice drop => await DropAsync(call, drop.Device),
                Play => await AnnounceAsync(call),
                StartRecording start => await RecordAsync(call, start.Purpose),
                HangUp => await HangUpAsync(call),
                _ => throw new ArgumentOutOfRangeException(nameof(action), action.GetType().Name, "There is no such action."),
            };
        }
        catch (ApiException failure) when (TwilioCallClient.IsRefusal(failure))
        {
            LogRefused(call.Call.Id, action.GetType().Name, failure.Status, failure.Code);
            return Refused;
        }
    }

    /// <inheritdoc/>
    public async Task<ProviderCallState> GetStateAsync(string providerCallId, CancellationToken cancellation)
    {
        if (TwilioCallReference.Parse(providerCallId) is not { } first)
        {
            // Checks that Twilio answers and accepts the credentials. An API key cannot read the account itself.
            await api.GetAsync<object>("IncomingPhoneNumbers.json?PageSize=1", cancellation);
            return ProviderCallState.Unknown;
        }

        var session = await calls.FindAsync(first.CallId, cancellation);
        if (await client.FindStatusAsync(first.CallSid) is not { } status)
        {
            return session is null || time.GetUtcNow() - session.Call.StartedAt > ConsistentWithin
                ? ProviderCallState.Unknown
                : throw new InvalidOperationException($"Twilio does not find call {first.CallId} yet.");
        }

        if (HasEnded(status))
        {
            // A call is over with its first leg. If the event of its end was lost, nobody has hung up the others.
            return ProviderCallState.Ended with { HasOpenLegs = session is not null && await HasOpenLegsAsync(session) };
        }

        var present = new List<PhoneNumber>();
        foreach (var (number, sid) in session?.Legs() ?? [])
        {
            if ((sid == first.CallSid ? status : await client.FindStatusAsync(sid)) == CallResource.StatusEnum.InProgress)
            {
                present.Add(number);
            }
        }

        return ProviderCallState.Active([.. present]) with { HaveAnswered = true };
    }

    private async Task<ActionResult> CallDeviceAsync(CallSession call, CallDevice first, CancellationToken cancellation)
    {
        var leg = await InviteAsync(call, first, first.Device, CallRules.OutboundRingTime, cancellation);
        return Done with { ProviderCallId = new TwilioCallReference(leg, call.Call.Id).ToString() };
    }

    private Task<string> InviteAsync(
        CallSession call, CallAction action, Device device, TimeSpan ringTime, CancellationToken cancellation) =>
        call.LegOf(device) is { } known ? Task.FromResult(known) : CallOnceAsync(
            call,
            action,
            device.Number,
            () => client.CallAsync(call.Call, device, ringTime),
            happened => happened is DeviceRings rings && rings.UserId == device.User.UserId ? rings.Invitation : null,
            cancellation);

    /// <summary>Lets the user wait in the conference, and calls the customer into it.</summary>
    private async Task<string> InviteCustomerAsync(CallSession call, InviteCustomer invite, CancellationToken cancellation)
    {
        if (call.CustomerInvitation is { } known)
        {
            return known;
        }

        await RunAsync(call.FirstLeg(), documents.OfDevice(call.Call, call.Call.PlacedBy!.UserId));
        return await CallOnceAsync(
            call,
            invite,
            invite.Customer,
            () => client.CallIntoConferenceAsync(call.Call, invite.Customer, invite.RingTime),
            happened => (happened as CustomerRings)?.Invitation,
            cancellation);
    }

    /// <summary>
    /// Calls a phone, unless Twilio has reported that it calls it: a repeated request would make it ring twice. If the answer is lost,
    /// waits for the report as long as Twilio repeats it. If an earlier process may have had the answer, looks into Twilio's list.
    /// </summary>
    private async Task<string> CallOnceAsync(
        CallSession call, CallAction action, PhoneNumber phone, Func<Task<string>> callAsync, Func<CallEvent, string?> legIn,
        CancellationToken cancellation)
    {
        if (await FindReportedAsync() is { } reported)
        {
            return reported;
        }

        var requestedAt = call.Actions.FirstOrDefault(pending => pending.Action == action)?.RequestedAt;
        if (requestedAt is { } since && (since < _startedAt || time.GetUtcNow() - since > NewWithin)
            && await lost.FindAsync(call, phone, since, cancellation) is { } made)
        {
            return made;
        }

        try
        {
            return await callAsync();
        }
        catch (Exception unanswered) when (unanswered is not ApiException { Status: >= 400 and < 500 and not 408 })
        {
            for (var waited = TimeSpan.Zero; waited < ReportsWithin; waited += ReportInterval)
            {
                await Task.Delay(ReportInterval, time, cancellation);
                if (await FindReportedAsync() is { } late)
                {
                    return late;
                }
            }

            throw;
        }

        async Task<string?> FindReportedAsync() => (await calls.ReadAsync(call.Call.Id, cancellation))?.PendingEvents
            .Select(pending => legIn(pending.Event)).FirstOrDefault(leg => leg is not null);
    }

    private async Task<ActionResult> RunAsync(string? callSid, VoiceResponse document)
    {
        if (callSid is null)
        {
            return Refused;
        }

        await client.RunAsync(callSid, document);
        return Done;
    }

    /// <summary>Connects the customer and the user in the conference. Without a user, the next sound replaces the ringing.</summary>
    private async Task<ActionResult> TakeOffHoldAsync(CallSession call)
    {
        if (call.Call.Legs.FirstOrDefault(leg => leg.State is LegState.Accepted) is { Device: var device })
        {
            await TwilioCallClient.IfActiveAsync(() => RunAsync(call.FirstLeg(), documents.OfCustomer(call.Call)));
            await TwilioCallClient.IfActiveAsync(() => RunAsync(call.LegOf(device), documents.OfDevice(call.Call, device.User.UserId)));
        }

        return Done;
    }

    private async Task<ActionResult> DropAsync(CallSession call, Device device)
    {
        if (call.LegOf(device) is not { } leg)
        {
            return Refused;
        }

        await client.EndAsync(leg);
        return Done;
    }

    private async Task<ActionResult> AnnounceAsync(CallSession call)
    {
        await client.AnnounceRecordingAsync(call.Call.Id);
        return Done;
    }

    private async Task<ActionResult> RecordAsync(CallSession call, RecordingPurpose purpose) => call.FirstLeg() is { } leg
        ? Done with { RecordingId = RecordingIds.Of(await client.RecordAsync(call.Call.Id, leg, purpose)) }
        : Refused;

    /// <summary>Ends the conference and all legs. Devices that ring are not in the conference.</summary>
    private async Task<ActionResult> HangUpAsync(CallSession call)
    {
        await client.EndConferenceAsync(call.Call.Id);
        foreach (var (_, leg) in call.Legs())
        {
            await client.EndAsync(leg);
        }

        return Done with { HasEnded = true };
    }

    private async Task<bool> HasOpenLegsAsync(CallSession call)
    {
        foreach (var (_, leg) in call.Legs())
        {
            if (await client.FindStatusAsync(leg) is { } status && !HasEnded(status))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasEnded(CallResource.StatusEnum status) =>
        status == CallResource.StatusEnum.Completed || status == CallResource.StatusEnum.Busy
        || status == CallResource.StatusEnum.Failed || status == CallResource.StatusEnum.NoAnswer
        || status == CallResource.StatusEnum.Canceled;

    [LoggerMessage(4801, LogLevel.Warning, "Twilio answered {Action} of call {Call} with {Status} {Code}")]
    private partial void LogRefused(string call, string action, int status, int code);
}
