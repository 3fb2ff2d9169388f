using Twilio.Clients;
using Twilio.Exceptions;
using Twilio.Rest.Api.V2010.Account;
using Twilio.Rest.Api.V2010.Account.Call;
using Twilio.Rest.Api.V2010.Account.Conference;
using Twilio.TwiML;
using Twilio.Types;
using ZuperConnect.Calls;
using ZuperConnect.Twilio.Rest;
using PhoneNumber = ZuperConnect.PhoneNumbers.PhoneNumber;
using ReadRecordingOptions = Twilio.Rest.Api.V2010.Account.Call.ReadRecordingOptions;
using RecordingResource = Twilio.Rest.Api.V2010.Account.Call.RecordingResource;

namespace ZuperConnect.Twilio.Calls;

/// <summary>The REST requests about legs, conferences and recordings.</summary>
/// <param name="api">The REST API.</param>
/// <param name="at">The addresses of the webhooks.</param>
public sealed class TwilioCallClient(TwilioApi api, CallAddresses at)
{
    /// <summary>Twilio adds this time to the ring time (Twilio's page on the call resource).</summary>
    private static readonly TimeSpan TimeoutBuffer = TimeSpan.FromSeconds(5);

    private static readonly List<string> AllStatuses = ["initiated", "ringing", "answered", "completed"];

    private readonly ITwilioRestClient _client = api.Client;

    /// <summary>Whether Twilio has certainly not executed a request, and never will: it is neither busy nor unavailable.</summary>
    internal static bool IsRefusal(ApiException failure) => failure.Status is >= 400 and < 500 and not (401 or 408 or 429);

    /// <summary>Calls a user's device.</summary>
    /// <returns>The SID of the leg.</returns>
    public async Task<string> CallAsync(Call call, Device device, TimeSpan ringTime)
    {
        var options = new CreateCallOptions(Endpoint(device.Number), Endpoint(call.Conversation.Number))
        {
            Url = at.DevicePickedUp(call.Id, device.User.UserId),
            StatusCallback = at.DeviceStatus(call.Id, device.User.UserId),
            StatusCallbackEvent = AllStatuses,
            Timeout = Seconds(ringTime),
        };
        return Certain(await CallResource.CreateAsync(options, _client)).Sid;
    }

    /// <summary>Calls the customer into the conference.</summary>
    /// <returns>The SID of the leg.</returns>
    public async Task<string> CallIntoConferenceAsync(Call call, PhoneNumber customer, TimeSpan ringTime)
    {
        var options = new CreateParticipantOptions(call.Id, Endpoint(call.Conversation.Number), Endpoint(customer))
        {
            Beep = "false",
            EndConferenceOnExit = true,
            EarlyMedia = true,
            StatusCallback = at.CustomerStatus(call.Id),
            StatusCallbackEvent = AllStatuses,
            ConferenceStatusCallback = at.ConferenceStatus(call.Id),
            ConferenceStatusCallbackEvent = ["announcement"],
            Timeout = Seconds(ringTime),
        };
        return Certain(await ParticipantResource.CreateAsync(options, _client)).CallSid;
    }

    /// <summary>Replaces the document that a leg runs.</summary>
    public Task RunAsync(string callSid, VoiceResponse document) =>
        CallResource.UpdateAsync(new UpdateCallOptions(callSid) { Twiml = new Twiml(document.ToString()) }, _client);

    /// <summary>Ends a leg, unless it has ended.</summary>
    public Task EndAsync(string callSid) => IfActiveAsync(() =>
        CallResource.UpdateAsync(new UpdateCallOptions(callSid) { Status = CallResource.UpdateStatusEnum.Completed }, _client));

    /// <summary>Runs a request about a leg, unless the leg has ended.</summary>
    public static async Task IfActiveAsync(Func<Task> doAsync)
    {
        try
        {
            await doAsync();
        }
        catch (ApiException ended) when (IsRefusal(ended))
        {
            // Twilio reports the end of the leg itself.
        }
    }

    /// <summary>The status of a leg; null if Twilio does not find the leg.</summary>
    public async Task<CallResource.StatusEnum?> FindStatusAsync(string callSid)
    {
        try
        {
            return (await CallResource.FetchAsync(new FetchCallOptions(callSid), _client)).Status;
        }
        catch (ApiException gone) when (gone.Status is 404)
        {
            return null;
        }
    }

    /// <summary>Plays the announcement that the call is recorded to everybody in the conference.</summary>
    /// <exception cref="InvalidOperationException">
    /// There is no conference now: it has not started yet, or a leg got a new document and both meet in another one.
    /// </exception>
    public async Task AnnounceRecordingAsync(string callId)
    {
        var conference = await FindConferenceAsync(callId)
            ?? throw new InvalidOperationException($"The conference of call {callId} has not started yet.");
        try
        {
            await ConferenceResource.UpdateAsync(
                new UpdateConferenceOptions(conference) { AnnounceUrl = at.ConferenceAnnouncement(callId) }, _client);
        }
        catch (ApiException ended) when (IsRefusal(ended))
        {
            throw new InvalidOperationException($"The conference of call {callId} has ended.", ended);
        }
    }

    /// <summary>Ends the conference of a call for everybody in it, if there is one.</summary>
    public async Task EndConferenceAsync(string callId)
    {
        if (await FindConferenceAsync(callId) is { } conference)
        {
            await ConferenceResource.UpdateAsync(
                new UpdateConferenceOptions(conference) { Status = ConferenceResource.UpdateStatusEnum.Completed }, _client);
        }
    }

    /// <summary>Records a leg. The recording contains the phone's audio, and in a conference also the audio of everybody else.</summary>
    /// <returns>The SID of the recording. If the leg is being recorded already, the SID of that recording.</returns>
    public async Task<string> RecordAsync(string callId, string callSid, RecordingPurpose purpose)
    {
        var running = await RecordingResource.ReadAsync(new ReadRecordingOptions(callSid) { PageSize = 20, Limit = 1 }, _client);
        var recording = running.FirstOrDefault(known => known.Status == RecordingResource.StatusEnum.InProgress)
            ?? Certain(await RecordingResource.CreateAsync(
                new CreateRecordingOptions(callSid)
                {
                    RecordingChannels = "mono",
                    RecordingTrack = purpose is RecordingPurpose.Voicemail ? "inbound" : "both",
                    RecordingStatusCallback = at.RecordingStatus(callId),
                    RecordingStatusCallbackEvent = ["in-progress", "completed", "absent"],
                },
                _client));
        return recording.Sid;
    }

    private async Task<string?> FindConferenceAsync(string callId)
    {
        var options = new ReadConferenceOptions
        {
            FriendlyName = callId,
            Status = ConferenceResource.StatusEnum.InProgress,
            PageSize = 20,
            Limit = 1,
        };
        return (await ConferenceResource.ReadAsync(options, _client)).FirstOrDefault()?.Sid;
    }

    /// <summary>Fails for an empty response, because Twilio may have created the leg.</summary>
    private static T Certain<T>(T? answer)
        where T : class => answer ?? throw new InvalidOperationException("Twilio's answer is empty.");

    private static int Seconds(TimeSpan ringTime) => (int)Math.Clamp((ringTime - TimeoutBuffer).TotalSeconds, 5, 600);

    private static global::Twilio.Types.PhoneNumber Endpoint(PhoneNumber number) => new(number.Value);
}
