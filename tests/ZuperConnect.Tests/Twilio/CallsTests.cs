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
