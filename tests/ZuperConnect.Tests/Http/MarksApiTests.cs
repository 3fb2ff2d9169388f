using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Http;

/// <summary>Marking many conversations in one request.</summary>
public sealed class MarksApiTests(TestStorage storage) : IAsyncLifetime
{
    private static readonly string[] Ids = [
        "14255550100-12065550101", "14255550100-12065550102", "14255550100-12065550103", "14255550100-12065550104"];
    private RunningInbox _inbox = null!;
    private volatile bool _isAway;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _inbox = await RunningInbox.StartAsync(storage, builder => builder.Services.WatchStorage((request, next) =>
            _isAway && request.Writes && request.Changes[0].RowKey.Contains("12065550103", StringComparison.Ordinal)
                ? throw new StorageUnavailableException("It is away.")
                : next()));
        foreach (var id in Ids)
        {
            await _inbox.CustomerWritesAsync("Hello", "+" + id.Split('-')[1]);
        }
    }

    public ValueTask DisposeAsync() => _inbox.DisposeAsync();

    [Fact]
    public async Task Each_has_its_own_result_and_one_that_is_refused_stops_no_other()
    {
        await _inbox.CustomerWritesAsync("And another thing", "+12065550102");

        var results = await MarkAsync(
            new { id = Ids[0], status = "closed", seenThrough = 1 },
            new { id = Ids[1], status = "closed", seenThrough = 1 },
            new { id = Ids[2], read = true, seenThrough = 1 },
            new { id = "14255550100-12065550177", read = true },
            new { id = "nonsense", read = true });

        Assert.Equal([200, 409, 200, 404, 404], results.Select(result => (int)result["status"]!));
        Assert.Equal([Ids[0], Ids[1], Ids[2], "14255550100-12065550177", "nonsense"], results.Select(result => (string)result["id"]!));
        Assert.Equal([null, "notSeen", null, "notFound", "notFound"], results.Select(result => (string?)result["problem"]?["code"]));
        Assert.Equal("closed", (string)results[0]["conversation"]!["status"]!);
        Assert.Equal("closed", (string)(await _inbox.ConversationAsync(Ids[0]))["status"]!);
        Assert.Equal(2, (int)(await _inbox.ConversationAsync(Ids[1]))["unreadCount"]!);
        Assert.False((bool)(await _inbox.ConversationAsync(Ids[2]))["unread"]!);
    }

    [Fact]
    public async Task Unread_and_open_are_marks_too()
    {
        await MarkAsync(new { id = Ids[0], status = "closed" }, new { id = Ids[1], read = true });

        var results = await MarkAsync(new { id = Ids[0], status = "open" }, new { id = Ids[1], read = false });

        Assert.Equal(["open", "open"], results.Select(result => (string)result["conversation"]!["status"]!));
        Assert.True((bool)results[1]["conversation"]!["unread"]!);
    }

    [Fact]
    public async Task What_storage_did_not_take_is_a_503_of_its_own()
    {
        _isAway = true;

        var results = await MarkAsync([.. Ids.Select(id => new { id, read = true })]);

        Assert.Equal([200, 200, 503, 200], results.Select(result => (int)result["status"]!));
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"marks":[]}""")]
    [InlineData("""{"marks":[null]}""")]
    [InlineData("""{"marks":[{"read":true}]}""")]
    [InlineData("""{"marks":[{"id":"14255550100-12065550101","read":true},{"id":"14255550100-12065550102"}]}""")]
    [InlineData("""{"marks":[{"id":"14255550100-12065550101","read":true},{"id":"14255550100-12065550102","status":"paused"}]}""")]
    [InlineData("""{"marks":[{"id":"14255550100-12065550101","read":true},{"id":"14255550100-12065550101","status":"closed"}]}""")]
    [InlineData(
        """{"marks":[{"id":"14255550100-12065550101","read":true},{"id":"14255550100-12065550102","read":true,"seenThrough":-1}]}""")]
    public async Task What_cannot_be_understood_is_a_400_and_nothing_is_marked(string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        await RunningInbox.ProblemAsync(await _inbox.Http.PostAsync("api/conversations/marks", content, Cancellation), 400);

        Assert.True((bool)(await _inbox.ConversationAsync(Ids[0]))["unread"]!);
    }

    [Fact]
    public async Task More_than_a_hundred_at_once_are_refused()
    {
        var marks = Enumerable.Range(0, 101).Select(one => new { id = $"14255550100-1206555{1000 + one}", read = true });
        await RunningInbox.ProblemAsync(await _inbox.Http.PostAsJsonAsync("api/conversations/marks", new { marks }, Cancellation), 400);
    }

    private async Task<IReadOnlyList<JsonNode>> MarkAsync(params object[] marks) =>
        [.. (await RunningInbox.JsonAsync(await _inbox.Http.PostAsJsonAsync("api/conversations/marks", new { marks }, Cancellation)))[
            "items"]!.AsArray().Select(item => item!)];
}
