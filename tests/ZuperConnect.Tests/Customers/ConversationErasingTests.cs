using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Customers;

/// <summary>Conversations without a saved customer, which are erased separately.</summary>
public sealed class ConversationErasingTests(TestStorage storage) : IAsyncLifetime
{
    private const string Hidden = "14255550100-anonymous";
    private const string OtherHidden = "14255550101-anonymous";
    private const string FirstText = "My boiler leaks";
    private const string OtherText = "Is somebody there?";
    private static readonly TimeSpan Later = TimeSpan.FromMinutes(1);

    private readonly IStorage _account = storage.New();
    private string _callId = null!;
    private string _recordingId = null!;
    private FakeTimeProvider _time = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await using var inbox = await RunningInbox.StartOnAsync(storage, _account);
        await inbox.CustomerWritesAsync("Your code is zx4711", from: "ACME");
        await inbox.CustomerWritesAsync(FirstText, id: "Incoming_1");
        await inbox.CustomerWritesAsync(OtherText, to: RunningInbox.Service, id: "Incoming_2");

        _callId = await inbox.CustomerCallsAsync("anonymous");
        await inbox.DeviceDeclinesAsync("ana");
        await inbox.DeviceDeclinesAsync("ben");
        await inbox.CustomerLeavesVoicemailAsync(_callId);
        _recordingId = (string)(await inbox.RecordedAsync(_callId, Hidden))["recordingId"]!;
        var other = await inbox.CustomerCallsAsync("anonymous", RunningInbox.Service);
        await inbox.CustomerHangsUpAsync(other);
        await inbox.CallItemAsync(other, "canceled", OtherHidden);
        await inbox.NoCallIsUpAsync();
        await inbox.NoWorkIsLeftAsync();
        await inbox.IndexedAsync();
    }

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task Hidden_callers_of_one_number_are_erased_with_their_voicemails_and_those_of_another_stay()
    {
        await using var inbox = await LaterAsync();
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(inbox, $"api/recordings/{_recordingId}")).StatusCode);

        await EraseAsync(inbox, Hidden);

        await RunningInbox.ProblemAsync(await GetAsync(inbox, $"api/conversations/{Hidden}"), 404);
        await RunningInbox.ProblemAsync(await GetAsync(inbox, $"api/recordings/{_recordingId}"), 404);
        Assert.Equal([], await StoredTraces.FindAsync(_account, Hidden));
        Assert.All(
            await StoredTraces.FindAsync(_account, _callId), found => Assert.StartsWith("Calls calls ", found, StringComparison.Ordinal));
        Assert.Single(await inbox.TimelineAsync(OtherHidden));
        Assert.Contains((await inbox.GetAsync("api/audit?limit=100"))["items"]!.AsArray(), entry =>
            ((string)entry!["action"]!, (string)entry["subject"]!, (string)entry["by"]!["userId"]!) == (
                "conversationErased", "erased", "ana"));
        await RunningInbox.ProblemAsync(await inbox.SendAsync(HttpMethod.Delete, $"api/conversations/{Hidden}", new { }), 404);
    }

    [Fact]
    public async Task A_sender_that_is_no_number_is_erased()
    {
        await using var inbox = await LaterAsync();
        var id = (string)(await inbox.ListAsync())["items"]!.AsArray()
            .Single(item => ((string)item!["customer"]!["number"]!).Equals("ACME", StringComparison.OrdinalIgnoreCase))!["id"]!;

        await EraseAsync(inbox, id);

        Assert.Equal([], await StoredTraces.FindAsync(_account, id.Split('-')[1]));
        Assert.Equal([], await StoredTraces.FindAsync(_account, "zx4711"));
        await inbox.CustomerWritesAsync("Your code is 4712", from: "ACME", at: _time.GetUtcNow());
        Assert.Single(await inbox.TimelineAsync(id));
    }

    [Fact]
    public async Task Late_duplicates_bring_nothing_back_and_what_is_late_for_another_number_of_ours_is_taken()
    {
        await using var inbox = await LaterAsync();
        await EraseAsync(inbox, RunningInbox.ConversationId);
        var before = _time.GetUtcNow() - TimeSpan.FromDays(1);
        await inbox.CustomerWritesAsync(FirstText, id: "Incoming_1", at: before);
        await inbox.CustomerWritesAsync("Another late one", to: RunningInbox.Service, at: before);

        await RunningInbox.ProblemAsync(await GetAsync(inbox, $"api/conversations/{RunningInbox.ConversationId}"), 404);
        Assert.Equal([], await StoredTraces.FindAsync(_account, FirstText));
        Assert.Equal(2, (await inbox.TimelineAsync($"14255550101-{RunningInbox.Customer[1..]}")).Count);
        await inbox.CustomerWritesAsync("Me again", at: _time.GetUtcNow());
        Assert.Equal("Me again", (string)Assert.Single(await inbox.TimelineAsync())["text"]!);
    }

    [Fact]
    public async Task A_text_that_arrives_during_the_erasing_stays()
    {
        await using var inbox = await LaterAsync();
        var status = await BeginAsync(inbox, RunningInbox.ConversationId);
        _time.Advance(TimeSpan.FromSeconds(1));
        await inbox.CustomerWritesAsync("Me again", at: _time.GetUtcNow());
        await DoneAsync(inbox, status);

        Assert.Equal("Me again", (string)Assert.Single(await inbox.TimelineAsync())["text"]!);
        Assert.Equal([], await StoredTraces.FindAsync(_account, FirstText));
    }

    private static Task<HttpResponseMessage> GetAsync(RunningInbox inbox, string address) =>
        inbox.Http.GetAsync(new Uri(address, UriKind.Relative), Cancellation);

    /// <summary>A second inbox at a later time, with a clock that the test advances.</summary>
    private async Task<RunningInbox> LaterAsync()
    {
        _time = new FakeTimeProvider(DateTimeOffset.UtcNow + Later);
        return await RunningInbox.StartOnAsync(storage, _account, builder => builder.Services.AddSingleton<TimeProvider>(_time));
    }

    private async Task EraseAsync(RunningInbox inbox, string id) => await DoneAsync(inbox, await BeginAsync(inbox, id));

    private static async Task<string> BeginAsync(RunningInbox inbox, string id)
    {
        var first = await inbox.SendAsync(HttpMethod.Delete, $"api/conversations/{id}", new { });
        var again = await inbox.SendAsync(HttpMethod.Delete, $"api/conversations/{id}", new { });
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (first.StatusCode, again.StatusCode));
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        var pending = JsonNode.Parse(await first.Content.ReadAsStringAsync(Cancellation))!;
        Assert.Equal($"/api/commands/{pending["commandId"]}", (string)pending["location"]!);
        return (string)pending["location"]!;
    }

    /// <summary>Advances the clock until the erasure has made its second pass.</summary>
    private Task DoneAsync(RunningInbox inbox, string status) => RunningInbox.EventuallyAsync(
        async () =>
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            return (await GetAsync(inbox, status)).StatusCode;
        },
        code => code is HttpStatusCode.NoContent);
}
