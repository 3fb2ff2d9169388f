using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.CallControl;
using ZuperConnect.Tests.Storage;
using ZuperConnect.Twilio.Calls;

namespace ZuperConnect.Tests.Twilio;

/// <summary>Calls through Twilio, as far as they differ from those through any other provider: <c>CallConformance</c>.</summary>
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
    public async Task Every_webhook_five_times_rings_each_phone_once_and_announces_and_records_once()
    {
        _twilio.Webhooks.Times = 5;
        await _inbox.SetAsync(number => number with { Records = true });
        var (customer, ana) = await TalksAsync();
        await EventuallyAsync(() => _twilio.Calls.Recordings.Any());
        var recording = Assert.Single(_twilio.Calls.Recordings);
        Assert.Equal(("both", customer), (recording.Track, recording.Leg));

        await ana.HangUpAsync();

        var callId = TwilioCallReference.CallIdOf(customer.Sid);
        await _inbox.CallItemAsync(callId, "completed");
        await EverythingIsOverAsync(callId);
        Assert.Single(await _inbox.TimelineAsync());
        Assert.Equal(["This call is recorded."], _twilio.Calls.Announced);
        Assert.Equal((3, 1), (_twilio.Calls.Legs.Count(), _twilio.Calls.RecordingsMade));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task Reports_that_come_late_and_the_last_one_first_end_an_answered_call_as_it_ended(int times)
    {
        _twilio.Calls.HeldReports = new();
        var (customer, ana) = await TalksAsync();
        await customer.HangUpAsync();
        await ana.HangUpAsync();

        await SendHeldReportsAsync(times);

        var callId = TwilioCallReference.CallIdOf(customer.Sid);
        Assert.Equal("ana", (string)(await _inbox.CallItemAsync(callId, "completed"))["answeredBy"]!["userId"]!);
        await EverythingIsOverAsync(callId);
        Assert.Single(await _inbox.TimelineAsync());
        Assert.Equal(3, _twilio.Calls.Legs.Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task Reports_that_come_late_and_the_last_one_first_end_a_users_call_as_it_ended(int times)
    {
        await _twilio.TextAsync("Please call me.");
        _twilio.Calls.HeldReports = new();
        var callId = await PlacesAsync();
        var ana = await AcceptsAsync(AnasPhone);
        var customer = await _twilio.Calls.RingsAtAsync(RunningInbox.Customer);
        customer.PickUp();
        await EventuallyAsync(() => customer.Conference is { } conference && conference == ana.Conference);
        await customer.HangUpAsync();

        await SendHeldReportsAsync(times);

        await _inbox.CallItemAsync(callId, "completed");
        Assert.Equal("Called, answered", (string)(await _inbox.ConversationAsync())["lastAction"]!["text"]!);
        await EverythingIsOverAsync(callId);
        Assert.Equal(2, _twilio.Calls.Legs.Count());
    }

    [Fact]
    public async Task A_voicemail_is_the_callers_voice_alone_and_is_archived_as_Twilio_recorded_it()
    {
        var customer = await IsMissedAsync();
        await EventuallyAsync(() => _twilio.Calls.Recordings.Any());
        var recording = Assert.Single(_twilio.Calls.Recordings);
        Assert.Equal(("inbound", customer), (recording.Track, recording.Leg));

        await customer.HangUpAsync();

        var voicemail = await _inbox.RecordedAsync(TwilioCallReference.CallIdOf(customer.Sid));
        var audio = await _inbox.Http.GetAsync($"api/recordings/{(string)voicemail["recordingId"]!}", Cancellation);
        Assert.Equal(recording.Audio, await audio.Content.ReadAsByteArrayAsync(Cancellation));
        await EventuallyAsync(() => recording.IsDeleted);
    }

    [Fact]
    public async Task A_caller_who_hangs_up_before_the_tone_is_not_recorded()
    {
        _twilio.Calls.Hears = (leg, what) => what is "tone.wav" ? leg.HangUpAsync() : Task.CompletedTask;

        var callId = TwilioCallReference.CallIdOf((await IsMissedAsync()).Sid);

        Assert.Null((await _inbox.CallItemAsync(callId, "missed"))["recordingId"]);
        await EverythingIsOverAsync(callId);
        Assert.Equal(0, _twilio.Calls.RecordingsMade);
    }

    [Theory]
    [InlineData("busy")]
    [InlineData("failed")]
    [InlineData("no-answer")]
    [InlineData("canceled")]
    public async Task A_phone_that_cannot_be_called_leaves_the_call_to_the_others(string status)
    {
        var customer = _twilio.Call();
        await (await _twilio.Calls.RingsAtAsync(AnasPhone)).DeclineAsync(status);

        var ben = await AcceptsAsync(BensPhone);

        await EventuallyAsync(() => customer.Conference is { } conference && conference == ben.Conference);
        await customer.HangUpAsync();
        await EverythingIsOverAsync(TwilioCallReference.CallIdOf(customer.Sid));
    }

    [Fact]
    public async Task A_user_who_waits_for_the_customer_is_in_the_conference_and_hears_ringing()
    {
        await _twilio.TextAsync("Please call me.");
        var callId = await PlacesAsync();
        var ana = await AcceptsAsync(AnasPhone);
        var customer = await _twilio.Calls.RingsAtAsync(RunningInbox.Customer);

        await EventuallyAsync(() => ana.Conference is not null);
        await EventuallyAsync(() => _twilio.Webhooks.Tries
            .Any(attempt => attempt.Address.EndsWith("/conference/wait", StringComparison.Ordinal)));
        await customer.DeclineAsync();
        await EverythingIsOverAsync(callId);
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

    [Theory]
    [InlineData("busy", "Called, busy")]
    [InlineData("no-answer", "Called, no answer")]
    [InlineData("failed", "Called, failed")]
    public async Task Why_a_customer_did_not_answer_stands_in_the_list(string status, string words)
    {
        await _twilio.TextAsync("Please call me.");
        var callId = await PlacesAsync();
        await AcceptsAsync(AnasPhone);

        await (await _twilio.Calls.RingsAtAsync(RunningInbox.Customer)).DeclineAsync(status);

        await RunningInbox.EventuallyAsync(
            () => _inbox.ConversationAsync(), conversation => (string?)conversation["lastAction"]!["text"] == words);
        await EverythingIsOverAsync(callId);
    }

    private async Task<(FakeLeg Customer, FakeLeg Ana)> TalksAsync()
    {
        var customer = _twilio.Call();
        var ana = await AcceptsAsync(AnasPhone);
        await EventuallyAsync(() => customer.Conference is { } conference && conference == ana.Conference);
        return (customer, ana);
    }

    private async Task<FakeLeg> AcceptsAsync(string phone)
    {
        var device = await _twilio.Calls.RingsAtAsync(phone);
        device.PickUp();
        await EventuallyAsync(() => device.IsAsked);
        device.Press("1");
        return device;
    }

    /// <summary>A customer calls, and everybody declines.</summary>
    private async Task<FakeLeg> IsMissedAsync()
    {
        var customer = _twilio.Call();
        await (await _twilio.Calls.RingsAtAsync(AnasPhone)).DeclineAsync();
        await (await _twilio.Calls.RingsAtAsync(BensPhone)).DeclineAsync();
        return customer;
    }

    /// <summary>Sends the reports that were held back, in reverse order and several times. New ones are sent at once.</summary>
    private async Task SendHeldReportsAsync(int times)
    {
        var held = _twilio.Calls.HeldReports!;
        (_twilio.Calls.HeldReports, _twilio.Webhooks.Times) = (null, times);
        foreach (var send in held.Reverse())
        {
            await send();
        }
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
