using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Tests.Webhooks;

public sealed class InboundTextTests(TestStorage storage) : InboxTest(storage)
{
    [Fact]
    public async Task Documented_sample_posted_twice_is_one_conversation_with_one_unread_message()
    {
        for (var time = 0; time < 2; time++)
        {
            Assert.True((await _inbox.PostEventsAsync(EventGridSamples.Documented)).IsSuccessStatusCode);
        }

        var conversation = Assert.Single((await _inbox.ListAsync())["items"]!.AsArray())!;
        Assert.Equal("14255550100-15555555555", (string)conversation["id"]!);
        Assert.Equal("Dispatch", (string)conversation["numberName"]!);
        Assert.Equal("+15555555555", (string)conversation["customer"]!["number"]!);
        Assert.Equal(1, (int)conversation["unreadCount"]!);
        Assert.True((bool)conversation["unresponded"]!);
        Assert.Equal("2020-09-18T00:27:45.32Z", (string)conversation["lastActivityAt"]!);
        Assert.Equal("messageReceived", (string)conversation["lastAction"]!["type"]!);
        Assert.Equal("customer", (string)conversation["lastAction"]!["by"]!);
        var message = Assert.Single(await _inbox.TimelineAsync("14255550100-15555555555"));
        Assert.Equal("Great to connect with Azure Communication Services events", (string)message["text"]!);
        Assert.Equal("received", (string)message["delivery"]!);
        Assert.Equal("inbound", (string)message["direction"]!);
    }

    [Fact]
    public async Task Closed_conversation_reopens_when_the_customer_writes()
    {
        await _inbox.CustomerWritesAsync("Hello");
        Assert.Equal("closed", (string)(await RunningInbox.JsonAsync(await _inbox.MarkAsync(new { status = "closed" })))["status"]!);
        Assert.Empty((await _inbox.ListAsync())["items"]!.AsArray());
        Assert.Single((await _inbox.ListAsync("?view=closed"))["items"]!.AsArray());

        await _inbox.CustomerWritesAsync("Still there?");

        Assert.Single((await _inbox.ListAsync())["items"]!.AsArray());
        Assert.Empty((await _inbox.ListAsync("?view=closed"))["items"]!.AsArray());
        Assert.Equal(
            ["message", "message", "status", "status"], (await _inbox.TimelineAsync()).Select(item => (string)item["type"]!).Order());
        var conversation = await _inbox.ConversationAsync();
        Assert.Equal(
            ("open", 1, true), ((string)conversation["status"]!, (int)conversation["unreadCount"]!, (bool)conversation["unresponded"]!));
    }

    [Theory]
    [InlineData("14255550100", "12065550199")]
    [InlineData("+14255550100", "12065550199")]
    [InlineData("14255550100", "+12065550199")]
    [InlineData("+1 (425) 555-0100", "+1 206 555 0199")]
    public async Task Numbers_with_and_without_plus_are_the_same_conversation(string to, string from)
    {
        await _inbox.CustomerWritesAsync("one");
        await _inbox.CustomerWritesAsync("two", from, to);
        Assert.Equal(2, (int)Assert.Single((await _inbox.ListAsync())["items"]!.AsArray())!["unreadCount"]!);
    }

    [Theory]
    [InlineData("72975", "72975", "14255550100-72975")]
    [InlineData("ACME", "ACME", "14255550100-xQUNNRQ")]
    [InlineData("anonymous", "anonymous", "14255550100-anonymous")]
    public async Task Senders_that_are_no_phone_number_are_kept_as_they_came_and_cannot_be_answered(string from, string shown, string id)
    {
        await _inbox.CustomerWritesAsync("Your code is 1234", from);
        var conversation = await _inbox.ConversationAsync(id);
        Assert.Equal(shown, (string)conversation["customer"]!["number"]!);
        await RunningInbox.ProblemAsync(await _inbox.ReplyAsync("Thanks", id: id), 422);
        Assert.Single(await _inbox.TimelineAsync(id));
    }

    [Fact]
    public async Task Text_to_a_number_of_ours_that_is_not_known_adds_it_unnamed()
    {
        await _inbox.CustomerWritesAsync("Hello", to: "14255550177");
        var numbers = (await _inbox.GetAsync("api/numbers"))["items"]!.AsArray();
        Assert.Equal(["+14255550100", "+14255550101", "+14255550177"], numbers.Select(number => (string)number!["number"]!));
        Assert.Null(numbers[2]!["name"]);
        Assert.Null(Assert.Single((await _inbox.ListAsync())["items"]!.AsArray())!["numberName"]);
    }

    [Fact]
    public async Task Time_in_the_future_is_cut_to_the_time_of_arrival()
    {
        await _inbox.CustomerWritesAsync("From tomorrow", at: DateTimeOffset.UtcNow.AddDays(1));
        Assert.True((DateTimeOffset)(await _inbox.ConversationAsync())["lastActivityAt"]! <= DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task Late_message_changes_the_flags_but_not_the_place()
    {
        var now = DateTimeOffset.UtcNow;
        await _inbox.CustomerWritesAsync("second", at: now.AddMinutes(-1));
        await _inbox.CustomerWritesAsync("first", at: now.AddMinutes(-2));
        var conversation = await _inbox.ConversationAsync();
        Assert.Equal("second", (string)conversation["lastAction"]!["text"]!);
        Assert.Equal(2, (int)conversation["unreadCount"]!);
        Assert.Equal(["second", "first"], (await _inbox.TimelineAsync()).Select(item => (string)item["text"]!));
    }

    [Fact]
    public async Task Text_without_a_time_has_the_time_of_its_arrival()
    {
        var before = DateTimeOffset.UtcNow;
        await _inbox.CustomerWritesAsync("Hello", at: default(DateTimeOffset));
        Assert.InRange((DateTimeOffset)(await _inbox.ConversationAsync())["lastActivityAt"]!, before, DateTimeOffset.UtcNow);
    }

    [Theory]
    [InlineData("""
        my tap drips \ud83d
        """, "my tap drips \uFFFD")]
    [InlineData("""
        \uDEB0 drips
        """, "\uFFFD drips")]
    [InlineData("""
        \ud83d\ud83d\udeb0\udeb0
        """, "\uFFFD🚰\uFFFD")]
    [InlineData("""
        C:\\ud83d is no character
        """, """
        C:\ud83d is no character
        """)]
    public async Task Half_a_character_is_shown_as_one_that_is_missing(string message, string shown)
    {
        await PostAsync($$"""{"from":"12065550199","to":"14255550100","message":"{{message}}"}""");
        Assert.Equal(shown, (string)Assert.Single(await _inbox.TimelineAsync())["text"]!);
        Assert.Empty(await UnprocessedAsync());
    }

    [Fact]
    public async Task Broken_character_in_a_text_does_not_hide_the_text()
    {
        var parts = EventGridSamples.SmsReceived("Incoming_1", "12065550199", "14255550100", "my tap drips |").Split('|');
        byte[] body = [.. Encoding.UTF8.GetBytes(parts[0]), 0xed, 0xa0, .. Encoding.UTF8.GetBytes(parts[1])];
        using var content = new ByteArrayContent(body);
        (await _inbox.Http.PostAsync("runtime/webhooks/EventGrid?functionName=SmsReceived", content, TestContext.Current.CancellationToken))
            .EnsureSuccessStatusCode();
        Assert.StartsWith("my tap drips \uFFFD", (string)Assert.Single(await _inbox.TimelineAsync())["text"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"from":"12065550199","to":"14255550100","message":null}""")]
    [InlineData("""{"from":"12065550199","to":"14255550100"}""")]
    [InlineData("""{"from":"12065550199","to":"14255550100","message":"\u0000\u0007"}""")]
    public async Task Text_without_words_is_an_empty_message(string data)
    {
        await PostAsync(data);
        Assert.Equal("", (string)Assert.Single(await _inbox.TimelineAsync())["text"]!);
        Assert.Equal(
            (1, true), ((int)(await _inbox.ConversationAsync())["unreadCount"]!, (bool)(await _inbox.ConversationAsync())["unresponded"]!));
        Assert.Empty(await UnprocessedAsync());
    }

    [Theory]
    [InlineData("\"yesterday\"", "\"yesterday\"")]
    [InlineData("\"\"", "17")]
    [InlineData("1767605400", "null")]
    [InlineData("{}", "\"0001-01-01T00:00:00Z\"")]
    public async Task Text_whose_time_cannot_be_read_is_shown_at_its_arrival(string received, string eventTime)
    {
        var before = DateTimeOffset.UtcNow;
        await PostAsync(
            $$"""{"from":"12065550199","to":"14255550100","message":"Hello","receivedTimestamp":{{received}},"segmentCount":"one"}""",
            eventTime);
        Assert.InRange((DateTimeOffset)Assert.Single(await _inbox.TimelineAsync())["at"]!, before, DateTimeOffset.UtcNow);
        Assert.Empty(await UnprocessedAsync());
    }

    [Fact]
    public async Task Text_of_an_unreadable_time_of_arrival_has_the_time_of_its_event()
    {
        await PostAsync(
            """{"from":"12065550199","to":"14255550100","message":"Hello","receivedTimestamp":"yesterday"}""", "\"2026-01-05T09:30:00Z\"");
        Assert.Equal("2026-01-05T09:30:00Z", (string)Assert.Single(await _inbox.TimelineAsync())["at"]!);
    }

    [Fact]
    public async Task Text_loses_control_characters_but_line_breaks_and_tabs()
    {
        await PostAsync(
            """{"from":"12065550199","to":"14255550100","message":"\u0000one\r\n\ttwo\u001b\u007f\u0085 \ud83d\udeb0\u0001"}""");
        Assert.Equal("one\r\n\ttwo 🚰", (string)Assert.Single(await _inbox.TimelineAsync())["text"]!);
    }

    [Fact]
    public async Task Event_in_the_schema_of_CloudEvents_is_the_same_event()
    {
        const string cloudEvent = """
            {
              "specversion": "1.0",
              "id": "Incoming_1",
              "type": "Microsoft.Communication.SMSReceived",
              "source": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Communication/CommunicationServices/c",
              "subject": "/phonenumber/14255550100",
              "time": "2026-01-05T09:30:02Z",
              "datacontenttype": "application/json",
              "data": {
                "MessageId": "Incoming_1",
                "From": "12065550199",
                "To": "14255550100",
                "Message": "Hello",
                "ReceivedTimestamp": "2026-01-05T09:30:00Z",
                "SegmentCount": 1
              }
            }
            """;
        foreach (var body in new[] { cloudEvent, $"[{cloudEvent}]" })
        {
            using var content = new StringContent(body, MediaTypeHeaderValue.Parse("application/cloudevents+json"));
            (await _inbox.Http.PostAsync("runtime/webhooks/EventGrid?functionName=SmsReceived", content,
                TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        }

        await _inbox.CustomerWritesAsync("Hello", id: "Incoming_1");
        var item = Assert.Single(await _inbox.TimelineAsync());
        Assert.Equal(("Hello", "2026-01-05T09:30:00Z"), ((string)item["text"]!, (string)item["at"]!));
        Assert.Empty(await UnprocessedAsync());
    }

    [Fact]
    public async Task Handshake_of_CloudEvents_is_answered()
    {
        using var asks = new HttpRequestMessage(HttpMethod.Options, "runtime/webhooks/EventGrid?functionName=SmsReceived");
        asks.Headers.Add("WebHook-Request-Origin", "eventgrid.azure.net");
        var response = await _inbox.Http.SendAsync(asks, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal(["eventgrid.azure.net"], response.Headers.GetValues("WebHook-Allowed-Origin"));

        using var asksNothing = new HttpRequestMessage(HttpMethod.Options, "runtime/webhooks/EventGrid?functionName=SmsReceived");
        await RunningInbox.ProblemAsync(await _inbox.Http.SendAsync(asksNothing, TestContext.Current.CancellationToken), 400);
    }

    [Fact]
    public async Task Delivery_of_too_many_events_is_refused_whole()
    {
        var text = EventGridSamples.SmsReceivedEvent("Incoming_1", "12065550101", "14255550100", "one");
        var problem = await RunningInbox.ProblemAsync(
            await _inbox.PostEventsAsync(EventGridSamples.Array([text, .. Enumerable.Repeat("1", 1_000)])), 413);
        Assert.Contains("1,000", (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.Empty(await _inbox.RowsAsync());
        Assert.Empty(await UnprocessedAsync());
        Assert.Equal(1_000, EventGridJson.Split(new(EventGridSamples.Array([.. Enumerable.Repeat("1", 1_000)]))).Count);
    }

    [Fact]
    public async Task Ids_of_any_length_are_taken()
    {
        var id = new string('x', 40_000);
        var call = EventGridSamples.IncomingCallEvent(id, "+12065550103", "+14255550100", DateTimeOffset.UtcNow.AddMinutes(-5));
        var batch = EventGridSamples.Array(EventGridSamples.SmsReceivedEvent(id, "12065550101", "14255550100", "one"), call,
            EventGridSamples.SmsReceivedEvent("Incoming_2", "12065550102", "14255550100", "two"));
        Assert.Equal(202, (int)(await _inbox.PostEventsAsync(batch)).StatusCode);
        await RunningInbox.EventuallyAsync(() => _inbox.ListAsync(), list => list["items"]!.AsArray().Count is 3);
    }

    [Fact]
    public async Task Long_text_is_stored_cut_and_kept_whole()
    {
        // The ten thousandth character is half an emoji.
        var text = string.Concat(Enumerable.Repeat("🔥\"", 4_000));
        await _inbox.CustomerWritesAsync(text);
        Assert.Equal(text[..9_999], (string)Assert.Single(await _inbox.TimelineAsync())["text"]!);
        Assert.Contains("toolong/", Assert.Single(await UnprocessedAsync()));
        Assert.Equal(0, (int)(await _inbox.GetAsync("api/health"))["unprocessed"]!);
    }

    [Theory]
    [InlineData(
        """
        {"id":"1","subject":"s","data":{},"eventType":"Microsoft.Communication.SMSReceived","dataVersion":"1.0",
        "eventTime":"2026-01-05T09:30:00Z"}
        """)]
    [InlineData(
        """
        {"id":"1","subject":"s","data":{"from":"12065550199","message":"no to"},"eventType":"Microsoft.Communication.SMSReceived",
        "dataVersion":"1.0","eventTime":"2026-01-05T09:30:00Z"}
        """)]
    [InlineData(
        """
        {"id":"1","subject":"s","data":{"from":12065550199,"to":"14255550100","message":"number"},
        "eventType":"Microsoft.Communication.SMSReceived","dataVersion":"1.0","eventTime":"2026-01-05T09:30:00Z"}
        """)]
    [InlineData(
        """
        {"id":"1","subject":"s","data":{"from":"12065550199","to":"ACME","message":"not ours"},
        "eventType":"Microsoft.Communication.SMSReceived","dataVersion":"1.0","eventTime":"2026-01-05T09:30:00Z"}
        """)]
    [InlineData(
        """
        {"id":"","subject":"s","data":{"from":"12065550199","to":"14255550100","message":"no id"},
        "eventType":"Microsoft.Communication.SMSReceived","dataVersion":"1.0","eventTime":"2026-01-05T09:30:00Z"}
        """)]
    [InlineData(
        """
        {"id":"1","subject":"s","data":"text","eventType":"Microsoft.Communication.SMSReceived","dataVersion":"1.0",
        "eventTime":"2026-01-05T09:30:00Z"}
        """)]
    [InlineData(
        """
        {"id":"1","subject":"s","data":{"x":1},"eventType":"Microsoft.Communication.SomethingNew","dataVersion":"1.0",
        "eventTime":"2026-01-05T09:30:00Z"}
        """)]
    [InlineData(
        """
        {"id":"1","subject":"s","data":{"from":"14255550100","to":"12065550199","deliveryStatus":"Delivered",
        "Tag":"5fb3f8a4-9a53-4c07-8e05-6b6a4b0a7a10"},"eventType":"Microsoft.Communication.SMSDeliveryReportReceived",
        "dataVersion":"1.0","eventTime":"2026-01-05T09:30:00Z"}
        """)]
    [InlineData("{}")]
    [InlineData("17")]
    [InlineData("null")]
    [InlineData("[[]]")]
    [InlineData("{\"id\":")]
    [InlineData("")]
    public async Task Event_that_cannot_be_read_is_kept_as_it_came_and_acknowledged(string broken)
    {
        Assert.True((await _inbox.PostEventsAsync(broken)).IsSuccessStatusCode);
        var kept = Assert.Single(await UnprocessedAsync());
        Assert.StartsWith("unreadable/", kept);
        Assert.Equal(
            broken is "[[]]" ? "[]" : broken, await _inbox.Services.GetRequiredService<StorageTables>().Unprocessed.ReadTextAsync(kept));
        Assert.Equal(1, (int)(await _inbox.GetAsync("api/health"))["unprocessed"]!);
        Assert.Empty(await _inbox.RowsAsync());
    }

    [Fact]
    public async Task One_bad_event_in_a_batch_does_not_lose_the_others()
    {
        var batch = EventGridSamples.Array(
            EventGridSamples.SmsReceivedEvent("Incoming_1", "12065550101", "14255550100", "one"),
            """
            {"id":"2","subject":"s","eventType":"Microsoft.Communication.SMSReceived","dataVersion":"1.0",
            "eventTime":"2026-01-05T09:30:00Z","data":{"to":5}}
            """.ReplaceLineEndings(""),
            EventGridSamples.SmsReceivedEvent("Incoming_3", "12065550103", "14255550100", "three"));
        Assert.True((await _inbox.PostEventsAsync(batch)).IsSuccessStatusCode);
        Assert.Equal(2, (await _inbox.ListAsync())["items"]!.AsArray().Count);
        Assert.Single(await UnprocessedAsync());
    }

    [Fact]
    public async Task Neither_broken_characters_nor_deep_nesting_in_one_event_lose_the_others()
    {
        var good = EventGridSamples.SmsReceivedEvent("Incoming_1", "12065550101", "14255550100", "one");
        var deep = $"{{\"x\":{new string('[', 200)}{new string(']', 200)}}}";
        byte[] batch = [.. Encoding.UTF8.GetBytes($"[{good},{deep},{{\"x\":\""), 0xff, .. Encoding.UTF8.GetBytes("\"}]")];
        using var content = new ByteArrayContent(batch);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json");
        var response = await _inbox.Http.PostAsync(
            "runtime/webhooks/EventGrid?functionName=SmsReceived", content, TestContext.Current.CancellationToken);
        Assert.Equal(202, (int)response.StatusCode);
        Assert.Single((await _inbox.ListAsync())["items"]!.AsArray());
        Assert.Equal(2, (await UnprocessedAsync()).Count);
    }

    [Fact]
    public async Task Text_beside_a_handshake_is_not_lost()
    {
        var handshake = EventGridSamples.Event(
            "1", "Microsoft.EventGrid.SubscriptionValidationEvent", null, new { validationCode = "512d38b6" });
        var text = EventGridSamples.SmsReceivedEvent("Incoming_1", "12065550101", "14255550100", "one");
        Assert.True((await _inbox.PostEventsAsync(EventGridSamples.Array(handshake, text))).IsSuccessStatusCode);
        Assert.Single((await _inbox.ListAsync())["items"]!.AsArray());
    }

    [Fact]
    public async Task Report_for_what_is_no_message_of_ours_is_kept()
    {
        await _inbox.CustomerWritesAsync("Hello");
        var commentId = Guid.NewGuid().ToString();
        await _inbox.CommentAsync("Look", commentId);
        await _inbox.ReportAsync(commentId, "Delivered");
        Assert.Single(await UnprocessedAsync());
    }

    [Fact]
    public async Task Property_names_are_read_in_any_case()
    {
        var shouted = EventGridSamples.SmsReceived("Incoming_1", RunningInbox.Customer, RunningInbox.Dispatch, "Hello")
            .Replace("\"messageId\"", "\"MessageId\"").Replace("\"from\"", "\"FROM\"")
                .Replace("\"to\"", "\"To\"").Replace("\"eventType\"", "\"EventType\"");
        Assert.True((await _inbox.PostEventsAsync(shouted)).IsSuccessStatusCode);
        Assert.Equal("Hello", (string)(await _inbox.ConversationAsync())["lastAction"]!["text"]!);
    }

    [Fact]
    public async Task Subscription_handshake_is_answered()
    {
        var handshake = EventGridSamples.Array(EventGridSamples.Event(
            "1", "Microsoft.EventGrid.SubscriptionValidationEvent", null,
            new { validationCode = "512d38b6", validationUrl = "https://example.com" }));
        var answer = await RunningInbox.JsonAsync(await _inbox.PostEventsAsync(handshake));
        Assert.Equal("512d38b6", (string)answer["validationResponse"]!);
        Assert.Empty(await UnprocessedAsync());
    }

    [Fact]
    public async Task Unknown_function_is_not_found() =>
        await RunningInbox.ProblemAsync(await _inbox.PostEventsAsync(EventGridSamples.Documented, "Nothing"), 404);

    [Fact]
    public async Task Same_message_on_many_connections_at_once_counts_once()
    {
        var body = EventGridSamples.SmsReceived("Incoming_1", RunningInbox.Customer, RunningInbox.Dispatch, "Hello");
        var responses = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => _inbox.PostEventsAsync(body)));
        Assert.All(responses, response => Assert.True(response.IsSuccessStatusCode));
        Assert.Equal(1, (int)(await _inbox.ConversationAsync())["unreadCount"]!);
        Assert.Single(await _inbox.TimelineAsync());
    }

    private async Task PostAsync(string data, string eventTime = "\"2026-01-05T09:30:00Z\"") => (await _inbox.PostEventsAsync(
        $$"""
        [{"id":"Incoming_b4","topic":"t","subject":"s","data":{{data}},"eventType":"Microsoft.Communication.SMSReceived",
        "dataVersion":"1.0","eventTime":{{eventTime}}}]
        """.ReplaceLineEndings("")))
        .EnsureSuccessStatusCode();

    private async Task<IReadOnlyList<string>> UnprocessedAsync()
    {
        var names = new List<string>();
        await foreach (var blob in _inbox.Services.GetRequiredService<StorageTables>().Unprocessed.ListAsync(
            null, TestContext.Current.CancellationToken))
        {
            names.Add(blob.Name);
        }

        return names;
    }
}
