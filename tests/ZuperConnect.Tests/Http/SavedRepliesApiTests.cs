using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.SavedReplies;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Http;

/// <summary>The saved replies of the team.</summary>
public sealed class SavedRepliesApiTests(TestStorage storage) : InboxTest(storage)
{
    private const string Address = "api/saved-replies/2d0e1f7a-57d5-4e0a-9d0f-2b1f7c5a9e33";

    [Fact]
    public async Task Saved_reply_is_added_changed_and_deleted_by_its_tag()
    {
        var added = await _inbox.SendAsync(HttpMethod.Put, Address, new { name = "On our way", text = "Hello {customer.name}" });
        Assert.Equal(201, (int)added.StatusCode);
        var first = added.Headers.ETag!.ToString();
        var changed = await _inbox.SendAsync(HttpMethod.Put, Address, new { name = "On our way", text = "We are coming." }, first);
        Assert.Equal(200, (int)changed.StatusCode);
        Assert.Equal(["On our way: We are coming."], await AllAsync());

        await RunningInbox.ProblemAsync(await _inbox.SendAsync(HttpMethod.Put, Address, new { name = "A", text = "B" }, first), 412);
        await RunningInbox.ProblemAsync(await _inbox.SendAsync(HttpMethod.Delete, Address, new { }, first), 412);
        Assert.Equal(204, (int)(await _inbox.SendAsync(HttpMethod.Delete, Address, new { })).StatusCode);
        Assert.Empty(await AllAsync());
        await RunningInbox.ProblemAsync(await _inbox.SendAsync(HttpMethod.Delete, Address, new { }), 404);
        Assert.Equal(
            ["savedReplyDeleted", "savedReplyChanged", "savedReplyChanged"],
            (await _inbox.GetAsync("api/audit"))["items"]!.AsArray().Select(entry => (string)entry!["action"]!));
    }

    [Fact]
    public async Task They_are_listed_by_name()
    {
        foreach (var name in new[] { "delay", "Closing time", "address" })
        {
            await _inbox.SendAsync(HttpMethod.Put, $"api/saved-replies/{Guid.NewGuid()}", new { name, text = "…" });
        }

        Assert.Equal(["address: …", "Closing time: …", "delay: …"], await AllAsync());
    }

    [Theory]
    [InlineData("""{"name":"A","text":"Hello {customer.nam}"}""")]
    [InlineData("""{"name":"","text":"Hello"}""")]
    [InlineData("""{"name":"two\nlines","text":"Hello"}""")]
    [InlineData("""{"name":"A","text":" "}""")]
    [InlineData("""{"name":"A"}""")]
    public async Task What_is_not_valid_is_not_saved(string body)
    {
        await RunningInbox.ProblemAsync(await _inbox.SendAsync(HttpMethod.Put, Address, JsonNode.Parse(body)!), 400);
        Assert.Empty(await AllAsync());
    }

    [Theory]
    [InlineData("not-a-uuid")]
    [InlineData("2d0e1f7a57d54e0a9d0f2b1f7c5a9e33")]
    public async Task Id_is_a_uuid(string id) => await RunningInbox.ProblemAsync(
        await _inbox.SendAsync(HttpMethod.Put, $"api/saved-replies/{id}", new { name = "A", text = "B" }), 400);

    [Fact]
    public async Task There_are_no_more_than_can_be_read_at_once()
    {
        var store = _inbox.Services.GetRequiredService<SavedReplyStore>();
        await Parallel.ForAsync(0, SavedReplyStore.MaxCount, Cancellation, async (_, cancellation) =>
            await store.SaveAsync(new(Guid.NewGuid().ToString(), "A", "B"), null, cancellation));
        await RunningInbox.ProblemAsync(await _inbox.SendAsync(HttpMethod.Put, Address, new { name = "A", text = "B" }), 422);
    }

    private async Task<IEnumerable<string>> AllAsync() =>
        (await _inbox.GetAsync("api/saved-replies"))["items"]!.AsArray().Select(one => $"{one!["name"]}: {one["text"]}");
}
