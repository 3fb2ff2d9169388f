using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.CallControl;
using ZuperConnect.Recordings;
using ZuperConnect.Tests.Phone;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Calls;

/// <summary>Customers' calls that nobody answers, over HTTP.</summary>
public sealed class MissedCallTests(TestStorage storage) : IAsyncLifetime
{
    private readonly ProviderTraffic _traffic = new();
    private RunningInbox _inbox = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _inbox = await RunningInbox.StartAsync(storage, _traffic.AddTo);

    public async ValueTask DisposeAsync()
    {
        await _inbox.DisposeAsync();
        _traffic.Dispose();
    }

    [Fact]
    public async Task Call_that_both_decline_is_missed_and_the_caller_leaves_a_voicemail()
    {
        var callId = await _inbox.CustomerCallsAsync();
        await _inbox.DeviceDeclinesAsync("ana");
        await _inbox.DeviceDeclinesAsync("ben");

        var missed = await _inbox.CallItemAsync(callId, "missed");
        Assert.Equal((null, null), (missed["answeredBy"], missed["durationSeconds"]));
        Assert.Equal(("open", 1, true, "callMissed"), ConversationFlags.Of(await _inbox.ConversationAsync()));

        await _inbox.CustomerLeavesVoicemailAsync(callId);
        await _inbox.NoCallIsUpAsync();
        Assert.Equal("missed", (string)(await _inbox.CallItemAsync(callId, "missed"))["status"]!);
        Assert.Equal(1, (int)(await _inbox.ConversationAsync())["unreadCount"]!);
        // The inbox may learn of the end before its last event is answered.
        var told = await RunningInbox.EventuallyAsync(
            () => Task.FromResult(
                _traffic.CallEvents.Select(Words)
                    .Where(words => words.Split(' ')[0] is "PlayCompleted" or "RecordingStateChanged" or "CallDisconnected").ToList()),
            events => events.Count is 3);
        Assert.Equal(["PlayCompleted sound:voicemailGreeting", "RecordingStateChanged ", "CallDisconnected "], told);
    }

    [Fact]
    public async Task Recording_of_the_voicemail_is_announced_with_its_own_duration_until_the_inbox_takes_it()
    {
        _traffic.Fails(2, post => post.Path.Contains("RecordingFileStatusUpdated", StringComparison.Ordinal));
        var callId = await _inbox.CustomerCallsAsync();
        await _inbox.DeviceDeclinesAsync("ana");
        await _inbox.DeviceDeclinesAsync("ben");

        await _inbox.CustomerLeavesVoicemailAsync(callId, seconds: 2.5);

        var posts = await RunningInbox.EventuallyAsync(
            () => Task.FromResult(_traffic.To("RecordingFileStatusUpdated")), posts => posts.Count is 3);
        Assert.Single(posts.Distinct());
        var raised = posts[0].Events.Single();
        Assert.Equal(2500, (int)raised["data"]!["recordingDurationMs"]!);
        var stored = await RunningInbox.EventuallyAsync(() => LiveAsync(callId), session => session.Call.IsOver);
        Assert.Equal(stored.Call.RecordingId, RecordingIds.Of(((string)raised["subject"]!).Split('/')[^1]));
        Assert.Single(raised["data"]!["recordingStorageInfo"]!["recordingChunks"]!.AsArray());
    }

    [Fact]
    public async Task Call_that_nobody_takes_in_time_is_missed_and_the_devices_are_silent()
    {
        await _inbox.SetAsync(number => number with { RingTime = TimeSpan.FromSeconds(1) });
        var callId = await _inbox.CustomerCallsAsync();

        await _inbox.CallItemAsync(callId, "missed");

        await _inbox.DeviceAsync("ana", "idle");
        await _inbox.DeviceAsync("ben", "idle");
        Assert.Equal(("open", 1, true, "callMissed"), ConversationFlags.Of(await _inbox.ConversationAsync()));
    }

    [Fact]
    public async Task Number_that_takes_no_voicemail_hangs_up()
    {
        await _inbox.SetAsync(number => number with { TakesVoicemail = false });
        var callId = await _inbox.CustomerCallsAsync();
        await _inbox.DeviceDeclinesAsync("ana");
        await _inbox.DeviceDeclinesAsync("ben");

        await _inbox.CallItemAsync(callId, "missed");
        await _inbox.NoCallIsUpAsync();
    }

    [Fact]
    public async Task Call_is_canceled_when_the_caller_hangs_up_while_it_rings()
    {
        var callId = await _inbox.CustomerCallsAsync();
        await _inbox.DeviceAsync("ana", "rings");

        await _inbox.CustomerHangsUpAsync(callId);

        await _inbox.CallItemAsync(callId, "canceled");
        await _inbox.DeviceAsync("ana", "idle");
        var (status, unread, unresponded, _) = ConversationFlags.Of(await _inbox.ConversationAsync());
        Assert.Equal(("open", 1, true), (status, unread, unresponded));
    }

    [Fact]
    public async Task Voicemail_boxes_that_pick_up_everywhere_are_no_answer()
    {
        var callId = await _inbox.CustomerCallsAsync();
        await _inbox.DeviceAnswersAsync("ana", accept: false);
        await _inbox.DeviceAnswersAsync("ben", accept: false);

        var missed = await _inbox.CallItemAsync(callId, "missed");

        Assert.Null(missed["answeredBy"]);
        await _inbox.DeviceAsync("ana", "idle");
        await _inbox.DeviceAsync("ben", "idle");
    }

    [Fact]
    public async Task Device_that_is_in_a_call_does_not_ring_for_another()
    {
        var first = await _inbox.CustomerCallsAsync();
        await _inbox.DeviceAnswersAsync("ana");
        await _inbox.CallItemAsync(first, "inProgress");

        var second = await _inbox.CustomerCallsAsync(from: "+12065550177");
        await _inbox.DeviceDeclinesAsync("ben");

        await _inbox.CallItemAsync(second, "missed", "14255550100-12065550177");
        Assert.Equal(first, (string)(await _inbox.DeviceAsync("ana", "connected"))["callId"]!);
    }

    [Fact]
    public async Task Second_caller_lets_the_devices_ring_too_and_is_not_sent_to_voicemail()
    {
        var first = await _inbox.CustomerCallsAsync();
        await _inbox.DeviceAsync("ana", "rings");
        var second = await _inbox.CustomerCallsAsync(from: "+12065550177");
        await RingsAsync(second, "+14255550191", "+14255550192");
        await _inbox.CallItemAsync(second, "ringing", "14255550100-12065550177");

        await _inbox.DeviceAnswersAsync("ana");
        await _inbox.CallItemAsync(first, "inProgress");
        await RunningInbox.EventuallyAsync(() => _inbox.DeviceAsync("ben", "rings"), device => (string)device["callId"]! == second);
        await RunningInbox.ProblemAsync(
            await _inbox.Http.PostAsync(
                new Uri("local/phone/devices/ana/answer", UriKind.Relative), JsonContent.Create(new { }), Cancellation), 409);
        await _inbox.DeviceAnswersAsync("ben");

        Assert.Equal(
            "ben", (string)(await _inbox.CallItemAsync(second, "inProgress", "14255550100-12065550177"))["answeredBy"]!["userId"]!);
        await RingsAsync(second);
    }

    [Fact]
    public async Task Call_that_comes_when_it_rings_no_more_is_missed_and_never_answered()
    {
        var callId = Guid.NewGuid().ToString();
        var rang = DateTimeOffset.UtcNow.AddSeconds(-31);

        (await _inbox.PostEventsAsync(
            EventGridSamples.Array(EventGridSamples.IncomingCallEvent(callId, RunningInbox.Customer, RunningInbox.Dispatch, rang)),
            "IncomingCall")).EnsureSuccessStatusCode();

        var missed = await _inbox.CallItemAsync(callId, "missed");
        Assert.Equal(rang, (DateTimeOffset)missed["at"]!, TimeSpan.FromMilliseconds(1));
        Assert.Equal(("open", 1, true, "callMissed"), ConversationFlags.Of(await _inbox.ConversationAsync()));
        Assert.Null((await LiveAsync(callId)).ProviderCallId);
    }

    [Fact]
    public async Task Call_from_our_own_number_is_nobodys()
    {
        var callId = await _inbox.CustomerCallsAsync(RunningInbox.Service, RunningInbox.Dispatch);

        Assert.Empty((await _inbox.ListAsync())["items"]!.AsArray());
        Assert.Null(await _inbox.Services.GetRequiredService<CallStore>().FindAsync(callId, Cancellation));
        var rings = (await _inbox.GetAsync("local/phone/calls"))["items"]!.AsArray().Single()!;
        Assert.Equal("rings", (string)rings["state"]!);
        Assert.DoesNotContain(_traffic.All, post => post.Path.StartsWith("/api/callbacks", StringComparison.Ordinal));
    }

    /// <summary>Waits until exactly these phones ring for a call.</summary>
    private Task RingsAsync(string callId, params string[] phones) => RunningInbox.EventuallyAsync(
        async () => (await _inbox.GetAsync("local/phone/calls"))["items"]!.AsArray().Single(call => (string)call!["callId"]! == callId)!,
        call => call["ringing"]!.AsArray().Select(phone => (string)phone!).Order(StringComparer.Ordinal).SequenceEqual(phones));

    private async Task<CallSession> LiveAsync(string callId) =>
        (await _inbox.Services.GetRequiredService<CallStore>().FindAsync(callId, Cancellation))!;

    private static string Words(JsonNode raised) =>
        $"{((string)raised["type"]!).Split('.')[^1]} {(string?)raised["data"]!["operationContext"]}";
}
