using Microsoft.Extensions.Logging;
using Twilio.Clients;
using Twilio.Exceptions;
using Twilio.Rest.Api.V2010.Account;
using Twilio.Rest.Api.V2010.Account.Call;
using Twilio.Rest.Api.V2010.Account.Conference;
using Twilio.TwiML;
using Twilio.Types;
using ZuperConnect.Twilio.Rest;
using ZuperConnect.CallControl;
using ZuperConnect.Calls;
using ZuperConnect.Conversations;
using ZuperConnect.Recordings;
using PhoneNumber = ZuperConnect.PhoneNumbers.PhoneNumber;
using ReadRecordingOptions = Twilio.Rest.Api.V2010.Account.Call.ReadRecordingOptions;
using RecordingResource = Twilio.Rest.Api.V2010.Account.Call.RecordingResource;

namespace ZuperConnect.Twilio.Calls;

/// <summary>
/// Calls by Twilio. A leg is a call of its own there, and runs one document: to do something with it is to replace its document by the one
/// that fits the call's state (<see cref="LegDocuments"/>), which may be done any number of times.
/// </summary>
public sealed partial class TwilioCallGateway(
    TwilioApi api, CallStore calls, LegDocuments documents, CallAddresses at, TimeProvider time, ILogger<TwilioCallGateway> log)
    : ICallGateway
{
    private static readonly ActionResult Done = new(Done: true);
    private static readonly ActionResult Refused = new(Done: false);

    /// <summary>Twilio adds so much to the time that a phone rings (its page on the call resource).</summary>
    private static readonly TimeSpan TimeoutBuffer = TimeSpan.FromSeconds(5);

    /// <summary>A leg may not be found yet for so long after it was made: Twilio's answers are eventually consistent.</summary>
    private static readonly TimeSpan TurnsUpWithin = TimeSpan.FromMinutes(2);

    private static readonly List<string> AllStatuses = ["initiated", "ringing", "answered", "completed"];

    private readonly ITwilioRestClient _client = api.Client;

    /// <summary>Nothing is asked: the answer to Twilio's webhook is the answer to the call.</summary>
    public Task<string?> AnswerAsync(RingingCall ringing, CancellationToken cancellation) =>
        Task.FromResult<string?>(new TwilioLine(ringing.Secret, ringing.CallId).ToString());

    /// <inheritdoc/>
    public async Task<ActionResult> ExecuteAsync(CallSession call, CallAction action, CancellationToken cancellation)
    {
        try
        {
            return action switch
            {
                CallDevice first => await CallDeviceAsync(call, first.Device),
                InviteDevice invite => await InviteAsync(call, invite.Device, invite.RingTime),
                InviteCustomer invite => await InviteCustomerAsync(call, invite),
                HoldCustomer or Play { Sound: Sound.Greeting or Sound.VoicemailGreeting } => await UpdateCustomerAsync(call),
                AskToAccept ask => await UpdateDeviceAsync(call, ask.Device),
                TakeOffHold => await TakeOffHoldAsync(call),
                DropDevice drop => LegOf(call, drop.Device) is { } leg ? await EndAsync(leg) : Refused,
                Play => await AnnounceAsync(call.Call.Id),
                StartRecording start => await RecordAsync(call, start.Purpose),
                HangUp => await HangUpAsync(call),
                _ => throw new ArgumentOutOfRangeException(nameof(action), action.GetType().Name, "There is no such action."),
            };
        }
        catch (ApiException failure) when (IsRefusal(failure))
        {
            LogRefused(call.Call.Id, action.GetType().Name, failure.Status, failure.Code);
            return Refused;
        }
    }

    /// <inheritdoc/>
    public async Task<ProviderCallState> GetStateAsync(string providerCallId, CancellationToken cancellation)
    {
        if (TwilioLine.Parse(providerCallId) is not { } first)
        {
            // Whether Twilio answers, and lets this inbox in: an API key may not read the account itself.
            await api.GetAsync<object>("IncomingPhoneNumbers.json?PageSize=1", cancellation);
            return ProviderCallState.Unknown;
        }

        var session = await calls.FindAsync(first.CallId, cancellation);
        if (await FetchAsync(first.CallSid) is not { } leg)
        {
            return session is null || time.GetUtcNow() - session.Call.StartedAt > TurnsUpWithin
                ? ProviderCallState.Unknown
                : throw new InvalidOperationException($"Twilio does not find call {first.CallId} yet.");
        }

        if (IsFinal(leg))
        {
            return ProviderCallState.Ended;
        }

        var present = new List<PhoneNumber>();
        foreach (var (number, sid) in session is null ? [] : LegsOf(session))
        {
            var found = sid == first.CallSid ? leg : await FetchAsync(sid);
            if (found?.Status == CallResource.StatusEnum.InProgress)
            {
                present.Add(number);
            }
        }

        return ProviderCallState.Active([.. present]);
    }

    private async Task<ActionResult> CallDeviceAsync(CallSession call, Device device) => Done with
    {
        ProviderCallId = new TwilioLine(LegOf(call, device) ?? await CallAsync(call.Call, device, CallRules.OutboundRingTime), call.Call.Id)
            .ToString(),
    };

    /// <summary>A device that rings already is not called again: Twilio would let it ring twice.</summary>
    private async Task<ActionResult> InviteAsync(CallSession call, Device device, TimeSpan ringTime) => Done with
    {
        Invitation = LegOf(call, device) ?? await CallAsync(call.Call, device, ringTime),
    };

    private async Task<string> CallAsync(Call call, Device device, TimeSpan ringTime)
    {
        var options = new CreateCallOptions(To(device.Number), From(call.Conversation))
        {
            Url = at.DevicePickedUp(call.Id, device.User.UserId),
            StatusCallback = at.DeviceStatus(call.Id, device.User.UserId),
            StatusCallbackEvent = AllStatuses,
            Timeout = Seconds(ringTime),
        };
        return Certain(await CallResource.CreateAsync(options, _client)).Sid;
    }

    /// <summary>The user waits in the conference, and the customer is called into it.</summary>
    private async Task<ActionResult> InviteCustomerAsync(CallSession call, InviteCustomer invite)
    {
        if (call.CustomerInvitation is { } before)
        {
            return Done with { Invitation = before };
        }

        await UpdateAsync(TwilioLine.Parse(call.ProviderCallId)?.CallSid, documents.OfDevice(call.Call, call.Call.PlacedBy!.UserId));
        var options = new CreateParticipantOptions(call.Call.Id, From(call.Call.Conversation), To(invite.Customer))
        {
            Beep = "false",
            EndConferenceOnExit = true,
            EarlyMedia = true,
            StatusCallback = at.CustomerStatus(call.Call.Id),
            StatusCallbackEvent = AllStatuses,
            ConferenceStatusCallback = at.ConferenceStatus(call.Call.Id),
            ConferenceStatusCallbackEvent = ["announcement"],
            Timeout = Seconds(invite.RingTime),
        };
        return Done with { Invitation = Certain(await ParticipantResource.CreateAsync(options, _client)).CallSid };
    }

    private Task<ActionResult> UpdateCustomerAsync(CallSession call) =>
        UpdateAsync(TwilioLine.Parse(call.ProviderCallId)?.CallSid, documents.OfCustomer(call.Call));

    private Task<ActionResult> UpdateDeviceAsync(CallSession call, Device device) =>
        UpdateAsync(LegOf(call, device), documents.OfDevice(call.Call, device.User.UserId));

    /// <summary>
    /// Customer and user meet in the conference; a caller for whom nobody is there hears what comes next. Of a leg that is over already,
    /// Twilio's own report says so.
    /// </summary>
    private async Task<ActionResult> TakeOffHoldAsync(CallSession call)
    {
        if (call.Call.Legs.FirstOrDefault(leg => leg.State is LegState.Accepted) is { Device: var device })
        {
            await IfUpAsync(() => UpdateCustomerAsync(call));
            await IfUpAsync(() => UpdateDeviceAsync(call, device));
        }

        return Done;
    }

    private static async Task IfUpAsync(Func<Task> doAsync)
    {
        try
        {
            await doAsync();
        }
        catch (ApiException over) when (IsRefusal(over))
        {
            // Nothing is to be done with a leg that is over.
        }
    }

    private async Task<ActionResult> UpdateAsync(string? callSid, VoiceResponse document)
    {
        if (callSid is null)
        {
            return Refused;
        }

        await CallResource.UpdateAsync(new UpdateCallOptions(callSid) { Twiml = new Twiml(document.ToString()) }, _client);
        return Done;
    }

    private async Task<ActionResult> AnnounceAsync(string callId)
    {
        var conference = await FindConferenceAsync(callId)
            ?? throw new InvalidOperationException($"The conference of call {callId} has not begun yet.");
        await ConferenceResource.UpdateAsync(
            new UpdateConferenceOptions(conference) { AnnounceUrl = at.ConferenceAnnouncement(callId) }, _client);
        return Done;
    }

    /// <summary>The first leg is recorded: it hears, and so has in its recording, what all others in the conference say.</summary>
    private async Task<ActionResult> RecordAsync(CallSession call, RecordingPurpose purpose)
    {
        if (TwilioLine.Parse(call.ProviderCallId) is not { CallSid: var leg })
        {
            return Refused;
        }

        var running = await RecordingResource.ReadAsync(new ReadRecordingOptions(leg) { PageSize = 20, Limit = 1 }, _client);
        var recording = running.FirstOrDefault(known => known.Status == RecordingResource.StatusEnum.InProgress)
            ?? Certain(await RecordingResource.CreateAsync(
                new CreateRecordingOptions(leg)
                {
                    RecordingChannels = "mono",
                    RecordingTrack = purpose is RecordingPurpose.Voicemail ? "inbound" : "both",
                    RecordingStatusCallback = at.RecordingStatus(call.Call.Id),
                    RecordingStatusCallbackEvent = ["in-progress", "completed", "absent"],
                },
                _client));
        return Done with { RecordingId = RecordingIds.Of(recording.Sid) };
    }

    /// <summary>Ends the conference and every leg: devices that ring are in no conference.</summary>
    private async Task<ActionResult> HangUpAsync(CallSession call)
    {
        if (await FindConferenceAsync(call.Call.Id) is { } conference)
        {
            await ConferenceResource.UpdateAsync(
                new UpdateConferenceOptions(conference) { Status = ConferenceResource.UpdateStatusEnum.Completed }, _client);
        }

        foreach (var (_, sid) in LegsOf(call))
        {
            await EndAsync(sid);
        }

        return Done with { HasEnded = true };
    }

    /// <summary>Ends a leg; one that is over is ended already.</summary>
    private async Task<ActionResult> EndAsync(string callSid)
    {
        await IfUpAsync(() => CallResource.UpdateAsync(
            new UpdateCallOptions(callSid) { Status = CallResource.UpdateStatusEnum.Completed }, _client));
        return Done;
    }

    private async Task<string?> FindConferenceAsync(string callId)
    {
        var found = await ConferenceResource.ReadAsync(
            new ReadConferenceOptions { FriendlyName = callId, Status =
                ConferenceResource.StatusEnum.InProgress, PageSize = 20, Limit = 1 },
            _client);
        return found.FirstOrDefault()?.Sid;
    }

    private async Task<CallResource?> FetchAsync(string callSid)
    {
        try
        {
            return await CallResource.FetchAsync(new FetchCallOptions(callSid), _client);
        }
        catch (ApiException gone) when (gone.Status is 404)
        {
            return null;
        }
    }

    /// <summary>The legs of a call that are known, with whose phone each is.</summary>
    private static IEnumerable<(PhoneNumber Number, string CallSid)> LegsOf(CallSession session)
    {
        var call = session.Call;
        if (call.Direction is Direction.Inbound && TwilioLine.Parse(session.ProviderCallId) is { CallSid: var customer })
        {
            yield return (call.Conversation.Customer, customer);
        }

        if (session.CustomerInvitation is { } invited)
        {
            yield return (call.Conversation.Customer, invited);
        }

        foreach (var leg in call.Legs)
        {
            if (LegOf(session, leg.Device) is { } sid)
            {
                yield return (leg.Device.Number, sid);
            }
        }
    }

    /// <summary>A device's leg: the call's first one where its user has placed the call.</summary>
    private static string? LegOf(CallSession session, Device device) =>
        session.Invitations.GetValueOrDefault(device.User.UserId)
        ?? (session.Call.PlacedBy?.UserId == device.User.UserId ? TwilioLine.Parse(session.ProviderCallId)?.CallSid : null);

    /// <summary>An answer that says nothing may hide a call that was made.</summary>
    private static T Certain<T>(T? answer)
        where T : class => answer ?? throw new InvalidOperationException("Twilio's answer says nothing.");

    /// <summary>Whether Twilio certainly did not do it, and never will: neither busy nor unable to say.</summary>
    private static bool IsRefusal(ApiException failure) => failure.Status is >= 400 and < 500 and not (401 or 408 or 429);

    private static bool IsFinal(CallResource leg) =>
        leg.Status == CallResource.StatusEnum.Completed || leg.Status == CallResource.StatusEnum.Busy
        || leg.Status == CallResource.StatusEnum.Failed || leg.Status == CallResource.StatusEnum.NoAnswer
        || leg.Status == CallResource.StatusEnum.Canceled;

    private static int Seconds(TimeSpan ringTime) => (int)Math.Clamp((ringTime - TimeoutBuffer).TotalSeconds, 5, 600);

    private static global::Twilio.Types.PhoneNumber From(ConversationId conversation) => new(conversation.Number.Value);

    private static global::Twilio.Types.PhoneNumber To(PhoneNumber number) => new(number.Value);

    [LoggerMessage(4801, LogLevel.Warning, "Twilio answered {Action} of call {Call} with {Status} {Code}")]
    private partial void LogRefused(string call, string action, int status, int code);
}
