using Twilio.TwiML;
using ZuperConnect.CallControl;
using ZuperConnect.Calls;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Http;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Twilio.Webhooks;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Twilio.Calls;

/// <summary>
/// Answers Twilio's requests about calls, whose signatures were checked: what a leg is to do next, and reports of what happened to one. A
/// request returns when what it says is stored, and throws while storage is away. See <see cref="CallAddresses"/>.
/// </summary>
internal sealed class TwilioCallWebhooks(CallStore calls, ProviderEventHandler events, LegDocuments documents, TimeProvider time)
{
    /// <summary>Handles the webhook of a number of ours that is called: the answer to it answers the call.</summary>
    /// <param name="webhook">The request.</param>
    /// <param name="host">The host.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>What the caller's leg is to do; null where this is no call to a number of ours.</returns>
    public async Task<VoiceResponse?> RingsAsync(
        TwilioWebhook webhook, HostServices host, CancellationToken cancellation)
    {
        if (webhook["CallSid"] is not { Length: > 0 } sid
            || !PhoneNumber.TryParseOurs(webhook["To"], out var ours))
        {
            return null;
        }

        var ringing = new RingingCall(
            TwilioLine.CallIdOf(sid), TwilioCaller.Read(webhook["From"]), ours, sid, time.GetUtcNow());
        await events.TryHandleAsync(new ProviderEvent.Call(ringing), webhook.ToJson(), host, cancellation);
        return await calls.FindAsync(ringing.CallId, cancellation) is { Call.IsOver: false }
            ? documents.Answer(ringing.CallId) : LegDocuments.Reject;
    }

    /// <summary>Handles the report of a number of ours that a call to it is over.</summary>
    /// <param name="webhook">The request.</param>
    /// <param name="host">The host.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task EndsAsync(TwilioWebhook webhook, HostServices host, CancellationToken cancellation)
    {
        if (webhook["CallSid"] is { Length: > 0 } sid)
        {
            await HappensAsync(TwilioLine.CallIdOf(sid), TwilioCallEvents.OfCaller(webhook.Fields, time.GetUtcNow()), null, host, cancellation);
        }
    }

    /// <summary>Handles a request about a call that we know.</summary>
    /// <param name="webhook">The request; the end of its path is our id of the call, the leg, and what about it.</param>
    /// <param name="host">The host.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>What the leg is to do; empty where it is a report, to which nothing is answered; null where there is no such address.</returns>
    public async Task<VoiceResponse?> HandleAsync(
        TwilioWebhook webhook, HostServices host, CancellationToken cancellation)
    {
        if (!webhook.Twilio.StartsWith(CallAddresses.Root, StringComparison.Ordinal)
            || webhook.Twilio[CallAddresses.Root.Length..].Split('/') is not [var callId, .. var what] || !Guid.TryParseExact(callId, "D", out _))
        {
            return null;
        }

        var now = time.GetUtcNow();
        return what switch
        {
            ["customer", "connected"] => await CustomerAsync(callId, Connects(callId, webhook, now), webhook, host, cancellation),
            ["customer", "played", var name] when Enum.TryParse<Sound>(name, ignoreCase: true, out var sound) => await CustomerAsync(
                callId, new Played(TwilioCallEvents.SourceOf(webhook.Fields, $"played{sound}"), now, sound, Heard: true), webhook, host, cancellation),
            ["customer", "next"] => await calls.FindAsync(callId, cancellation) is { Call: var call }
                ? documents.OfCustomer(call) : LegDocuments.Hangup,
            ["customer", "status"] => await ReportAsync(callId, TwilioCallEvents.OfInvitedCustomer(webhook.Fields, now), host, cancellation),
            ["devices", var user, "pickedUp"] => await PickedUpAsync(callId, UserIdInRoute.Read(user), webhook, host, cancellation),
            ["devices", var user, "pressed"] => await PressedAsync(callId, UserIdInRoute.Read(user), webhook, host, cancellation),
            ["devices", var user, "next"] => await calls.FindAsync(callId, cancellation) is { Call: var call }
                ? documents.OfDevice(call, UserIdInRoute.Read(user)) : LegDocuments.Hangup,
            ["devices", var user, "status"] => await DeviceAsync(callId, UserIdInRoute.Read(user), webhook, host, cancellation),
            ["conference", "wait"] => documents.ConferenceWaits(callId),
            ["conference", "announcement"] => LegDocuments.Announcement,
            ["conference", "status"] => await ReportAsync(callId, TwilioCallEvents.OfConference(webhook.Fields, now), host, cancellation),
            ["recording", "status"] => await RecordedAsync(webhook, host, cancellation),
            _ => null,
        };
    }

    private static Connected Connects(string callId, TwilioWebhook webhook, DateTimeOffset now) =>
        new(TwilioCallEvents.SourceOf(webhook.Fields, $"connected{callId[..8]}"), now);

    private async Task<VoiceResponse> CustomerAsync(
        string callId, CallEvent happened, TwilioWebhook webhook, HostServices host, CancellationToken cancellation)
    {
        await HappensAsync(callId, happened, LineOf(callId, webhook), host, cancellation);
        return documents.CustomerWaits(callId);
    }

    /// <summary>The first leg of a user's call is connected with it; another device waits to be asked.</summary>
    private async Task<VoiceResponse> PickedUpAsync(
        string callId, string userId, TwilioWebhook webhook, HostServices host, CancellationToken cancellation)
    {
        if (await calls.FindAsync(callId, cancellation) is not { Call: var call })
        {
            return LegDocuments.Hangup;
        }

        var (now, source) = (time.GetUtcNow(), TwilioCallEvents.SourceOf(webhook.Fields, "pickedUp"));
        var isFirst = call.Direction is Direction.Outbound && call.PlacedBy?.UserId == userId;
        await HappensAsync(
            callId,
            isFirst ? new Connected(source, now) : new DevicePickedUp(source, now, userId),
            isFirst ? LineOf(callId, webhook) : null,
            host,
            cancellation);
        return documents.DeviceWaits(callId, userId);
    }

    /// <summary>Two may press 1 at once: the call's owner decides, and tells both legs what comes of it.</summary>
    private async Task<VoiceResponse> PressedAsync(
        string callId, string userId, TwilioWebhook webhook, HostServices host, CancellationToken cancellation)
    {
        var (now, source) = (time.GetUtcNow(), TwilioCallEvents.SourceOf(webhook.Fields, "pressed"));
        await HappensAsync(
            callId,
            webhook["Digits"] is "1" ? new DeviceAccepted(source, now, userId) : new DeviceDidNotAccept(source, now, userId),
            null,
            host,
            cancellation);
        return documents.DeviceWaits(callId, userId);
    }

    /// <summary>What is said of a leg that is not the device's own, such as one that was called twice, is not said of the device.</summary>
    private async Task<VoiceResponse> DeviceAsync(
        string callId, string userId, TwilioWebhook webhook, HostServices host, CancellationToken cancellation)
    {
        var known = (await calls.FindAsync(callId, cancellation))?.Invitations.GetValueOrDefault(userId);
        return known is not null && known != webhook["CallSid"]
            ? new VoiceResponse()
            : await ReportAsync(callId, TwilioCallEvents.OfDevice(userId, webhook.Fields, time.GetUtcNow()), host, cancellation);
    }

    private async Task<VoiceResponse> RecordedAsync(
        TwilioWebhook webhook, HostServices host, CancellationToken cancellation)
    {
        if (TwilioCallEvents.OfRecording(webhook.Fields, time.GetUtcNow()) is { } file)
        {
            await events.TryHandleAsync(new ProviderEvent.Recording(file), webhook.ToJson(), host, cancellation);
        }

        return new();
    }

    private async Task<VoiceResponse> ReportAsync(string callId, CallEvent? happened, HostServices host, CancellationToken cancellation)
    {
        await HappensAsync(callId, happened, null, host, cancellation);
        return new();
    }

    private async Task HappensAsync(
        string callId, CallEvent? happened, ProviderCallIds? of, HostServices host, CancellationToken cancellation)
    {
        if (happened is not null)
        {
            await calls.AddEventAsync(callId, happened, of, cancellation);
            await host.Calls.WakeAsync(callId, look: false, cancellation);
        }
    }

    private static ProviderCallIds? LineOf(string callId, TwilioWebhook webhook) =>
        webhook["CallSid"] is { Length: > 0 } sid ? new(new TwilioLine(sid, callId).ToString()) : null;
}
