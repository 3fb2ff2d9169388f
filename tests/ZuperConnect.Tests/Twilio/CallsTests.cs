using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.CallControl;
using ZuperConnect.Tests.Storage;
using ZuperConnect.Twilio.Calls;

namespace ZuperConnect.Tests.Twilio;

/// <summary>Calls through Twilio: customers' calls that a user answers or nobody does, and users' calls to customers.</summary>
public sealed class CallsTests(TestStorage storage) : TwilioTest(storage)
{
    private const string AnasPhone = "+14255550191";
    private const string BensPhone = "+14255550192";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        (await _inbox.Http.PutAsJsonAsync(
            $"api/numbers/{Uri.EscapeDataString(RunningInbox.Dispatch)}", new { ringTimeSeconds = 120 },
            Cancellation)).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task A_caller_hears_ringing_until_ana_presses_1_and_then_they_talk()
    {
        var customer = _twilio.Call();
        var (ana, ben) = (await _twilio.Calls.RingsAtAsync(AnasPhone), await _twilio.Calls.RingsAtAsync(BensPhone));
        var callId = TwilioCallReference.CallIdOf(customer.Sid);
        await _inbox.CallItemAsync(callId, "ringing");
        await EventuallyAsync(() => customer.Heard.Contains("ringing.wav"));

        ana.PickUp();
        await EventuallyAsync(() => ana.IsAsked);
        ana.Press("1");

        var talking = await _inbox.CallItemAsync(callId, "inProgress");
        Assert.Equal("ana", (string)talking["answeredBy"]!["userId"]!);
        await EventuallyAsync(() => ben.IsOver);
        await EventuallyAsync(() => customer.Conference is { } conference && conference == ana.Conference);

        await customer.HangUpAsync();
        await _inbox.CallItemAsync(callId, "completed");
        await EverythingIsOverAsync(callId);
    }

    [Fact]
    public async Task A_phone_that_is_picked_up_by_a_voicemail_box_does_not_take_the_call()
    {
        var customer = _twilio.Call();
        var (ana, ben) = (await _twilio.Calls.RingsAtAsync(AnasPhone), await _twilio.Calls.RingsAtAsync(BensPhone));
        ana.PickUp();
        await EventuallyAsync(() => ana.IsAsked);
        ana.PressNothing();
        await EventuallyAsync(() => ana.IsOver);

        ben.PickUp();
        await EventuallyAsync(() => ben.IsAsked);
        ben.Press("1");

        var callId = TwilioCallReference.CallIdOf(customer.Sid);
        Assert.Equal("ben", (string)(await _inbox.CallItemAsync(callId, "inProgress"))["answeredBy"]!["userId"]!);
        await EventuallyAsync(() => customer.Conference is { } conference && conference == ben.Conference);
        await ben.HangUpAsync();
        await _inbox.CallItemAsync(callId, "completed");
        await EverythingIsOverAsync(callId);
    }

    [Fact]
    public async Task A_call_that_both_decline_is_missed_and_the_voicemail_is_archived_and_deleted_at_the_provider()
    {
        var customer = _twilio.Call();
        await (await _twilio.Calls.RingsAtAsync(AnasPhone)).DeclineAsync();
        await (await _twilio.Calls.RingsAtAsync(BensPhone)).DeclineAsync("no-answer");

        var callId = TwilioCallReference.CallIdOf(customer.Sid);
        await _inbox.CallItemAsync(callId, "missed");
        var recording = (await RunningInbox.EventuallyAsync(
            () => Task.FromResult(_twilio.Calls.Recordings.SingleOrDefault()), recording => recording is not null))!;
        Assert.Equal(("inbound", customer), (recording.Track, recording.Leg));
        Assert.Contains("tone.wav", customer.Heard);

        await customer.HangUpAsync();
        var voicemail = await _inbox.RecordedAsync(callId);
        Assert.True((bool)voicemail["voicemail"]!);
        var audio = await _inbox.Http.GetAsync(
            $"api/recordings/{(string)voicemail["recordingId"]!}", Cancellation);
        Assert.Equal(recording.Audio, await audio.Content.ReadAsByteArrayAsync(Cancellation));
        await EventuallyAsync(() => recording.IsDeleted);
        await EverythingIsOverAsync(callId);
    }

    [Fact]
    public async Task A_recorded_call_is_announced_to_both_before_it_is_recorded()
    {
        await _inbox.SetAsync(number => number with { Records = true });
        var (customer, ana) = await TalksAsync();
        var recording = (await RunningInbox.EventuallyAsync(
            () => Task.FromResult(_twilio.Calls.Recordings.SingleOrDefault()), recording => recording is not null))!;
        Assert.Equal(["This call is recorded."], customer.Conference!.Announced);
        Assert.Equal("both", recording.Track);

        await ana.HangUpAsync();
        await EventuallyAsync(() => recording.IsDeleted);
        await _inbox.RecordedAsync(TwilioCallReference.CallIdOf(customer.Sid));
    }

    [Fact]
    public async Task A_caller_who_hangs_up_while_it_rings_leaves_no_phone_ringing()
    {
        var customer = _twilio.Call();
        var (ana, ben) = (await _twilio.Calls.RingsAtAsync(AnasPhone), await _twilio.Calls.RingsAtAsync(BensPhone));

        await customer.HangUpAsync();

        await EventuallyAsync(() => ana.IsOver && ben.IsOver);
        await EverythingIsOverAsync(TwilioCallReference.CallIdOf(customer.Sid));
    }

    [Fact]
    public async Task Every_webhook_five_times_is_one_call()
    {
        _twilio.Webhooks.Times = 5;
        var (customer, ana) = await TalksAsync();
        await ana.HangUpAsync();

        var callId = TwilioCallReference.CallIdOf(customer.Sid);
        await _inbox.CallItemAsync(callId, "completed");
        await EverythingIsOverAsync(callId);
        Assert.Single(await _inbox.TimelineAsync());
        Assert.Equal(3, _twilio.Calls.Legs.Count());
    }

    [Fact]
    public async Task A_phone_whose_call_was_made_though_the_answer_was_lost_rings_once()
    {
        _twilio.Calls.LostAnswers = 2;
        var (customer, ana) = await TalksAsync();
        Assert.Equal(3, _twilio.Calls.Legs.Count());
        await ana.HangUpAsync();
        await EverythingIsOverAsync(TwilioCallReference.CallIdOf(customer.Sid));
    }

    [Theory]
    [InlineData("anonymous")]
    [InlineData("+266696687")]
    public async Task A_caller_who_hides_the_number_is_nobody(string from)
    {
        var customer = _twilio.Call(from);
        await _twilio.Calls.RingsAtAsync(AnasPhone);
        Assert.Equal("anonymous", (string)(await _inbox.ListAsync())["items"]![0]!["customer"]!["number"]!);
        await customer.HangUpAsync();
        await EverythingIsOverAsync(TwilioCallReference.CallIdOf(customer.Sid));
    }

    [Fact]
    public async Task Ana_calls_a_customer_from_her_own_phone_with_the_business_s_number()
    {
        await _twilio.TextAsync("Please call me.");
        var callId = await PlacesAsync();
        var ana = await _twilio.Calls.RingsAtAsync(AnasPhone);
        ana.PickUp();
        await EventuallyAsync(() => ana.IsAsked);
        ana.Press("1");
        var customer = await _twilio.Calls.RingsAtAsync(RunningInbox.Customer);
        await EventuallyAsync(() => ana.Heard.Count > 0 && ana.Conference is not null);

        customer.PickUp();
        await _inbox.CallItemAsync(callId, "inProgress");
        await EventuallyAsync(() => customer.Conference is { } conference && conference == ana.Conference);

        await ana.HangUpAsync();
        await _inbox.CallItemAsync(callId, "completed");
        Assert.Equal("Called, answered", (string)(await _inbox.ConversationAsync())["lastAction"]!["text"]!);
        await EverythingIsOverAsync(callId);
    }

    [Theory]
    [InlineData("busy", "Called, busy")]
    [InlineData("no-answer", "Called, no answer")]
    [InlineData("failed", "Called, failed")]
    public async Task Why_a_customer_did_not_answer_stands_in_the_list(string status, string words)
    {
        await _twilio.TextAsync("Please call me.");
        var callId = await PlacesAsync();
        var ana = await _twilio.Calls.RingsAtAsync(AnasPhone);
        ana.PickUp();
        await EventuallyAsync(() => ana.IsAsked);
        ana.Press("1");

        await (await _twilio.Calls.RingsAtAsync(RunningInbox.Customer)).DeclineAsync(status);

        await RunningInbox.EventuallyAsync(
            () => _inbox.ConversationAsync(), conversation => (string?)conversation["lastAction"]!["text"] == words);
        await EverythingIsOverAsync(callId);
    }

    private async Task<(FakeLeg Customer, FakeLeg Ana)> TalksAsync()
    {
        var customer = _twilio.Call();
        var ana = await _twilio.Calls.RingsAtAsync(AnasPhone);
        ana.PickUp();
        await EventuallyAsync(() => ana.IsAsked);
        ana.Press("1");
        await EventuallyAsync(() => customer.Conference is { } conference && conference == ana.Conference);
        return (customer, ana);
    }

    private async Task<string> PlacesAsync() =>
        (string)(await (await _inbox.CallCustomerAsync()).EnsureSuccessStatusCode()
            .Content.ReadFromJsonAsync<JsonNode>(Cancellation))!["callId"]!;

    /// <summary>All legs have ended, so nothing is billed, and the call has ended in the inbox too.</summary>
    private async Task EverythingIsOverAsync(string callId)
    {
        await EventuallyAsync(() => _twilio.Calls.Legs.All(leg => leg.IsOver));
        await RunningInbox.EventuallyAsync(
            () => _inbox.Services.GetRequiredService<CallStore>().FindAsync(callId, Cancellation),
            call => call is { Call.IsOver: true, IsBusy: false });
    }

    private static Task EventuallyAsync(Func<bool> holds) => RunningInbox.EventuallyAsync(() => Task.FromResult(holds()), held => held);
}
