using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.CallControl;
using ZuperConnect.Local.BackgroundWork;
using ZuperConnect.Local.Conversations;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Tests.CallControl;

public sealed class IncomingCallsTests(TestStorage storage) : IAsyncLifetime
{
    private readonly TestGateway _gateway = new();
    private readonly StorageRequests _requests = new();
    private RunningInbox _inbox = null!;

    public async ValueTask InitializeAsync() => _inbox = await RunningInbox.StartAsync(storage, builder =>
    {
        _requests.Watch(builder);
        builder.Services.AddSingleton<ICallGateway>(_gateway);
    });

    public ValueTask DisposeAsync() => _inbox.DisposeAsync();

    [Fact]
    public async Task Call_is_answered_before_anything_is_written()
    {
        await _inbox.Services.GetRequiredService<LocalWorker>().StopAsync(TestContext.Current.CancellationToken);
        IReadOnlyList<StorageRequest> before = [];
        _gateway.Answers = _ =>
        {
            before = _requests.SoFar();
            return TestGateway.Line;
        };
        await _requests.DuringAsync(async () => Assert.Equal(HttpStatusCode.Accepted, await RingsAsync()));
        Assert.DoesNotContain(before, request => request.Writes);
        Assert.InRange(before.Count, 0, 2);
    }

    [Fact]
    public async Task Call_that_the_provider_cannot_answer_now_comes_again()
    {
        var id = Guid.NewGuid().ToString();
        _gateway.Answers = _ => throw new HttpRequestException("The provider is away.");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await RingsAsync(id));
        Assert.Empty(await _inbox.RowsAsync());

        _gateway.Answers = _ => TestGateway.Line;
        Assert.Equal(HttpStatusCode.Accepted, await RingsAsync(id));
        await StatusAsync("ringing");
        Assert.Equal([id, id], _gateway.Answered.Select(ringing => ringing.CallId));
    }

    [Fact]
    public async Task Call_that_does_not_ring_any_more_when_it_is_answered_was_missed()
    {
        _gateway.Answers = _ => null;
        await RingsAsync();
        await StatusAsync("missed");
        Assert.Equal(
            (1, true), ((int)(await _inbox.ConversationAsync())["unreadCount"]!, (bool)(await _inbox.ConversationAsync())["unresponded"]!));
    }

    [Fact]
    public async Task Call_that_was_answered_is_not_missed_when_its_event_comes_again_after_it_stopped_ringing()
    {
        var id = Guid.NewGuid().ToString();
        await RingsAsync(id);
        await StatusAsync("ringing");

        _gateway.Answers = _ => null;
        await RingsAsync(id);
        await _inbox.Services.GetRequiredService<CallProcessor>().AdvanceAsync(
            id, reconcile: false, _inbox.Services.GetRequiredService<LocalConversationOwner>(), TestContext.Current.CancellationToken);

        Assert.False(
            (await _inbox.Services.GetRequiredService<CallStore>().FindAsync(id, TestContext.Current.CancellationToken))!.Call.IsOver);
    }

    [Fact]
    public async Task Call_to_a_number_that_is_not_known_yet_adds_it_unnamed_and_rings_the_team()
    {
        (await _inbox.PostEventsAsync(
            EventGridSamples.Array(EventGridSamples.IncomingCallEvent(Guid.NewGuid().ToString(), RunningInbox.Customer, "+14255550177")),
            EventGridReceiver.IncomingCall)).EnsureSuccessStatusCode();

        Assert.Equal("+14255550177", Assert.Single(_gateway.Answered).To.Value);
        var numbers = (await _inbox.GetAsync("api/numbers"))["items"]!.AsArray();
        Assert.Equal(["+14255550100", "+14255550101", "+14255550177"], numbers.Select(number => (string)number!["number"]!));
        Assert.Null(numbers[2]!["name"]);
        var conversation = await RunningInbox.EventuallyAsync(() => _inbox.ListAsync(), list => list["items"]!.AsArray().Count is 1);
        Assert.Equal("14255550177-12065550199", (string)conversation["items"]![0]!["id"]!);
    }

    [Fact]
    public async Task Call_of_a_number_of_ours_is_no_customers_call()
    {
        (await _inbox.PostEventsAsync(
            EventGridSamples.Array(EventGridSamples.IncomingCallEvent(Guid.NewGuid().ToString(), RunningInbox.Service, "+14255550177")),
            EventGridReceiver.IncomingCall)).EnsureSuccessStatusCode();

        Assert.Empty(_gateway.Answered);
        Assert.Equal(2, (await _inbox.GetAsync("api/numbers"))["items"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("+12065550145_207ffef6-9444-41fb-92ab-20eacaae2768", "+12065550145")]
    [InlineData("12065550145_1", "+12065550145")]
    public async Task Caller_with_an_asserted_identity_is_known_by_the_number(string from, string number)
    {
        (await _inbox.PostEventsAsync(
            EventGridSamples.Array(
                EventGridSamples.IncomingCallEvent(
                    Guid.NewGuid().ToString(), from, $"{RunningInbox.Dispatch}_207ffef6-9444-41fb-92ab-20eacaae2768")),
            EventGridReceiver.IncomingCall)).EnsureSuccessStatusCode();
        var ringing = Assert.Single(_gateway.Answered);
        Assert.Equal((number, RunningInbox.Dispatch), (ringing.From.Value, ringing.To.Value));
    }

    [Theory]
    [InlineData("anonymous")]
    [InlineData("")]
    [InlineData("anonymous_207ffef6-9444-41fb-92ab-20eacaae2768")]
    [InlineData("207ffef6-9444-41fb-92ab-20eacaae2768")]
    [InlineData("207ffef6-9444-41fb-92ab-20eacaae2768_207ffef6-9444-41fb-92ab-20eacaae2768")]
    [InlineData("anonymous@anonymous.invalid")]
    public async Task Caller_without_a_number_is_a_hidden_one(string from)
    {
        (await _inbox.PostEventsAsync(
            EventGridSamples.Array(EventGridSamples.IncomingCallEvent(Guid.NewGuid().ToString(), from, RunningInbox.Dispatch)),
            EventGridReceiver.IncomingCall)).EnsureSuccessStatusCode();
        Assert.Equal("anonymous", Assert.Single(_gateway.Answered).From.Value);
    }

    [Fact]
    public async Task Secret_of_a_call_is_never_stored()
    {
        const string secret = "eyJhbGciOiJub25lIn0.secret";
        await RingsAsync(secret: secret);
        await StatusAsync("ringing");
        Assert.Equal(secret, Assert.Single(_gateway.Answered).Secret);
        await foreach (var row in _inbox.Services.GetRequiredService<ZuperConnect.Storage.StorageTables>().Calls.QueryAsync(
            RowQuery.All, TestContext.Current.CancellationToken))
        {
            Assert.DoesNotContain(
                row.Columns.Values, value => value is string text && text.Contains("secret", StringComparison.OrdinalIgnoreCase));
        }
    }

    private async Task<HttpStatusCode> RingsAsync(string? id = null, string secret = "a secret") => (await _inbox.PostEventsAsync(
        EventGridSamples.Array(
            EventGridSamples.IncomingCallEvent(
                id ?? Guid.NewGuid().ToString(), RunningInbox.Customer, RunningInbox.Dispatch, secret: secret)),
        EventGridReceiver.IncomingCall)).StatusCode;

    private Task<string> StatusAsync(string status) => RunningInbox.EventuallyAsync(
        async () =>
            (await _inbox.Http.GetAsync(new Uri($"api/conversations/{RunningInbox.ConversationId}", UriKind.Relative))).IsSuccessStatusCode
            ? (string)(await _inbox.TimelineAsync()).Single(item => (string)item["type"]! is "call")["status"]!
            : "",
        now => now == status);
}
