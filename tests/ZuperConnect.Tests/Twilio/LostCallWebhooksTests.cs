using System.Text.Json.Nodes;
using ZuperConnect.Calls;
using ZuperConnect.Tests.Providers;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Twilio;

public sealed class LostCallWebhooksTests(TestStorage storage)
{
    private const string Talking = "+12065550120";
    private const string Speaking = "+12065550121";
    private const string Ringing = "+12065550122";
    private const string Late = "+12065550123";

    [Fact]
    public async Task An_hour_of_lost_webhooks_loses_no_call_and_no_recording_doubles_none_and_leaves_no_phone_ringing()
    {
        await using var clock = new CallClock();
        await using var twilio = await FakeTwilio.StartAsync(clock.Time);
        await using var inbox = await TwilioInbox.StartAsync(storage, twilio, clock.Time);
        await inbox.SetUpNumberAsync();
        await inbox.CompareCallsAsync();
        var talking = twilio.Call(Talking);
        var ana = await twilio.Calls.RingsAtAsync(FakeCalls.PhoneOf("ana"));
        ana.PickUp();
        await EventuallyAsync(() => ana.IsAsked);
        ana.Press("1");
        await EventuallyAsync(() => twilio.Calls.RecordingsMade is 1);
        await EventuallyAsync(() => twilio.Calls.Legs.Count(leg => !leg.IsOver) is 2);
        var speaking = twilio.Call(Speaking);
        await (await twilio.Calls.RingsAtAsync(FakeCalls.PhoneOf("ana"))).DeclineAsync();
        await (await twilio.Calls.RingsAtAsync(FakeCalls.PhoneOf("ben"))).DeclineAsync();
        await EventuallyAsync(() => twilio.Calls.RecordingsMade is 2);
        var ringing = twilio.Call(Ringing);
        await twilio.Calls.RingsAtAsync(FakeCalls.PhoneOf("ana"));
        await twilio.Calls.RingsAtAsync(FakeCalls.PhoneOf("ben"));

        (twilio.Webhooks.AreLost, twilio.Webhooks.MayFail) = (true, true);
        foreach (var customer in new[] { talking, speaking, ringing, twilio.Call(Late) })
        {
            await customer.HangUpAsync();
        }

        for (var minute = 0; minute < 60; minute++)
        {
            clock.Time.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        await EventuallyAsync(() => twilio.Calls.Legs.All(leg => leg.IsOver));
        (twilio.Webhooks.AreLost, twilio.Webhooks.MayFail) = (false, false);
        inbox.Http.DefaultRequestHeaders.Authorization = new("Bearer", await inbox.TokenAsync("ana"));
        await inbox.CompareCallsAsync();
        await inbox.CompareRecordingsAsync();
        await inbox.CompareCallsAsync();
        await inbox.CompareRecordingsAsync();

        Assert.NotNull((string?)(await CallAsync(Talking, ["completed"], isRecorded: true))["answeredBy"]!["userId"]);
        Assert.True((bool)(await CallAsync(Speaking, ["missed"], isRecorded: true))["voicemail"]!);

        // How these end depends on the machine's load: an hour of the clock is a second, in which the comparison, the end of the ring time
        // and the end of retries race. Nobody answered them, and all three say so.
        await CallAsync(Ringing, ["canceled", "missed", "failed"], isRecorded: false);
        await CallAsync(Late, ["canceled", "missed", "failed"], isRecorded: false);
        await EventuallyAsync(() => !twilio.Calls.Recordings.Any());
        Assert.Equal(2, twilio.Calls.RecordingsMade);

        async Task<JsonNode> CallAsync(string customer, string[] statuses, bool isRecorded)
        {
            var items = await RunningInbox.EventuallyAsync(
                async () => new JsonArray(
                    [.. (await inbox.TimelineOrNothingAsync($"14255550100-{customer[1..]}")).Select(item => item.DeepClone())]),
                items => items.Any(
                    item => statuses.Contains((string)item!["status"]!) && (string?)item["recordingId"] is not null == isRecorded));
            return Assert.Single(items)!;
        }
    }

    [Fact]
    public async Task A_customer_who_answers_while_webhooks_are_lost_is_not_hung_up_when_the_ring_time_is_over()
    {
        await using var clock = new CallClock();
        await using var twilio = await FakeTwilio.StartAsync(clock.Time);
        await using var inbox = await TwilioInbox.StartAsync(storage, twilio, clock.Time);
        await inbox.SetUpNumberAsync();
        await twilio.TextAsync("Please call me.");
        var callId = (string)(await RunningInbox.JsonAsync(await inbox.CallCustomerAsync()))["callId"]!;
        var ana = await twilio.Calls.RingsAtAsync(FakeCalls.PhoneOf("ana"));
        ana.PickUp();
        await EventuallyAsync(() => ana.IsAsked);
        ana.Press("1");
        var customer = await twilio.Calls.RingsAtAsync(RunningInbox.Customer);

        (twilio.Webhooks.AreLost, twilio.Webhooks.MayFail) = (true, true);
        customer.PickUp();
        await EventuallyAsync(() => customer.Conference is { HasStarted: true });
        clock.Time.Advance(CallRules.OutboundRingTime);

        await inbox.CallItemAsync(callId, "inProgress");
        Assert.False(customer.IsOver);
        twilio.Webhooks.AreLost = false;
        await customer.HangUpAsync();
        await inbox.CallItemAsync(callId, "completed");
    }

    private static Task EventuallyAsync(Func<bool> holds) => RunningInbox.EventuallyAsync(() => Task.FromResult(holds()), held => held);
}
