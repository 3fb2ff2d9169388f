using System.Text.Json.Nodes;
using ZuperConnect.Json;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Http;

public sealed class CountsApiTests(TestStorage storage) : InboxTest(storage)
{
    [Fact]
    public async Task Each_number_has_its_own_counts()
    {
        await _inbox.CustomerWritesAsync("closed", "+12065550101");
        await _inbox.MarkAsync(new { status = "closed" }, "14255550100-12065550101");
        await _inbox.CustomerWritesAsync("read", "+12065550102");
        await _inbox.MarkAsync(new { read = true }, "14255550100-12065550102");
        await _inbox.CustomerWritesAsync("answered", "+12065550103");
        await _inbox.ReplyAsync("Hello", id: "14255550100-12065550103");
        await _inbox.CustomerWritesAsync("new", "+12065550104");

        Assert.Equal(
            """
            [{"number":"+14255550100","display":"(425) 555-0100","name":"Dispatch","open":3,"unread":1,"unresponded":2,"mine":0,"unassigned":3,"overdue":0},
            {"number":"+14255550101","display":"(425) 555-0101","name":"Service","open":0,"unread":0,"unresponded":0,"mine":0,"unassigned":0,"overdue":0}]
            """.ReplaceLineEndings(""),
            (await ItemsAsync()).ToJsonString(InboxJson.Options));
    }

    [Fact]
    public async Task Each_assignee_has_a_count_also_after_leaving_the_team()
    {
        await _inbox.CustomerWritesAsync("Hello");
        foreach (var (customer, assignee) in new[] { ("+12065550101", "ben"), ("+12065550102", "ana"), ("+12065550103", "ben") })
        {
            await _inbox.CustomerWritesAsync("Hello", customer);
            (await _inbox.MarkAsync(new { assignee }, $"14255550100-{customer[1..]}")).EnsureSuccessStatusCode();
        }

        Assert.Equal(
            """[{"userId":"ana","name":"Ana","open":1},{"userId":"ben","name":"Ben","open":2}]""", await AssigneesAsync());
        (await _inbox.SendAsync(HttpMethod.Delete, "api/team/ben", new { })).EnsureSuccessStatusCode();
        Assert.Equal(
            """[{"userId":"ana","name":"Ana","open":1},{"userId":"ben","name":"Ben","open":2}]""", await AssigneesAsync());

        for (var customer = 0; customer < 99; customer++)
        {
            await _inbox.CustomerWritesAsync("Hello", $"+1206555{1000 + customer}");
        }

        Assert.Equal("""[{"userId":"ben","name":"Ben","open":null}]""", await AssigneesAsync());

        async Task<string> AssigneesAsync() => (await ItemsAsync())[0]!["assignees"]!.ToJsonString(InboxJson.Options);
    }

    [Fact]
    public async Task Counting_stops_at_a_hundred()
    {
        for (var customer = 0; customer < 102; customer++)
        {
            await _inbox.CustomerWritesAsync("Hello", $"+1206555{1000 + customer}");
        }

        foreach (var customer in (int[])[0, 1, 2])
        {
            await _inbox.MarkAsync(new { read = true }, $"14255550100-1206555{1000 + customer}");
        }

        var counts = (await ItemsAsync())[0]!;
        Assert.Equal((100, 99, 100), ((int)counts["open"]!, (int)counts["unread"]!, (int)counts["unresponded"]!));
    }

    private async Task<JsonArray> ItemsAsync() => (await _inbox.GetAsync("api/counts"))["items"]!.AsArray();
}
