using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using ZuperConnect.Outbox;
using ZuperConnect.Recordings;
using ZuperConnect.Tests.Recordings;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Http;

public sealed class BackgroundWorkApiTests(TestStorage storage) : IAsyncLifetime
{
    private const string Failed = "api/work?state=failed";
    private static readonly string Retry = $"api/work/{RecordingRun.Work}/retry";

    private RecordingRun _run = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _run = await RecordingRun.StartAsync(storage);

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [Fact]
    public async Task Recording_whose_call_does_not_turn_up_in_an_hour_is_listed_with_its_audio_kept()
    {
        var arrived = _run.Time.GetUtcNow();
        await FailAsync();

        var item = Assert.Single((await _run.Inbox.GetAsync(Failed))["items"]!.AsArray())!;
        Assert.Equal(
            (RecordingRun.Work.ToString(), "archiveRecording", RecordingRun.RecordingId, "No call of ours has this recording."),
            ((string)item["id"]!, (string)item["kind"]!, (string)item["recordingId"]!, (string)item["failure"]!));
        Assert.Equal(arrived, (DateTimeOffset)item["at"]!);
        Assert.InRange((DateTimeOffset)item["failedAt"]! - arrived, TimeSpan.FromHours(1), TimeSpan.FromHours(1.3));
        Assert.NotNull(await _run.ArchivedAsync());
        var health = await _run.Inbox.GetAsync("api/health");
        Assert.Equal(("healthy", 1), ((string)health["status"]!, (int)health["failedWork"]!));
    }

    [Fact]
    public async Task Admin_has_failed_work_tried_again_which_finds_the_call_that_turned_up_since()
    {
        await FailAsync();
        var call = await _run.CallAsync();

        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(Retry)).StatusCode);

        Assert.True((await _run.StepAsync()).Finished);
        Assert.Equal(RecordingRun.RecordingId, (await _run.ItemAsync(call.Id)).RecordingId);
        Assert.Equal(0, (int)(await _run.Inbox.GetAsync("api/health"))["failedWork"]!);
        Assert.Empty((await _run.Inbox.GetAsync(Failed))["items"]!.AsArray());
        await RunningInbox.ProblemAsync(await PostAsync(Retry), 404);
    }

    [Fact]
    public async Task Retried_work_goes_on_by_itself()
    {
        await using var run = await RecordingRun.StartAsync(storage, works: true);
        var address = run.Source.NewAddress();
        await run.FinishedAsync(TimeSpan.FromMinutes(1), address);
        await RunningInbox.EventuallyAsync(
            () =>
            {
                run.Time.Advance(TimeSpan.FromMinutes(20));
                return run.RowAsync();
            },
            row => row?.FailedAt is not null);
        var call = await run.CallAsync();
        run.Source.Put(address, () => new(new MemoryStream([1, 2, 3]), 3, "audio/ogg"));

        (await run.Inbox.Http.PostAsync(new Uri(Retry, UriKind.Relative), null, Cancellation)).EnsureSuccessStatusCode();

        await RunningInbox.EventuallyAsync(() => run.ItemAsync(call.Id), item => item.RecordingId == RecordingRun.RecordingId);
    }

    [Fact]
    public async Task Work_that_has_not_failed_is_not_retried()
    {
        await _run.FinishedAsync(TimeSpan.FromMinutes(1), _run.Source.Keep(TestAudio.Mp3(60)));

        await RunningInbox.ProblemAsync(await PostAsync(Retry), 409);
        foreach (var id in (string[])[
            "recordings.recording.none", "recordings", "x", "..%2f", $"{RunningInbox.ConversationId}.{Guid.NewGuid()}"])
        {
            await RunningInbox.ProblemAsync(await PostAsync($"api/work/{id}/retry"), 404);
        }
    }

    [Fact]
    public async Task Member_who_is_no_admin_is_told_nothing()
    {
        await FailAsync();
        _run.Inbox.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await _run.Inbox.TokenAsync("ben"));

        await RunningInbox.ProblemAsync(await GetAsync(Failed), 403);
        await RunningInbox.ProblemAsync(await PostAsync(Retry), 403);
        Assert.NotNull((await _run.RowAsync())!.FailedAt);
    }

    [Theory]
    [InlineData("api/work")]
    [InlineData("api/work?state=done")]
    [InlineData("api/work?state=failed&limit=0")]
    [InlineData("api/work?state=failed&cursor=abc")]
    public async Task List_of_other_work_is_not_given(string address) => await RunningInbox.ProblemAsync(await GetAsync(address), 400);

    [Fact]
    public async Task List_is_given_page_by_page()
    {
        var workItems = _run.Get<WorkItemStore>();
        foreach (var name in (string[])["a", "b", "c"])
        {
            var file = new ProviderRecording($"recording.{name}", [], _run.Time.GetUtcNow(), TimeSpan.FromMinutes(1));
            await workItems.AddOnceAsync(
                FinishedRecordings.Work(file, _run.Time.GetUtcNow()) with { FailedAt = _run.Time.GetUtcNow(), Failure = "It broke." },
                Cancellation);
        }

        var first = await _run.Inbox.GetAsync($"{Failed}&limit=2");
        var second = await _run.Inbox.GetAsync($"{Failed}&limit=2&cursor={first["nextCursor"]}");

        Assert.Equal(["recording.a", "recording.b"], Recordings(first));
        Assert.Equal(["recording.c"], Recordings(second));
        Assert.Null(second["nextCursor"]);
    }

    private static IEnumerable<string> Recordings(JsonNode page) => page["items"]!.AsArray().Select(item => (string)item!["recordingId"]!);

    private async Task FailAsync()
    {
        await _run.FinishedAsync(TimeSpan.FromMinutes(1), _run.Source.Keep(TestAudio.Mp3(60)));
        while (await _run.StepAsync() is { NextStepAt: { } comeBackAt })
        {
            _run.Time.SetUtcNow(comeBackAt);
        }
    }

    private Task<HttpResponseMessage> GetAsync(string address) =>
        _run.Inbox.Http.GetAsync(new Uri(address, UriKind.Relative), Cancellation);

    private Task<HttpResponseMessage> PostAsync(string address) =>
        _run.Inbox.Http.PostAsync(new Uri(address, UriKind.Relative), null, Cancellation);
}
