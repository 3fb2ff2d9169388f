using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Http;

public sealed class ConversationsApiTests(TestStorage storage) : InboxTest(storage)
{
    [Fact]
    public async Task Conversation_is_written_as_the_design_shows_it()
    {
        await _inbox.CustomerWritesAsync(
            "Is my boiler ready?", at: DateTimeOffset.Parse("2026-01-05T09:30:00Z", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(
            """
            {"id":"14255550100-12065550199","number":"+14255550100","numberDisplay":"(425) 555-0100","numberName":"Dispatch",
            "customer":{"number":"+12065550199","display":"(206) 555-0199","id":null,"name":null},"status":"open","unreadCount":1,
            "unread":true,"unresponded":true,"unrespondedSince":"2026-01-05T09:30:00Z","overdue":false,"assignee":null,"optedOut":false,
            "mayBeOptOut":false,"lastAction":{"type":"messageReceived",
            "by":"customer","userId":null,"userName":null,"text":"Is my boiler ready?","messageId":null,"delivery":null,
            "durationSeconds":null,"at":"2026-01-05T09:30:00Z"},"lastActivityAt":"2026-01-05T09:30:00Z","version":1}
            """.ReplaceLineEndings(""),
            await _inbox.Http.GetStringAsync($"api/conversations/{RunningInbox.ConversationId}", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Views_and_filters_show_what_they_name()
    {
        await _inbox.CustomerWritesAsync("closed", "+12065550101");
        await _inbox.MarkAsync(new { status = "closed" }, "14255550100-12065550101");
        await _inbox.CustomerWritesAsync("read", "+12065550102");
        await _inbox.MarkAsync(new { read = true }, "14255550100-12065550102");
        await _inbox.CustomerWritesAsync("answered", "+12065550103");
        await _inbox.ReplyAsync("Hello", id: "14255550100-12065550103");
        await _inbox.CustomerWritesAsync("new", "+12065550104", RunningInbox.Service);

        Assert.Equal(["104", "103", "102"], await CustomersAsync(""));
        Assert.Equal(["101"], await CustomersAsync("?view=closed"));
        Assert.Equal(["104"], await CustomersAsync("?filter=unread"));
        Assert.Equal(["104", "102"], await CustomersAsync("?filter=unresponded"));
        Assert.Equal([], await CustomersAsync("?view=closed&filter=unread"));
        Assert.Equal(["104"], await CustomersAsync("?number=%2B14255550101"));
        Assert.Equal(["103", "102"], await CustomersAsync("?number=14255550100"));
        Assert.Equal([], await CustomersAsync("?number=14255550188"));
    }

    [Fact]
    public async Task Read_unread_close_and_open_do_what_they_say()
    {
        await _inbox.CustomerWritesAsync("Hello");
        Assert.Equal(("open", 0, true), await MarkedAsync(new { read = true }));
        Assert.Equal(("open", 1, true), await MarkedAsync(new { read = false }));
        Assert.Equal(("closed", 0, false), await MarkedAsync(new { status = "closed" }));
        Assert.Equal("closed", (string)(await RunningInbox.ProblemAsync(await _inbox.MarkAsync(new { read = false }), 409))["code"]!);
        Assert.Equal(("open", 0, false), await MarkedAsync(new { status = "open" }));
        Assert.Equal(["open", "closed"], (await _inbox.TimelineAsync()).Where(item => (string)item["type"]! == "status")
            .Select(item => (string)item["status"]!));
    }

    [Fact]
    public async Task Nothing_a_customer_says_is_closed_away_unseen()
    {
        await _inbox.CustomerWritesAsync("one");
        await _inbox.CommentAsync("Seen");
        var seen = (long)(await _inbox.GetAsync($"api/conversations/{RunningInbox.ConversationId}/timeline"))["version"]!;
        await _inbox.CustomerWritesAsync("two");
        foreach (var mark in (object[])[new { status = "closed", seenThrough = seen }, new { read = true, seenThrough = seen }])
        {
            Assert.Equal("notSeen", (string)(await RunningInbox.ProblemAsync(await _inbox.MarkAsync(mark), 409))["code"]!);
        }

        Assert.Equal(2, (int)(await _inbox.ConversationAsync())["unreadCount"]!);
        await _inbox.CommentAsync("Not the customer's");
        Assert.Equal(("closed", 0, false), await MarkedAsync(new { status = "closed", seenThrough = seen + 1 }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task Pages_over_several_numbers_give_every_conversation_once_newest_first(int limit)
    {
        // Each time three times, for both numbers, so that only the number or the customer distinguishes the places.
        var at = DateTimeOffset.UtcNow.AddHours(-1);
        for (var customer = 0; customer < 12; customer++)
        {
            var to = customer % 2 == 0 ? RunningInbox.Dispatch : RunningInbox.Service;
            await _inbox.CustomerWritesAsync("Hello", $"+12065550{100 + customer}", to, at: at.AddSeconds(customer / 3));
        }

        var seen = new List<JsonNode>();
        var cursor = "";
        do
        {
            var page = await _inbox.ListAsync($"?limit={limit}{cursor}");
            Assert.InRange(page["items"]!.AsArray().Count, 1, limit);
            seen.AddRange(page["items"]!.AsArray().Select(item => item!));
            cursor = page["nextCursor"] is { } next ? $"&cursor={next}" : "";
        }
        while (cursor.Length > 0);

        Assert.Equal(12, seen.Select(item => (string)item["id"]!).Distinct().Count());
        Assert.Equal(12, seen.Count);
        Assert.Equal(seen.Select(item => (DateTimeOffset)item["lastActivityAt"]!)
            .OrderDescending(), seen.Select(item => (DateTimeOffset)item["lastActivityAt"]!));
    }

    [Fact]
    public async Task Timeline_is_paged_newest_first()
    {
        var at = DateTimeOffset.UtcNow.AddHours(-1);
        for (var message = 0; message < 5; message++)
        {
            await _inbox.CustomerWritesAsync($"{message}", at: at.AddSeconds(message));
        }

        var address = $"api/conversations/{RunningInbox.ConversationId}/timeline?limit=2";
        var first = await _inbox.GetAsync(address);
        var second = await _inbox.GetAsync($"{address}&cursor={first["nextCursor"]}");
        var third = await _inbox.GetAsync($"{address}&cursor={second["nextCursor"]}");
        Assert.Equal(["4", "3", "2", "1", "0"], new[] { first, second, third }.SelectMany(page => page["items"]!.AsArray())
            .Select(item => (string)item!["text"]!));
        Assert.Null(third["nextCursor"]);
        Assert.Equal(5, (int)first["version"]!);
    }

    [Theory]
    [InlineData("GET", "api/conversations?limit=0", 400)]
    [InlineData("GET", "api/conversations?limit=1000", 400)]
    [InlineData("GET", "api/conversations?limit=-1", 400)]
    [InlineData("GET", "api/conversations?limit=ten", 400)]
    [InlineData("GET", "api/conversations?limit=5&limit=6", 400)]
    [InlineData("GET", "api/conversations?view=all", 400)]
    [InlineData("GET", "api/conversations?filter=ours", 400)]
    [InlineData("GET", "api/conversations?number=ACME", 400)]
    [InlineData("GET", "api/conversations?cursor=broken", 400)]
    [InlineData("GET", "api/conversations?cursor=%21%21", 400)]
    [InlineData("GET", "api/conversations?cursor=Q2xvc2VkfDF8MnwzfDQ", 400)]
    [InlineData("GET", "api/conversations/14255550100-12065550100", 404)]
    [InlineData("GET", "api/conversations/nonsense", 404)]
    [InlineData("GET", "api/conversations/%7C-%2F", 404)]
    [InlineData("GET", "api/conversations/ID/timeline?limit=0", 400)]
    [InlineData("GET", "api/conversations/ID/timeline?cursor=broken", 400)]
    [InlineData("GET", "api/conversations/14255550100-12065550100/timeline", 404)]
    [InlineData("PATCH", "api/conversations/14255550100-12065550100", 404, """{"status":"closed"}""")]
    [InlineData("PATCH", "api/conversations/ID", 400, "")]
    [InlineData("PATCH", "api/conversations/ID", 400, "{")]
    [InlineData("PATCH", "api/conversations/ID", 400, "null")]
    [InlineData("PATCH", "api/conversations/ID", 400, "[]")]
    [InlineData("PATCH", "api/conversations/ID", 400, "{}")]
    [InlineData("PATCH", "api/conversations/ID", 400, """{"status":"paused"}""")]
    [InlineData("PATCH", "api/conversations/ID", 400, """{"status":1}""")]
    [InlineData("PATCH", "api/conversations/ID", 400, """{"status":"open, closed"}""")]
    [InlineData("PATCH", "api/conversations/ID", 400, """{"status":"closed","read":true}""")]
    [InlineData("PATCH", "api/conversations/ID", 400, """{"read":"yes"}""")]
    [InlineData("PATCH", "api/conversations/ID", 400, """{"status":"closed","seenThrough":-1}""")]
    [InlineData("PATCH", "api/conversations/ID", 400, """{"status":"closed","seenThrough":1.5}""")]
    [InlineData("PATCH", "api/conversations/ID", 400, """{"status":"closed","seenThrough":99999999999999999999}""")]
    [InlineData("POST", "api/conversations/ID/messages", 400, """{"text":""}""")]
    [InlineData("POST", "api/conversations/ID/messages", 400, """{"text":"  "}""")]
    [InlineData("POST", "api/conversations/ID/messages", 400, """{"text":null}""")]
    [InlineData("POST", "api/conversations/ID/messages", 400, "{}")]
    [InlineData("POST", "api/conversations/ID/messages", 400, """{"text":5}""")]
    [InlineData("POST", "api/conversations/ID/messages", 400, """{"text":"\ud800"}""")]
    [InlineData("POST", "api/conversations/ID/messages", 400, """{"text":"Hello","messageId":"not-a-uuid"}""")]
    [InlineData("POST", "api/conversations/ID/messages", 400, """{"text":"Hello","messageId":""}""")]
    [InlineData("POST", "api/conversations/14255550100-12065550100/messages", 404, """{"text":"Hello"}""")]
    [InlineData("POST", "api/conversations/nonsense/messages", 404, """{"text":"Hello"}""")]
    [InlineData("POST", "api/conversations/ID/messages/unknown/resend", 404)]
    [InlineData("POST", "api/conversations/ID/messages/%7C/resend", 404)]
    [InlineData("POST", "api/conversations/ID/comments", 400, """{"text":""}""")]
    [InlineData("POST", "api/conversations/ID/comments", 400, """{"text":"Hello","commentId":"x"}""")]
    [InlineData("POST", "api/conversations/14255550100-12065550100/comments", 404, """{"text":"Hello"}""")]
    [InlineData("POST", "api/conversations/ID", 405)]
    [InlineData("GET", "api/nothing", 404)]
    public async Task Bad_request_gets_its_problem_and_changes_nothing(string method, string address, int status, string? body = null)
    {
        await _inbox.CustomerWritesAsync("Hello");
        var before = await _inbox.RowsAsync();
        await RunningInbox.ProblemAsync(
            await SendAsync(method, address.Replace("ID", RunningInbox.ConversationId, StringComparison.Ordinal), body), status);
        Assert.Equal(before.Select(row => (row.RowKey, row.ETag)), (await _inbox.RowsAsync()).Select(row => (row.RowKey, row.ETag)));
    }

    [Theory]
    [InlineData(1_600, 200)]
    [InlineData(1_601, 400)]
    [InlineData(70_000, 413)]
    public async Task Text_has_at_most_1600_characters(int length, int status)
    {
        await _inbox.CustomerWritesAsync("Hello");
        Assert.Equal(status, (int)(await _inbox.ReplyAsync(new string('a', length))).StatusCode);
        Assert.Equal(status is 200 ? 2 : 1, (await _inbox.TimelineAsync()).Count);
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string address, string? body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), address);
        request.Content = body is null ? null : new StringContent(body, MediaTypeHeaderValue.Parse("application/json"));
        return await _inbox.Http.SendAsync(request);
    }

    private async Task<(string, int, bool)> MarkedAsync(object mark)
    {
        var conversation = await RunningInbox.JsonAsync(await _inbox.MarkAsync(mark));
        return ((string)conversation["status"]!, (int)conversation["unreadCount"]!, (bool)conversation["unresponded"]!);
    }

    private async Task<IEnumerable<string>> CustomersAsync(string query) =>
        (await _inbox.ListAsync(query))["items"]!.AsArray().Select(item => ((string)item!["id"]!)[^3..]);
}
