using System.Text.Json.Nodes;
using ZuperConnect.Conversations;
using ZuperConnect.Local.Phone;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Http;

/// <summary>The texts that a number sends by itself, from the setting to the customer's phone.</summary>
public sealed class AutomaticTextsApiTests(TestStorage storage) : InboxTest(storage)
{
    private const string Address = $"api/numbers/{RunningInbox.Dispatch}";

    [Fact]
    public async Task Texts_are_set_read_and_removed()
    {
        const string Texts = """
            {"missedCall":{"whenOpen":"Sorry","whenClosed":null},"voicemail":null,"message":{"whenOpen":null,"whenClosed":"Closed"},
            "coolDownMinutes":60}
            """;
        await SetAsync(Texts);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Texts), (await NumberAsync())["automaticTexts"]));

        await SetAsync("null");
        Assert.Equal(
            """{"missedCall":null,"voicemail":null,"message":null,"coolDownMinutes":240}""",
            (await NumberAsync())["automaticTexts"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"coolDownMinutes":0}""", "coolDownMinutes")]
    [InlineData("""{"message":{"whenOpen":" "}}""", "message.whenOpen")]
    public async Task Texts_that_cannot_be_sent_are_refused(string texts, string about)
    {
        var problem = await RunningInbox.ProblemAsync(
            await _inbox.SendAsync(HttpMethod.Put, Address, JsonNode.Parse($$"""{"automaticTexts":{{texts}}}""")!), 400);
        Assert.Contains(about, (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Customer_who_writes_when_the_business_is_closed_gets_one_text_even_if_the_event_is_repeated()
    {
        await _inbox.SetAsync(number => number with
        {
            Hours = new("UTC", [], []),
            AutomaticTexts = new() { Message = new("Open", "We are closed.") },
        });

        await _inbox.CustomerWritesAsync("Is my boiler ready?", id: "first");
        await _inbox.CustomerWritesAsync("Is my boiler ready?", id: "first");
        await _inbox.CustomerWritesAsync("Hello?");

        await _inbox.NoWorkIsLeftAsync();
        Assert.Equal(["We are closed."], await _inbox.PhoneAsync());
        var sent = Assert.Single(await _inbox.TimelineAsync(), item => (bool?)item["automatic"] is true);
        Assert.Equal("delivered", (string)(await _inbox.DeliveryAsync((string)sent["id"]!, Delivery.Delivered))["delivery"]!);
        Assert.Null(sent["by"]);
        var conversation = await _inbox.ConversationAsync();
        Assert.Equal(
            (true, true, 2), ((bool)conversation["unread"]!, (bool)conversation["unresponded"]!, (int)conversation["unreadCount"]!));
        Assert.Equal("messageReceived", (string)conversation["lastAction"]!["type"]!);
    }

    [Fact]
    public async Task Caller_whom_nobody_answers_gets_a_text()
    {
        await _inbox.SetAsync(number => number with
        {
            RingGroup = [],
            TakesVoicemail = false,
            AutomaticTexts = new() { MissedCall = new("Sorry, we missed you.", null) },
        });
        var call = await _inbox.CustomerCallsAsync();
        await _inbox.CallItemAsync(call, "missed");
        await _inbox.NoWorkIsLeftAsync();
        Assert.Equal(["Sorry, we missed you."], await _inbox.PhoneAsync());
    }

    [Fact]
    public async Task Caller_who_leaves_a_voicemail_gets_its_text_and_not_that_of_a_missed_call()
    {
        await _inbox.SetAsync(number => number with
        {
            RingGroup = [],
            AutomaticTexts = new() { MissedCall = new("Sorry, we missed you.", null), Voicemail = new("We call you back.", null) },
        });
        var call = await _inbox.CustomerCallsAsync();
        await _inbox.CallItemAsync(call, "missed");
        await _inbox.CustomerLeavesVoicemailAsync(call);
        await _inbox.RecordedAsync(call);
        await RunningInbox.EventuallyAsync(() => _inbox.PhoneAsync(), texts => texts.Count > 0);
        Assert.Equal(["We call you back."], await _inbox.PhoneAsync());
    }

    [Fact]
    public async Task Failed_automatic_text_can_be_sent_again_by_hand()
    {
        await _inbox.SetAsync(number => number with { AutomaticTexts = new() { Message = new("We read it.", null) } });
        _inbox.SetTextOutcome(SimulatedTextOutcome.Failed);
        await _inbox.CustomerWritesAsync("Is my boiler ready?");
        var sent = (string)Assert.Single(await _inbox.TimelineAsync(), item => (bool?)item["automatic"] is true)["id"]!;
        await _inbox.DeliveryAsync(sent, Delivery.Failed);
        Assert.Equal(1, (int)(await _inbox.ConversationAsync())["unreadCount"]!);

        _inbox.SetTextOutcome(SimulatedTextOutcome.Delivered);
        var again = await RunningInbox.JsonAsync(
            await _inbox.SendAsync(HttpMethod.Post, $"api/conversations/{RunningInbox.ConversationId}/messages/{sent}/resend", new { }));

        Assert.Equal("ana", (string)again["item"]!["by"]!["userId"]!);
        Assert.Null(again["item"]!["automatic"]);
    }

    [Fact]
    public async Task Text_that_is_older_than_ten_minutes_is_not_answered()
    {
        await _inbox.SetAsync(number => number with { AutomaticTexts = new() { Message = new("We read it.", null) } });
        await _inbox.CustomerWritesAsync("Is my boiler ready?", at: DateTimeOffset.UtcNow.AddMinutes(-11));
        await _inbox.NoWorkIsLeftAsync();
        Assert.Single(await _inbox.TimelineAsync());
        Assert.Empty(await _inbox.PhoneAsync());
    }

    private async Task SetAsync(string texts) =>
        (await _inbox.SendAsync(HttpMethod.Put, Address, JsonNode.Parse($$"""{"automaticTexts":{{texts}}}""")!)).EnsureSuccessStatusCode();

    private async Task<JsonNode> NumberAsync() =>
        (await _inbox.GetAsync("api/numbers"))["items"]!.AsArray().Single(one => (string)one!["number"]! == RunningInbox.Dispatch)!;
}
