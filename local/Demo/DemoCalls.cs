using System.Globalization;
using ZuperConnect.CallControl;
using ZuperConnect.Calls;
using ZuperConnect.Conversations;
using ZuperConnect.Recordings;

namespace ZuperConnect.Local.Demo;

/// <summary>
/// Plays the calls of the demo's week. The script describes them: <c>ana 3:05</c> (who answers, and the duration), <c>missed</c> or
/// <c>voicemail 0:24</c> for a customer's call; <c>3:05</c>, <c>busy</c> or <c>no answer</c> for a member's call.
/// </summary>
internal sealed class DemoCalls(
    DemoHost host, DemoClock clock, CallStore callStore, IncomingCalls incoming, OutgoingCalls outgoing, FinishedRecordings recordings)
{
    private const double Answers = 8;
    private const double Announcement = 4;
    private const double Greeting = 6;

    private int _events;

    /// <summary>Plays a customer's call.</summary>
    public async Task ReceiveAsync(string callId, ConversationId id, string how, CancellationToken cancellation)
    {
        await incoming.HandleAsync(new(callId, id.Customer, id.Number, "", clock.Now), host, cancellation);
        await ApplyAsync(callId, 1, (source, at) => new Connected(source, at), cancellation);
        switch (how.Split(' '))
        {
            case ["missed"]:
                await ApplyAsync(callId, await RingTimeAsync(callId, cancellation), null, cancellation);
                await ApplyAsync(callId, 2, (source, at) => new CustomerLeft(source, at), cancellation);
                await EndAsync(callId, cancellation);
                break;
            case ["voicemail", var length]:
                await ApplyAsync(callId, await RingTimeAsync(callId, cancellation), null, cancellation);
                await ApplyAsync(callId, Greeting, (source, at) => new Played(source, at, Sound.VoicemailGreeting, true), cancellation);
                await TalkAsync(callId, length, cancellation);
                break;
            case [var userId, var length]:
                await ApplyAsync(callId, Answers, (source, at) => new DevicePickedUp(source, at, userId), cancellation);
                await ApplyAsync(callId, 2, (source, at) => new DeviceAccepted(source, at, userId), cancellation);
                await AnnounceAsync(callId, cancellation);
                await TalkAsync(callId, length, cancellation);
                break;
            default:
                throw new FormatException($"The demo's script has a call that goes in no way: {how}");
        }
    }

    /// <summary>Plays a member's call.</summary>
    public async Task PlaceAsync(string callId, ConversationId id, string userId, string how, CancellationToken cancellation)
    {
        if (await outgoing.PlaceAsync(callId, id, userId, host, cancellation) is not PlaceCallResult.Placed and var refused)
        {
            throw new FormatException($"The demo's script has a call that {userId} cannot place: {refused}");
        }

        await ApplyAsync(callId, 2, (source, at) => new Connected(source, at), cancellation);
        await ApplyAsync(callId, 2, (source, at) => new DeviceAccepted(source, at, userId), cancellation);
        if (how is "busy" or "no answer")
        {
            var outcome = how is "busy" ? CallOutcome.Busy : CallOutcome.NoAnswer;
            await ApplyAsync(callId, how is "busy" ? 2 : 40, (source, at) => new CustomerDidNotAnswer(source, at, outcome), cancellation);
            await EndAsync(callId, cancellation);
            return;
        }

        await ApplyAsync(callId, Answers, (source, at) => new CustomerJoined(source, at), cancellation);
        await AnnounceAsync(callId, cancellation);
        await TalkAsync(callId, how, cancellation);
    }

    private async Task<double> RingTimeAsync(string callId, CancellationToken cancellation) =>
        (await callStore.FindAsync(callId, cancellation))!.Call.Plan.RingTime.TotalSeconds;

    private async Task AnnounceAsync(string callId, CancellationToken cancellation)
    {
        if ((await callStore.FindAsync(callId, cancellation))!.Call.Plan.Records)
        {
            await ApplyAsync(callId, Announcement, (source, at) => new Played(source, at, Sound.RecordingAnnouncement, true), cancellation);
        }
    }

    private async Task TalkAsync(string callId, string length, CancellationToken cancellation)
    {
        var (startedAt, lasts) = (clock.Now, TimeSpan.ParseExact(length, @"m\:ss", CultureInfo.InvariantCulture));
        await ApplyAsync(callId, lasts.TotalSeconds, (source, at) => new CustomerLeft(source, at), cancellation);
        await EndAsync(callId, cancellation);
        if (await callStore.FindAsync(callId, cancellation) is { Call.RecordingId: not null } recorded)
        {
            clock.GoOn(5);
            var work = await recordings.AddAsync(DemoProvider.Recording(recorded, startedAt, lasts), cancellation);
            await host.StartAsync(work, cancellation);
        }
    }

    private Task EndAsync(string callId, CancellationToken cancellation) =>
        ApplyAsync(callId, 1, (source, at) => new Disconnected(source, at), cancellation);

    /// <summary>Advances the clock by some seconds, then applies an event; null for no event.</summary>
    private async Task ApplyAsync(
        string callId, double seconds, Func<string, DateTimeOffset, CallEvent>? happens, CancellationToken cancellation)
    {
        var at = clock.GoOn(seconds);
        if (happens is not null)
        {
            await callStore.AddEventAsync(callId, happens($"demo.{++_events}", at), null, cancellation);
        }

        await host.WakeAsync(callId, reconcile: false, cancellation);
    }
}
