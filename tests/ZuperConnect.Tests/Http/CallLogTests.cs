using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Conversations;
using ZuperConnect.Json;
using ZuperConnect.Local.Conversations;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Http;

public sealed class CallLogTests(TestStorage storage) : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private readonly StorageRequests _requests = new();
    private RunningInbox _inbox = null!;

    public async ValueTask InitializeAsync() => _inbox = await RunningInbox.StartAsync(storage, _requests.Watch);

    public ValueTask DisposeAsync() => _inbox.DisposeAsync();

    [Fact]
    public async Task Call_is_logged_as_its_timeline_shows_it_from_ringing_to_its_end()
    {
        await TellAsync(RunningInbox.ConversationId, new RingCall("call-1.rang", Start, "call-1"));
        Assert.Equal("ringing", (string)Assert.Single(await ItemsAsync())["status"]!);

        await TellAsync(RunningInbox.ConversationId,
            new ConnectCall("call-1.connected", Start.AddSeconds(9), "call-1", Start, Direction.Inbound, null, new("ben", "Ben")));
        await TellAsync(RunningInbox.ConversationId,
            new EndCall("call-1.ended", Start.AddSeconds(40), "call-1", Start, Direction.Inbound, null, CallStatus.Completed)
            {
                Duration = TimeSpan.FromSeconds(31),
            });
        await TellAsync(RunningInbox.ConversationId,
            new AttachRecording("call-1.recorded", Start.AddSeconds(60), "call-1", Start, Direction.Inbound, null, "recording.1")
            {
                Duration = TimeSpan.FromSeconds(30.5),
            });

        var logged = Assert.Single(await ItemsAsync());
        Assert.Equal(
            """
            {"id":"call-1","conversationId":"14255550100-12065550199","number":"+14255550100","numberDisplay":"(425) 555-0100",
            "numberName":"Dispatch","customerNumber":"+12065550199","customerDisplay":"(206) 555-0199","customerName":null,
            "at":"2026-01-05T09:00:00Z","direction":"inbound","by":null,"status":"completed","durationSeconds":31,
            "answeredAt":"2026-01-05T09:00:09Z","answeredBy":{"userId":"ben","name":"Ben"},"voicemail":false,
            "recordingId":"recording.1","recordingDurationSeconds":30.5}
            """.ReplaceLineEndings(""),
            logged.ToJsonString(InboxJson.Options));
        var item = Assert.Single(await _inbox.TimelineAsync());
        Assert.All(item.AsObject().Where(property => property.Key is not "type"), property =>
            Assert.True(JsonNode.DeepEquals(property.Value, logged[property.Key]), property.Key));
    }

    [Fact]
    public async Task Pages_merge_the_numbers_newest_first_and_give_every_call_once()
    {
        for (var call = 0; call < 7; call++)
        {
            await MissedAsync($"1425555010{call % 2}-1206555010{call}", $"call-{call}", Start.AddMinutes(call / 2));
        }

        var all = (await ItemsAsync()).Select(item => (string)item["id"]!).ToList();
        Assert.Equal(["call-6", "call-4", "call-5", "call-2", "call-3", "call-0", "call-1"], all);

        var paged = new List<string>();
        string? cursor = null;
        do
        {
            var page = await _inbox.GetAsync($"api/calls?limit=2{(cursor is null ? "" : $"&cursor={cursor}")}");
            paged.AddRange(page["items"]!.AsArray().Select(item => (string)item!["id"]!));
            cursor = (string?)page["nextCursor"];
        }
        while (cursor is not null);
        Assert.Equal(all, paged);

        Assert.Equal(["call-5", "call-3", "call-1"], (await ItemsAsync("?number=%2B14255550101")).Select(item => (string)item["id"]!));
        const int NumbersAndConversations = 2 + 7;
        Assert.Equal(NumbersAndConversations, (await _requests.DuringAsync(() => ItemsAsync())).Count);
    }

    [Fact]
    public async Task Calls_of_a_saved_customer_have_the_name()
    {
        await MissedAsync(RunningInbox.ConversationId, "call-1", Start);
        await _inbox.SaveCustomerAsync(name: "Carla Lane");
        Assert.Equal("Carla Lane", (string?)Assert.Single(await ItemsAsync())["customerName"]);
    }

    [Fact]
    public async Task Call_log_is_filtered_by_status()
    {
        await MissedAsync(RunningInbox.ConversationId, "call-1", Start);
        await TellAsync(RunningInbox.ConversationId, new RingCall("call-2.rang", Start.AddMinutes(1), "call-2"));
        Assert.Equal("call-1", (string)Assert.Single(await ItemsAsync("?status=missed"))["id"]!);
        Assert.Equal("call-2", (string)Assert.Single(await ItemsAsync("?status=ringing"))["id"]!);
        Assert.Empty(await ItemsAsync("?status=completed"));
    }

    [Theory]
    [InlineData("?status=lost")]
    [InlineData("?status=Missed")]
    [InlineData("?status=0")]
    [InlineData("?status=missed&status=failed")]
    [InlineData("?number=boiler")]
    [InlineData("?limit=0")]
    [InlineData("?cursor=nonsense")]
    [InlineData("?cursor=dnxvcGVufDI1MTYyMjA5NDUzOTk5OTk5OTl8MTQyNTU1NTAxMDB8MTIwNjU1NTAxOTk")]
    public async Task A_query_that_is_not_valid_is_a_problem(string query) =>
        await RunningInbox.ProblemAsync(
            await _inbox.Http.GetAsync(new Uri($"api/calls{query}", UriKind.Relative), TestContext.Current.CancellationToken), 400);

    private async Task MissedAsync(string conversation, string callId, DateTimeOffset at)
    {
        await TellAsync(conversation, new RingCall($"{callId}.rang", at, callId));
        await TellAsync(
            conversation, new EndCall($"{callId}.ended", at.AddSeconds(20), callId, at, Direction.Inbound, null, CallStatus.Missed));
    }

    private async Task<IReadOnlyList<JsonNode>> ItemsAsync(string query = "") =>
        [.. (await _inbox.GetAsync($"api/calls{query}"))["items"]!.AsArray().Select(item => item!)];

    private async Task TellAsync(string conversation, Command command)
    {
        Assert.True(ConversationId.TryParse(conversation, out var id));
        Assert.True(
            (await _inbox.Services.GetRequiredService<LocalConversationOwner>()
                .HandleAsync(id, command, TestContext.Current.CancellationToken))!.IsAccepted);
    }
}
