using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Phone;

/// <summary>The data of the window with customers' phones.</summary>
public sealed class PhoneWindowRoutesTests(TestStorage storage) : InboxTest(storage)
{
    private const string Phone = "local/phone/customers?number=%2B12065550199";
    private const string Own = "local/phone/customers/%2B12065550199";

    [Fact]
    public async Task A_phone_shows_what_it_sent_and_received_and_is_listed_by_its_owners_name()
    {
        await PostAsync("local/phone/sms", new { from = RunningInbox.Customer, to = RunningInbox.Dispatch, text = "Is my boiler ready?" });
        (await _inbox.ReplyAsync("Yes.")).EnsureSuccessStatusCode();
        await PostAsync("api/customers", new { name = "Carla Lane", numbers = new[] { RunningInbox.Customer } });

        var phone = await PhoneAsync(now => now["texts"]!.AsArray().Count is 2);
        Assert.Equal(("Carla Lane", "(206) 555-0199"), ((string)phone["name"]!, (string)phone["display"]!));
        Assert.Equal(
            [(true, "Is my boiler ready?", RunningInbox.Dispatch), (false, "Yes.", RunningInbox.Dispatch)],
            phone["texts"]!.AsArray().Select(text => ((bool)text!["isSent"]!, (string)text["text"]!, (string)text["number"]!)));

        var book = await _inbox.GetAsync("local/phone/book");
        Assert.Equal(["Dispatch", "Service"], book["numbers"]!.AsArray().Select(number => (string)number!["name"]!));
        Assert.Equal("Carla Lane", (string)Assert.Single(book["customers"]!.AsArray())!["name"]!);
    }

    [Fact]
    public async Task What_was_received_alone_is_what_texts_are_asked_for()
    {
        await PostAsync("local/phone/sms", new { from = RunningInbox.Customer, to = RunningInbox.Dispatch, text = "Is my boiler ready?" });
        Assert.Empty((await _inbox.GetAsync("local/phone/sms?number=%2B12065550199"))["items"]!.AsArray());
    }

    [Fact]
    public async Task A_customer_who_calls_hears_ringing_then_somebody_and_then_nobody()
    {
        await _inbox.CustomerCallsAsync();
        await StateAsync("waits");
        await _inbox.DeviceAnswersAsync("ana");
        var talks = await PhoneAsync(now => State(now) is "talks" && Heard(now) is ["recordingAnnouncement"]);
        Assert.True((bool)talks["calls"]![0]!["isOwn"]!);
        await PostAsync("local/phone/devices/ana/hang-up", new { });
        var over = await StateAsync("over");
        Assert.NotNull(over["calls"]![0]!["talksSince"]);
        Assert.NotNull(over["calls"]![0]!["endedAt"]);
    }

    [Fact]
    public async Task A_customer_whom_nobody_answers_speaks_after_the_tone()
    {
        await _inbox.CustomerCallsAsync();
        foreach (var user in new[] { "ana", "ben" })
        {
            await _inbox.DeviceAsync(user, "rings");
            await PostAsync($"local/phone/devices/{user}/decline", new { });
        }

        Assert.Equal(["voicemailGreeting"], Heard(await StateAsync("speaks")));
    }

    [Theory]
    [InlineData("answer", "talks")]
    [InlineData("decline", "over")]
    public async Task A_phone_that_the_business_calls_rings_until_its_owner_does_something(string act, string state)
    {
        await PostAsync("local/phone/sms", new { from = RunningInbox.Customer, to = RunningInbox.Dispatch, text = "Please call me." });
        (await _inbox.Http.PutAsJsonAsync(Own, new { calls = "doesNotPickUp" }, Cancellation)).EnsureSuccessStatusCode();
        await PostAsync($"api/conversations/{RunningInbox.ConversationId}/calls", new { });
        await _inbox.DeviceAsync("ana", "rings");
        Assert.Empty((await PhoneAsync(_ => true))["calls"]!.AsArray());

        await _inbox.DeviceAnswersAsync("ana");
        var rings = await StateAsync("rings");
        Assert.False((bool)rings["calls"]![0]!["isOwn"]!);
        Assert.Equal("doesNotPickUp", (string)rings["luck"]!["calls"]!);
        await PostAsync($"{Own}/{act}", new { });
        await StateAsync(state);
    }

    [Theory]
    [InlineData("answer")]
    [InlineData("decline")]
    public async Task A_phone_that_does_not_ring_says_so(string act) =>
        await RunningInbox.ProblemAsync(await _inbox.Http.PostAsJsonAsync($"{Own}/{act}", new { }, Cancellation), 409);

    private static string? State(JsonNode phone) => (string?)phone["calls"]!.AsArray().LastOrDefault()?["state"];

    private static IReadOnlyList<string> Heard(JsonNode phone) =>
        [.. phone["calls"]!.AsArray()[^1]!["heard"]!.AsArray().Select(heard => (string)heard!["sound"]!)];

    private Task<JsonNode> StateAsync(string state) => PhoneAsync(now => State(now) == state);

    private Task<JsonNode> PhoneAsync(Predicate<JsonNode> isSo) =>
        RunningInbox.EventuallyAsync(async () => (await _inbox.GetAsync(Phone))["items"]![0]!, isSo);

    private async Task PostAsync(string address, object body) =>
        (await _inbox.Http.PostAsJsonAsync(address, body, Cancellation)).EnsureSuccessStatusCode();
}
