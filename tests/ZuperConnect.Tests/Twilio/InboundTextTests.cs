using System.Net;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Twilio;

public sealed class InboundTextTests(TestStorage storage) : TwilioTest(storage)
{
    [Fact]
    public async Task A_text_is_in_the_inbox_when_its_webhook_is_answered_with_TwiML_that_says_nothing()
    {
        var (_, answer) = await _twilio.TextAsync("Is my boiler ready? 🔥\nCarla & Söhne + 10%");

        Assert.Equal(HttpStatusCode.OK, answer!.StatusCode);
        Assert.Equal("text/xml", answer.Content.Headers.ContentType?.MediaType);
        Assert.Matches(
            @"^<\?xml [^>]*\?>\s*<Response\s*(/>|></Response>)$",
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var item = Assert.Single(await _inbox.TimelineAsync());
        Assert.Equal(
            ("Is my boiler ready? 🔥\nCarla & Söhne + 10%", "inbound"), ((string)item["text"]!, (string)item["direction"]!));
        Assert.Equal(1, (int)(await _inbox.ConversationAsync())["unreadCount"]!);
    }

    [Fact]
    public async Task A_webhook_that_comes_five_times_is_one_text()
    {
        _twilio.Webhooks.Times = 5;

        await _twilio.TextAsync("Is my boiler ready?");
        await _twilio.TextAsync("Is my boiler ready?");

        Assert.Equal(10, _twilio.Webhooks.Tries.Count);
        Assert.Equal(2, (await _inbox.TimelineAsync()).Count);
        Assert.Equal(2, (int)(await _inbox.ConversationAsync())["unreadCount"]!);
    }

    [Fact]
    public async Task A_webhook_is_tried_again_for_some_seconds_as_its_address_says()
    {
        var fails = 2;
        _twilio.Webhooks.Instead = () => fails-- > 0 ? 502 : (int?)null;

        await _twilio.TextAsync("Is my boiler ready?");

        Assert.Equal([502, 502, 200], _twilio.Webhooks.Tries.Select(attempt => attempt.Status));
        Assert.Single(await _inbox.TimelineAsync());
    }

    [Fact]
    public async Task A_text_that_no_retry_delivers_comes_by_the_fallback_address()
    {
        var number = _twilio.AddNumber(RunningInbox.Service);
        number.Settings["SmsUrl"] = $"{FakeTwilio.PublicAddress}api/callbacks/twilio/gone";
        number.Settings["SmsFallbackUrl"] = $"{FakeTwilio.PublicAddress}api/callbacks/twilio/messages";

        var (_, answer) = await _twilio.TextAsync("Is my boiler ready?", to: RunningInbox.Service);

        Assert.Equal(HttpStatusCode.OK, answer!.StatusCode);
        Assert.Single(await _inbox.TimelineAsync("14255550101-12065550199"));
    }

    [Theory]
    [InlineData("72975", "14255550100-72975")]
    [InlineData("ACME", "14255550100-xQUNNRQ")]
    [InlineData("whatsapp:+12065550199", "14255550100-xd2hhdHNhcHA6KzEyMDY1NTUwMTk5")]
    [InlineData("anonymous", "14255550100-anonymous")]
    public async Task Who_writes_need_not_have_a_phone_number(string from, string conversation)
    {
        var to = from.StartsWith("whatsapp:", StringComparison.Ordinal) ? $"whatsapp:{RunningInbox.Dispatch}" : RunningInbox.Dispatch;

        await _twilio.TextAsync("Hello", from, to);

        Assert.Equal("Hello", (string)Assert.Single(await _inbox.TimelineAsync(conversation))["text"]!);
    }

    [Fact]
    public async Task A_text_may_be_empty_and_of_a_picture_that_is_not_shown_the_team_is_told()
    {
        await _twilio.TextAsync("");
        await _twilio.TextAsync("", moreFields: new Dictionary<string, string>
        {
            ["NumMedia"] = "1",
            ["MediaUrl0"] = "https://api.twilio.com/media",
            ["MediaContentType0"] = "image/jpeg",
        });

        Assert.Equal(
            ["", "[A picture or file that is not shown here]"],
            (await _inbox.TimelineAsync()).Select(item => (string)item["text"]!).Order());
    }

    [Fact]
    public async Task Fields_that_nobody_knows_keep_no_text_from_coming_in()
    {
        await _twilio.TextAsync("Hello", moreFields: new Dictionary<string, string> { ["FromCity"] = "SEATTLE", ["Novelty"] = "" });

        Assert.Single(await _inbox.TimelineAsync());
    }

    [Fact]
    public async Task STOP_and_START_stop_and_allow_texts()
    {
        await _twilio.TextAsync("Stop");
        Assert.True((bool)(await _inbox.ConversationAsync())["optedOut"]!);
        await RunningInbox.ProblemAsync(await _inbox.ReplyAsync("Tomorrow at ten."), 422);

        await _twilio.TextAsync("START");
        Assert.False((bool)(await _inbox.ConversationAsync())["optedOut"]!);
    }

    [Fact]
    public async Task What_Twilio_takes_for_STOP_or_START_counts_as_such_whatever_its_words()
    {
        await _twilio.TextAsync("Bitte keine Nachrichten mehr", moreFields: Word("STOP"));
        Assert.True((bool)(await _inbox.ConversationAsync())["optedOut"]!);

        await _twilio.TextAsync("Doch wieder", moreFields: Word("START"));
        Assert.False((bool)(await _inbox.ConversationAsync())["optedOut"]!);

        await _twilio.TextAsync("Hilfe", moreFields: Word("HELP"));
        Assert.False((bool)(await _inbox.ConversationAsync())["optedOut"]!);
        Assert.True((bool)(await _inbox.ConversationAsync())["unresponded"]!);

        static Dictionary<string, string> Word(string word) => new() { ["OptOutType"] = word };
    }

    [Fact]
    public async Task CANCEL_that_Twilio_takes_for_STOP_may_still_be_about_an_appointment()
    {
        await _twilio.TextAsync("CANCEL", moreFields: new Dictionary<string, string> { ["OptOutType"] = "STOP" });

        Assert.Contains("appointment", (string)Assert.Single(await _inbox.TimelineAsync())["note"]!);
        Assert.True((bool)(await _inbox.ConversationAsync())["unresponded"]!);
    }

    [Fact]
    public async Task What_cannot_be_read_is_kept_as_it_came_and_is_taken_in_once_it_can_be()
    {
        var (message, answer) = await _twilio.TextAsync("Hello", from: " ");

        Assert.Equal(HttpStatusCode.OK, answer!.StatusCode);
        var kept = Assert.Single((await _inbox.GetAsync("api/unprocessed"))["items"]!.AsArray())!;
        Assert.Equal("unreadable", (string)kept["reason"]!);
        Assert.Contains(message.Sid, (string)kept["original"]!);
        await RunningInbox.ProblemAsync(
            await _inbox.SendAsync(HttpMethod.Post, $"api/unprocessed/{(string)kept["id"]!}/retry", new { }), 409);
    }
}
