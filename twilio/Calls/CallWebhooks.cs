using System.Text;
using Microsoft.AspNetCore.Http;
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
/// Handles Twilio's webhooks about calls: requests for the next document of a leg, and status reports. Each is answered after its content
/// is stored. See <see cref="CallAddresses"/>.
/// </summary>
public sealed class CallWebhooks(
    ApiAuthorization authorization, SignedWebhooks reader, CallStore calls, ProviderEventHandler events, LegDocuments documents,
    RecordingReports recordings, TimeProvider time)
{
    /// <summary>
    /// <c>POST</c> <see cref="TwilioAddresses.Voice"/>: a customer calls a number of the business. The response answers the call.
    /// </summary>
    public Task<IResult> AnswerAsync(HttpRequest request, HostServices host, CancellationToken cancellation) =>
        authorization.ForAnyoneAsync(request, async () =>
    {
        var webhook = await reader.ReadAsync(request, cancellation);
        if (webhook["CallSid"] is not { } sid || !PhoneNumber.TryParseOurs(webhook["To"], out var ours))
        {
            await events.DeadLetterAsync(webhook.ToJson(), time.GetUtcNow(), cancellation);
            return Written(LegDocuments.Reject);
        }

        var ringing = new RingingCall(TwilioCallReference.CallIdOf(sid), TwilioCaller.Read(webhook["From"]), ours, sid, time.GetUtcNow());
        await events.TryHandleAsync(new ProviderEvent.Call(ringing), webhook.ToJson(), host, cancellation);
        return Written(await calls.FindAsync(ringing.CallId, cancellation) is { Call.IsOver: false }
            ? documents.Answer(ringing.CallId) : LegDocuments.Reject);
    });

    /// <summary><c>POST</c> <see cref="TwilioAddresses.VoiceStatus"/>: a call to a number of the business has ended.</summary>
    public Task<IResult> EndAsync(HttpRequest request, HostServices host, CancellationToken cancellation) =>
        authorization.ForAnyoneAsync(request, async () =>
    {
        var webhook = await reader.ReadAsync(request, cancellation);
        if (webhook["CallSid"] is { } sid)
        {
            var ended = TwilioCallEvents.OfCaller(webhook, time.GetUtcNow());
            await AddAsync(TwilioCallReference.CallIdOf(sid), ended, null, host, cancellation);
        }

        return Results.NoContent();
    });

    /// <summary><c>POST</c> <c>calls/{call id}/…</c>: a request or report about a leg; see <see cref="CallAddresses"/>.</summary>
    public Task<IResult> ContinueAsync(HttpRequest request, HostServices host, CancellationToken cancellation) =>
        authorization.ForAnyoneAsync(request, async () =>
    {
        var webhook = await reader.ReadAsync(request, cancellation);
        return webhook.Twilio[CallAddresses.Root.Length..].Split('/') is [var callId, .. var what] && Guid.TryParseExact(callId, "D", out _)
            ? await ContinueAsync(callId, what, webhook, host, cancellation)
            : throw Problems.NotFound("There is no call with this id.");
    });

    private async Task<IResult> ContinueAsync(
        string callId, string[] what, TwilioWebhook webhook, HostServices host, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return what switch
        {
            ["customer", "connected"] => await CustomerAsync(
                callId, new Connected(TwilioCallEvents.SourceOf(webhook, "connected"), now), webhook, host, cancellation),
            ["customer", "played", var name] when Enum.TryParse<Sound>(name, ignoreCase: true, out var sound) => await CustomerAsync(
                callId, new Played(TwilioCallEvents.SourceOf(webhook, $"played{sound}"), now, sound, Heard: true), webhook, host,
                cancellation),
            ["customer", "next"] => Written(
                await calls.FindAsync(callId, cancellation) is { Call: var call } ? documents.OfCustomer(call) : LegDocuments.Hangup),
            ["customer", "status"] =>
                await InvitedCustomerAsync(callId, webhook, host, cancellation),
            ["devices", var user, "pickedUp"] => await PickedUpAsync(callId, UserIdInRoute.Read(user), webhook, host, cancellation),
            ["devices", var user, "pressed"] => await PressedAsync(callId, UserIdInRoute.Read(user), webhook, host, cancellation),
            ["devices", var user, "next"] => Written(
                await calls.FindAsync(callId, cancellation) is { Call: var call }
                    ? documents.OfDevice(call, UserIdInRoute.Read(user)) : LegDocuments.Hangup),
            ["devices", var user, "status"] => await DeviceAsync(callId, UserIdInRoute.Read(user), webhook, host, cancellation),
            ["conference", "wait"] => Written(documents.ConferenceWaits(callId)),
            ["conference", "announcement"] => Written(LegDocuments.Announcement),
            ["conference", "status"] => await ReportAsync(callId, TwilioCallEvents.OfConference(webhook, now), host, cancellation),
            ["recording", "status"] => await RecordedAsync(callId, webhook, host, cancellation),
            _ => throw Problems.NotFound("There is nothing about a call at this address."),
        };
    }

    private async Task<IResult> CustomerAsync(
        string callId, CallEvent happened, TwilioWebhook webhook, HostServices host, CancellationToken cancellation)
    {
        await AddAsync(callId, happened, IdsOf(callId, webhook), host, cancellation);
        return Written(documents.CustomerWaits(callId));
    }

    /// <summary>The first leg of an outbound call is then connected. Any other device waits until it is asked to accept.</summary>
    private async Task<IResult> PickedUpAsync(
        string callId, string userId, TwilioWebhook webhook, HostServices host, CancellationToken cancellation)
    {
        if (await calls.FindAsync(callId, cancellation) is not { Call: var call })
        {
            return Written(LegDocuments.Hangup);
        }

        var (now, source) = (time.GetUtcNow(), TwilioCallEvents.SourceOf(webhook, "pickedUp"));
        var isFirst = call.Direction is Direction.Outbound && call.PlacedBy?.UserId == userId;
        await AddAsync(
            callId,
            isFirst ? new Connected(source, now) : new DevicePickedUp(source, now, userId),
            isFirst ? IdsOf(callId, webhook) : null,
            host,
            cancellation);
        return Written(documents.DeviceWaits(callId, userId));
    }

    /// <summary>Two users may press 1 at the same time. The call owner decides, and sends both legs their next document.</summary>
    private async Task<IResult> PressedAsync(
        string callId, string userId, TwilioWebhook webhook, HostServices host, CancellationToken cancellation)
    {
        var (now, source) = (time.GetUtcNow(), TwilioCallEvents.SourceOf(webhook, "pressed"));
        await AddAsync(
            callId,
            webhook["Digits"] is "1" ? new DeviceAccepted(source, now, userId) : new DeviceDidNotAccept(source, now, userId),
            null,
            host,
            cancellation);
        return Written(documents.DeviceWaits(callId, userId));
    }

    /// <summary>A completed call had been answered, although the report of that may come later or never.</summary>
    private async Task<IResult> InvitedCustomerAsync(
        string callId, TwilioWebhook webhook, HostServices host, CancellationToken cancellation)
    {
        await AddAsync(callId, TwilioCallEvents.OfCompletedCustomer(webhook, time.GetUtcNow()), null, host, cancellation);
        return await ReportAsync(callId, TwilioCallEvents.OfInvitedCustomer(webhook, time.GetUtcNow()), host, cancellation);
    }

    /// <summary>Ignores reports about a leg that is not the known leg of the device, for example after a repeated request.</summary>
    private async Task<IResult> DeviceAsync(
        string callId, string userId, TwilioWebhook webhook, HostServices host, CancellationToken cancellation)
    {
        var known = (await calls.FindAsync(callId, cancellation))?.Invitations.GetValueOrDefault(userId);
        return known is not null && known != webhook["CallSid"]
            ? Results.NoContent()
            : await ReportAsync(callId, TwilioCallEvents.OfDevice(userId, webhook, time.GetUtcNow()), host, cancellation);
    }

    private async Task<IResult> RecordedAsync(string callId, TwilioWebhook webhook, HostServices host, CancellationToken cancellation)
    {
        await recordings.HandleAsync(callId, webhook, host, cancellation);
        return Results.NoContent();
    }

    private async Task<IResult> ReportAsync(string callId, CallEvent? happened, HostServices host, CancellationToken cancellation)
    {
        await AddAsync(callId, happened, null, host, cancellation);
        return Results.NoContent();
    }

    private async Task AddAsync(
        string callId, CallEvent? happened, ProviderCallIds? of, HostServices host, CancellationToken cancellation)
    {
        if (happened is not null)
        {
            await calls.AddEventAsync(callId, happened, of, cancellation);
            await host.Calls.WakeAsync(callId, reconcile: false, cancellation);
        }
    }

    private static ProviderCallIds? IdsOf(string callId, TwilioWebhook webhook) =>
        webhook["CallSid"] is { } sid ? new(new TwilioCallReference(sid, callId).ToString()) : null;

    private static IResult Written(VoiceResponse document) => Results.Text(document.ToString(), "text/xml", Encoding.UTF8);
}
