using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.CallControl;
using ZuperConnect.Local.Phone;
using ZuperConnect.Tests.Phone;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Calls;

/// <summary>Repeated, late and reordered events of calls.</summary>
public sealed class RepeatedCallEventsTests(TestStorage storage) : IAsyncLifetime
{
    private readonly ProviderTraffic _traffic = new();
    private RunningInbox _inbox = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _inbox = await RunningInbox.StartAsync(storage, _traffic.AddTo);

    public async ValueTask DisposeAsync()
    {
        await _inbox.DisposeAsync();
        _traffic.Dispose();
    }

    [Fact]
    public async Task Incoming_call_that_is_delivered_five_times_and_later_again_is_one_call_answered_once()
    {
        var callId = await _inbox.CustomerCallsAsync();
        var delivery = _traffic.To("IncomingCall").Single().Body;
        var again = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _inbox.PostEventsAsync(delivery, "IncomingCall")));
        Assert.All(again, response => Assert.True(response.IsSuccessStatusCode));
        await _inbox.DeviceAnswersAsync("ana");
        await _inbox.CallItemAsync(callId, "inProgress");
        (await _inbox.PostEventsAsync(delivery, "IncomingCall")).EnsureSuccessStatusCode();
        await _inbox.DeviceHangsUpAsync("ana");
        await _inbox.CallItemAsync(callId, "completed");
        await HeardAllAsync(callId);

        (await _inbox.PostEventsAsync(delivery, "IncomingCall")).EnsureSuccessStatusCode();

        await HeardAllAsync(callId);
        await _inbox.CallItemAsync(callId, "completed");
        Assert.Single(await _inbox.TimelineAsync());
        Assert.Single(_traffic.CallEvents, raised => (string)raised["type"]! is "Microsoft.Communication.CallConnected");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Events_of_a_whole_call_that_come_again_in_any_order_change_nothing(bool underTheSameIds)
    {
        var random = new Random(5);
        var callId = await _inbox.CustomerCallsAsync();
        await _inbox.DeviceDeclinesAsync("ben");
        await _inbox.DeviceAnswersAsync("ana");
        await _inbox.CallItemAsync(callId, "inProgress");
        await _inbox.RecordingStartedAsync(callId);
        await _inbox.CustomerHangsUpAsync(callId);
        await _inbox.CallItemAsync(callId, "completed");
        await _inbox.NoCallIsUpAsync();
        await HeardAllAsync(callId);
        await _inbox.RecordedAsync(callId);
        var before = await SeenAsync();
        var events = _traffic.CallEvents.ToArray();
        Assert.True(events.Length > 8);

        foreach (var order in (JsonNode[][])[[.. events.Reverse()], random.GetItems(events, events.Length * 2), events])
        {
            await PostAsync(callId, order.Select(one => underTheSameIds ? one : Renamed(one)));
            await HeardAllAsync(callId);
            Assert.Equal(before, await SeenAsync());
        }

        await _inbox.NoCallIsUpAsync();
    }

    [Fact]
    public async Task Incoming_call_that_the_inbox_cannot_take_comes_again()
    {
        _traffic.Fails(2, post => post.Path.Contains("IncomingCall", StringComparison.Ordinal));

        var callId = await _inbox.CustomerCallsAsync();

        await _inbox.DeviceAnswersAsync("ana");
        await _inbox.CallItemAsync(callId, "inProgress");
        Assert.Equal(3, _traffic.To("IncomingCall").Count);
    }

    [Fact]
    public async Task Callback_that_the_inbox_cannot_take_comes_again()
    {
        _traffic.Fails(2, post => post.Path.StartsWith("/api/callbacks", StringComparison.Ordinal));

        var callId = await _inbox.CustomerCallsAsync();
        await _inbox.DeviceAnswersAsync("ana");

        await _inbox.CallItemAsync(callId, "inProgress");
        Assert.Single(_traffic.All.Where(post => post.Body.Contains("CallConnected", StringComparison.Ordinal)).Distinct());
        Assert.Equal(3, _traffic.All.Count(post => post.Body.Contains("CallConnected", StringComparison.Ordinal)));
    }

    private async Task PostAsync(string callId, IEnumerable<JsonNode> events)
    {
        using var content = new StringContent(
            $"[{string.Join(',', events.Select(one => one.ToJsonString()))}]", MediaTypeHeaderValue.Parse("application/json"));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/callbacks/calls/{callId}") { Content = content };
        request.Headers.Authorization = new(
            "Bearer", _inbox.Services.GetRequiredService<WebhookTokenIssuer>().Token(WebhookTokenIssuer.Lifetime));
        (await _inbox.Http.SendAsync(request, Cancellation)).EnsureSuccessStatusCode();
    }

    private static JsonNode Renamed(JsonNode raised)
    {
        var renamed = raised.DeepClone();
        renamed["id"] = Guid.NewGuid().ToString();
        return renamed;
    }

    /// <summary>Waits until the call has ended and all its events are applied.</summary>
    private Task HeardAllAsync(string callId) => RunningInbox.EventuallyAsync(
        () => _inbox.Services.GetRequiredService<CallStore>().ReadAsync(callId, Cancellation),
        stored => stored is { Session: { Call.IsOver: true, IsBusy: false }, PendingEvents.Count: 0 });

    private async Task<string> SeenAsync() =>
        (await _inbox.ConversationAsync())
            .ToJsonString() + string.Join('\n', (await _inbox.TimelineAsync()).Select(item => item.ToJsonString()));
}
