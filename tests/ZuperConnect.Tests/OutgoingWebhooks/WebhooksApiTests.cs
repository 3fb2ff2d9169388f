using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.OutgoingWebhooks;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.OutgoingWebhooks;

/// <summary>Receivers of webhooks are managed by admins.</summary>
public sealed class WebhooksApiTests(TestStorage storage) : InboxTest(storage)
{
    private const string Address = "api/webhooks/5b0c8d54-6a0e-4bb7-8b53-0a55f8ef2d10";
    private const string Url = "https://field-service.example/hooks";
    private static readonly string[] Received = ["message.received"];
    private static readonly string[] Ended = ["call.ended"];
    private static readonly string[] EndedTwice = ["call.ended", "message.received", "call.ended"];

    [Fact]
    public async Task Receiver_is_added_changed_and_deleted_by_its_tag_and_its_secret_is_shown_once()
    {
        var response = await _inbox.SendAsync(HttpMethod.Put, Address, new { url = Url, types = Received });
        var (first, added) = (response.Headers.ETag!.ToString(), await RunningInbox.JsonAsync(response));
        Assert.Equal(201, (int)response.StatusCode);
        Assert.Equal(32, WebhookReceiver.ReadSecret((string)added["secret"]!)!.Length);
        Assert.True((bool)added["enabled"]!);

        var changed = await RunningInbox.JsonAsync(await _inbox.SendAsync(
            HttpMethod.Put, Address, new { url = Url, types = EndedTwice, enabled = false },
            first));
        Assert.Equal(
            ("message.received call.ended", false, null),
            (string.Join(' ', changed["types"]!.AsArray().Select(type => (string)type!)), (bool)changed["enabled"]!,
                (string?)changed["secret"]));
        Assert.Null((string?)Assert.Single((await _inbox.GetAsync("api/webhooks"))["items"]!.AsArray())!["secret"]);
        Assert.Equal(
            (string)added["secret"]!,
            Assert.Single(await _inbox.Services.GetRequiredService<WebhookSubscriptionStore>().AllAsync(Cancellation)).Secret);

        await RunningInbox.ProblemAsync(
            await _inbox.SendAsync(HttpMethod.Put, Address, new { url = Url, types = Ended }, first), 412);
        Assert.Equal(204, (int)(await _inbox.SendAsync(HttpMethod.Delete, Address, new { })).StatusCode);
        Assert.Empty((await _inbox.GetAsync("api/webhooks"))["items"]!.AsArray());
        Assert.Equal(
            ["webhookDeleted", "webhookChanged", "webhookChanged"],
            (await _inbox.GetAsync("api/audit"))["items"]!.AsArray().Select(entry => (string)entry!["action"]!));
    }

    [Theory]
    [InlineData("""{"url":"http://field-service.example/hooks","types":["call.ended"]}""")]
    [InlineData("""{"url":"https://ana:secret@field-service.example/","types":["call.ended"]}""")]
    [InlineData("""{"url":"https://10.0.0.1/","types":["call.ended"]}""")]
    [InlineData("""{"url":"https://[fd00::1]/","types":["call.ended"]}""")]
    [InlineData("""{"url":"hooks","types":["call.ended"]}""")]
    [InlineData("""{"types":["call.ended"]}""")]
    [InlineData("""{"url":"https://field-service.example/","types":[]}""")]
    [InlineData("""{"url":"https://field-service.example/","types":["callEnded"]}""")]
    [InlineData("""{"url":"https://field-service.example/"}""")]
    public async Task What_is_not_valid_is_not_saved(string body)
    {
        await RunningInbox.ProblemAsync(await _inbox.SendAsync(HttpMethod.Put, Address, JsonNode.Parse(body)!), 400);
        Assert.Empty((await _inbox.GetAsync("api/webhooks"))["items"]!.AsArray());
    }

    [Fact]
    public async Task There_are_not_more_than_a_transaction_can_tell()
    {
        var body = new { url = Url, types = new[] { "call.ended" } };
        for (var count = 0; count < WebhookSubscriptionStore.MaxCount; count++)
        {
            (await _inbox.SendAsync(HttpMethod.Put, $"api/webhooks/{Guid.NewGuid()}", body)).EnsureSuccessStatusCode();
        }

        var problem = await RunningInbox.ProblemAsync(await _inbox.SendAsync(HttpMethod.Put, Address, body), 422);
        Assert.Equal("tooManyWebhooks", (string)problem["code"]!);
    }

    [Theory]
    [InlineData("DELETE", "")]
    [InlineData("POST", "/test")]
    [InlineData("GET", "/deliveries")]
    public async Task Unknown_receiver_is_not_found(string method, string path) =>
        await RunningInbox.ProblemAsync(await _inbox.SendAsync(new(method), Address + path, new { }), 404);
}
