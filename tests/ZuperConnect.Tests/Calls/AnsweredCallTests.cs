using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Calls;

/// <summary>Customers' calls that a user answers, over HTTP.</summary>
public sealed class AnsweredCallTests(TestStorage storage) : InboxTest(storage)
{
    [Fact]
    public async Task Call_that_ana_takes_is_completed_with_its_duration_and_who_answered()
    {
        await _inbox.CustomerWritesAsync("Are you there?");
        (await _inbox.MarkAsync(new { status = "closed" })).EnsureSuccessStatusCode();

        var callId = await _inbox.CustomerCallsAsync();
        await _inbox.CallItemAsync(callId, "ringing");
        Assert.Equal(("open", 0, false, "callReceived"), ConversationFlags.Of(await _inbox.ConversationAsync()));

        await _inbox.DeviceAnswersAsync("ana");
        var talking = await _inbox.CallItemAsync(callId, "inProgress");
        Assert.Equal("ana", (string)talking["answeredBy"]!["userId"]!);
        Assert.Null(talking["durationSeconds"]);
        Assert.True((DateTimeOffset)talking["answeredAt"]! >= (DateTimeOffset)talking["at"]!);
        Assert.Equal(("open", 0, false, "callReceived"), ConversationFlags.Of(await _inbox.ConversationAsync()));

        await _inbox.DeviceHangsUpAsync("ana");
        var ended = await _inbox.CallItemAsync(callId, "completed");
        Assert.Equal("ana", (string)ended["answeredBy"]!["userId"]!);
        Assert.InRange((double)ended["durationSeconds"]!, double.Epsilon, 60);
        Assert.Equal(("inbound", null), ((string)ended["direction"]!, ended["by"]));
        Assert.Equal(("open", 0, false, "callReceived"), ConversationFlags.Of(await _inbox.ConversationAsync()));
        await _inbox.NoCallIsUpAsync();
    }

    [Fact]
    public async Task Answering_reads_and_answers_what_the_customer_wrote()
    {
        await _inbox.CustomerWritesAsync("Are you there?");
        var callId = await _inbox.CustomerCallsAsync();
        await _inbox.CallItemAsync(callId, "ringing");
        Assert.Equal(("open", 1, true, "callReceived"), ConversationFlags.Of(await _inbox.ConversationAsync()));

        await _inbox.DeviceAnswersAsync("ana");

        await _inbox.CallItemAsync(callId, "inProgress");
        Assert.Equal(("open", 0, false, "callReceived"), ConversationFlags.Of(await _inbox.ConversationAsync()));
    }

    [Fact]
    public async Task Bens_device_stops_ringing_when_ana_accepts()
    {
        await _inbox.CustomerCallsAsync();
        await _inbox.DeviceAsync("ben", "rings");

        await _inbox.DeviceAnswersAsync("ana");

        await _inbox.DeviceAsync("ben", "idle");
        await _inbox.DeviceAsync("ana", "connected");
    }

    [Fact]
    public async Task Call_that_the_customer_ends_is_ended_for_the_device_too()
    {
        var callId = await _inbox.CustomerCallsAsync();
        await _inbox.DeviceAnswersAsync("ben");
        await _inbox.CallItemAsync(callId, "inProgress");

        await _inbox.CustomerHangsUpAsync(callId);

        Assert.Equal("ben", (string)(await _inbox.CallItemAsync(callId, "completed"))["answeredBy"]!["userId"]!);
        await _inbox.DeviceAsync("ben", "idle");
        await _inbox.NoCallIsUpAsync();
    }

    [Fact]
    public async Task Voicemail_box_that_picks_up_is_no_answer_and_the_other_device_rings_on()
    {
        var callId = await _inbox.CustomerCallsAsync();
        await _inbox.DeviceAnswersAsync("ana", accept: false);

        await _inbox.DeviceAsync("ana", "idle");
        await _inbox.CallItemAsync(callId, "ringing");
        await _inbox.DeviceAnswersAsync("ben");

        Assert.Equal("ben", (string)(await _inbox.CallItemAsync(callId, "inProgress"))["answeredBy"]!["userId"]!);
    }

    [Fact]
    public async Task Caller_hears_the_greeting_before_the_devices_ring()
    {
        await _inbox.SetAsync(number => number with { Greeting = "14255550100/hello" });
        var callId = await _inbox.CustomerCallsAsync();

        await _inbox.DeviceAnswersAsync("ana");

        await _inbox.CallItemAsync(callId, "inProgress");
    }

    [Fact]
    public async Task Caller_without_a_number_reaches_the_team_too()
    {
        var callId = await _inbox.CustomerCallsAsync(from: "anonymous");
        await _inbox.DeviceAnswersAsync("ana");
        await _inbox.CallItemAsync(callId, "inProgress", "14255550100-anonymous");

        await _inbox.CustomerHangsUpAsync(callId);

        await _inbox.CallItemAsync(callId, "completed", "14255550100-anonymous");
    }
}
