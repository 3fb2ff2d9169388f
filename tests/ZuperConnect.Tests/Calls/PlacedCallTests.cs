using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.CallControl;
using ZuperConnect.Calls;
using ZuperConnect.Team;
using ZuperConnect.Tests.Providers;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Calls;

/// <summary>Users' calls, over HTTP.</summary>
public sealed class PlacedCallTests(TestStorage storage) : InboxTest(storage)
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await _inbox.CustomerWritesAsync("Call me");
    }

    [Fact]
    public async Task Call_that_the_customer_takes_is_completed()
    {
        var callId = await PlaceAsync();
        var rings = await _inbox.CallItemAsync(callId, "ringing");
        Assert.Equal(("outbound", "ana"), ((string)rings["direction"]!, (string)rings["by"]!["userId"]!));
        Assert.Equal(("open", 0, true, "callPlaced"), ConversationFlags.Of(await _inbox.ConversationAsync()));

        await _inbox.DeviceAnswersAsync("ana");
        await _inbox.CallItemAsync(callId, "inProgress");
        Assert.Equal(("open", 0, false, "callPlaced"), ConversationFlags.Of(await _inbox.ConversationAsync()));
        Assert.Equal("Called, answered", await SaidAsync(_inbox));

        await _inbox.CustomerHangsUpAsync(callId);
        var ended = await _inbox.CallItemAsync(callId, "completed");
        Assert.InRange((double)ended["durationSeconds"]!, double.Epsilon, 60);
        await _inbox.NoCallIsUpAsync();
    }

    [Theory]
    [InlineData("busy", "missed", "Called, busy")]
    [InlineData("declines", "missed", "Called, declined")]
    [InlineData("unreachable", "failed", "Called, not reachable")]
    public async Task Call_that_does_not_reach_the_customer_says_so_and_is_no_response(string fate, string status, string said)
    {
        await _inbox.SetCallFateAsync(fate);
        var callId = await PlaceAsync();
        await _inbox.DeviceAnswersAsync("ana");

        await _inbox.CallItemAsync(callId, status);

        Assert.Equal(((0, true), said), (await UnreadAsync(_inbox), await SaidAsync(_inbox)));
        await _inbox.DeviceAsync("ana", "idle");
        await _inbox.NoCallIsUpAsync();
    }

    [Fact]
    public async Task Call_that_the_customer_lets_ring_is_missed()
    {
        await using var clock = new CallClock();
        await using var inbox = await StartAsync(clock);
        await inbox.SetCallFateAsync("doesNotPickUp");
        var callId = await PlaceAsync(inbox);
        await inbox.DeviceAnswersAsync("ana");
        await RunningInbox.EventuallyAsync(
            () => inbox.Services.GetRequiredService<CallStore>().FindAsync(callId, TestContext.Current.CancellationToken),
            session => session is { Call.CustomerRings: true, IsBusy: false });

        clock.Time.Advance(CallRules.OutboundRingTime);

        await inbox.CallItemAsync(callId, "missed");
        Assert.Equal(((0, false), "Called, no answer"), (await UnreadAsync(inbox), await SaidAsync(inbox)));
        await inbox.NoCallIsUpAsync();
    }

    [Fact]
    public async Task Call_is_canceled_when_the_users_own_device_rings_out()
    {
        await using var clock = new CallClock();
        await using var inbox = await StartAsync(clock);
        var callId = await PlaceAsync(inbox);
        await inbox.DeviceAsync("ana", "rings");

        clock.Time.Advance(CallRules.OutboundRingTime);

        await inbox.CallItemAsync(callId, "canceled");
        await inbox.NoCallIsUpAsync();
        Assert.Equal((0, true), await UnreadAsync(inbox));
    }

    [Fact]
    public async Task Call_is_canceled_when_the_users_own_device_declines()
    {
        var callId = await PlaceAsync();
        await _inbox.DeviceDeclinesAsync("ana");

        await _inbox.CallItemAsync(callId, "canceled");

        Assert.Equal(((0, true), "Call canceled"), (await UnreadAsync(_inbox), await SaidAsync(_inbox)));
        await _inbox.NoCallIsUpAsync();
    }

    [Fact]
    public async Task Call_is_canceled_when_the_user_hangs_up_before_the_customer_answers()
    {
        await _inbox.SetCallFateAsync("doesNotPickUp");
        var callId = await PlaceAsync();
        await _inbox.DeviceAnswersAsync("ana");
        await RunningInbox.EventuallyAsync(
            () => _inbox.GetAsync("local/phone/calls"), calls => calls["items"]![0]!["ringing"]!.AsArray().Count is 1);

        await RunningInbox.EventuallyAsync(
            () => _inbox.Services.GetRequiredService<CallStore>().FindAsync(callId, Cancellation), session =>
                session is { Call.CustomerRings: true });

        await _inbox.DeviceHangsUpAsync("ana");

        await _inbox.CallItemAsync(callId, "canceled");
        Assert.Equal(((0, false), "Called, no answer"), (await UnreadAsync(_inbox), await SaidAsync(_inbox)));
        await _inbox.NoCallIsUpAsync();
    }

    [Fact]
    public async Task User_has_one_call_at_a_time()
    {
        var first = await PlaceAsync();
        await _inbox.DeviceAsync("ana", "rings");
        await RunningInbox.ProblemAsync(await _inbox.CallCustomerAsync(), 409);

        await _inbox.DeviceDeclinesAsync("ana");
        await _inbox.CallItemAsync(first, "canceled");

        // The timeline is updated before the user can call again.
        var second = await RunningInbox.EventuallyAsync(() => _inbox.CallCustomerAsync(), response => (int)response.StatusCode is 202);
        await _inbox.CallItemAsync((string)(await RunningInbox.JsonAsync(second))["callId"]!, "ringing");
    }

    [Fact]
    public async Task Same_call_id_is_the_same_call()
    {
        var callId = Guid.NewGuid().ToString();
        for (var time = 0; time < 3; time++)
        {
            Assert.Equal(callId, await PlaceAsync(callId: callId));
        }

        await _inbox.DeviceAnswersAsync("ana");
        await _inbox.CallItemAsync(callId, "inProgress");
        Assert.Equal(callId, await PlaceAsync(callId: callId));

        Assert.Single(await _inbox.TimelineAsync(), item => (string)item["type"]! == "call");
        Assert.Single((await _inbox.GetAsync("local/phone/calls"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Caller_without_a_number_cannot_be_called_back()
    {
        var callId = await _inbox.CustomerCallsAsync(from: "anonymous");
        await _inbox.CustomerHangsUpAsync(callId);
        await _inbox.CallItemAsync(callId, "canceled", "14255550100-anonymous");

        var problem = await RunningInbox.ProblemAsync(await _inbox.CallCustomerAsync(id: "14255550100-anonymous"), 422);

        Assert.Equal("cannotBeCalled", (string)problem["code"]!);
    }

    [Fact]
    public async Task User_without_a_device_cannot_call()
    {
        var ana = (await _inbox.Services.GetRequiredService<TeamStore>().ReadAsync("ana", Cancellation))!;
        Assert.Equal(MemberChange.Made,
            await _inbox.Services.GetRequiredService<TeamChanges>().SaveAsync(
                "ana", ana with { Member = ana.Member with { Device = null } }, () => Task.CompletedTask, Cancellation));

        var problem = await RunningInbox.ProblemAsync(await _inbox.CallCustomerAsync(), 422);

        Assert.Equal("noDevice", (string)problem["code"]!);
    }

    [Fact]
    public async Task Calling_back_a_missed_call_clears_unread_and_unresponded()
    {
        var missed = await _inbox.CustomerCallsAsync();
        await _inbox.DeviceDeclinesAsync("ana");
        await _inbox.DeviceDeclinesAsync("ben");
        await _inbox.CallItemAsync(missed, "missed");
        await _inbox.CustomerLeavesVoicemailAsync(missed);
        await _inbox.RecordedAsync(missed);
        Assert.Equal((2, true), await UnreadAsync(_inbox));

        var callId = await PlaceAsync();
        await _inbox.CallItemAsync(callId, "ringing");
        Assert.Equal((0, true), await UnreadAsync(_inbox));
        await _inbox.DeviceAnswersAsync("ana");
        await _inbox.CallItemAsync(callId, "inProgress");

        Assert.Equal((0, false), await UnreadAsync(_inbox));
    }

    /// <summary>An inbox whose clock can be advanced, with a customer to call.</summary>
    private async Task<RunningInbox> StartAsync(CallClock clock)
    {
        var inbox = await RunningInbox.StartAsync(Storage, builder => builder.Services.AddSingleton<TimeProvider>(clock.Time));
        await inbox.CustomerWritesAsync("Call me");
        return inbox;
    }

    private Task<string> PlaceAsync(string? callId = null) => PlaceAsync(_inbox, callId);

    private static async Task<string> PlaceAsync(RunningInbox inbox, string? callId = null)
    {
        var response = await inbox.CallCustomerAsync(callId);
        Assert.Equal(System.Net.HttpStatusCode.Accepted, response.StatusCode);
        return (string)(await RunningInbox.JsonAsync(response))["callId"]!;
    }

    /// <summary>The outcome of the call in the list.</summary>
    private static async Task<string?> SaidAsync(RunningInbox inbox) =>
        (string?)(await inbox.ListAsync())["items"]!.AsArray().Single()!["lastAction"]!["text"];

    private static async Task<(int Unread, bool Unresponded)> UnreadAsync(RunningInbox inbox)
    {
        var conversation = await inbox.ConversationAsync();
        return ((int)conversation["unreadCount"]!, (bool)conversation["unresponded"]!);
    }
}
