using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ZuperConnect.BackgroundWork;
using ZuperConnect.Hosting;
using ZuperConnect.Local.BackgroundWork;
using ZuperConnect.Local.Clock;
using ZuperConnect.Outbox;
using ZuperConnect.OutgoingWebhooks;
using ZuperConnect.Tests.Faults;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Jobs;

public sealed class WebhookTests(TestStorage storage) : IAsyncLifetime
{
    private const string Failed = "api/work?state=failed";
    internal static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(number => (byte)number)];

    private readonly string _id = Guid.NewGuid().ToString();
    private TestReceiver _receiver = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _receiver = await TestReceiver.StartAsync();

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    [Fact]
    public async Task Receiver_is_told_of_a_new_job_with_a_signature()
    {
        await using var inbox = await StartAsync();
        var before = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

        var job = await MakeJobAsync(inbox);

        var webhook = (await RunningInbox.EventuallyAsync(() => Task.FromResult(_receiver.Received), received => !received.IsEmpty))
            .Single();
        Assert.True(webhook.IsSignedBy(Key));
        Assert.Equal(("POST /hooks?from=inbox", $"job_created_{_id}", "application/json"), (webhook.Path, webhook.Id, webhook.ContentType));
        Assert.InRange(long.Parse(webhook.Timestamp, CultureInfo.InvariantCulture), before, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        var created = (string)job["createdAt"]!;
        Assert.Equal(
            $$$$"""
            {"type":"job.created","timestamp":"{{{{created}}}}","data":{"job":{"id":"{{{{_id}}}}","title":"Mend the boiler",
            "notes":null,"status":"open","createdAt":"{{{{created}}}}"},"conversationId":"14255550100-12065550199",
            "customer":{"id":"carla","name":"Carla","number":"+12065550199"},"createdBy":{"userId":"ana","name":"Ana"}}}
            """.ReplaceLineEndings(""),
            webhook.Body);
        await inbox.NoWorkIsLeftAsync();
        Assert.Single(_receiver.Received);
    }

    [Fact]
    public async Task The_webhook_has_the_job_as_it_was_stored()
    {
        await using var inbox = await StartAsync();
        await inbox.CustomerWritesAsync("My boiler is cold");
        await inbox.SaveCustomerAsync();
        var jobs = new Uri($"api/conversations/{RunningInbox.ConversationId}/jobs", UriKind.Relative);
        foreach (var title in (string[])["Mend\nit", "Mend\u0000it", "Mend\u2028it", "\u001b", "\t"])
        {
            await RunningInbox.ProblemAsync(await inbox.Http.PostAsJsonAsync(jobs, new { title }, Cancellation), 400);
        }

        var job = await RunningInbox.JsonAsync(
            await inbox.Http.PostAsJsonAsync(jobs, new { title = "Mend it", notes = "one\u0000\n\ttwo\u001b", jobId = _id }, Cancellation));

        Assert.Equal("one\n\ttwo", (string)job["notes"]!);
        var webhook = (await RunningInbox.EventuallyAsync(() => Task.FromResult(_receiver.Received), received => !received.IsEmpty))
            .Single();
        Assert.Equal("one\n\ttwo", (string)webhook.Json["data"]!["job"]!["notes"]!);
        Assert.Equal("Mend it", (string)webhook.Json["data"]!["job"]!["title"]!);
    }

    [Fact]
    public async Task Receiver_that_is_down_is_told_when_it_is_up_again()
    {
        var port = FreePorts.Take(1)[0];
        await using var inbox = await StartAsync($"http://127.0.0.1:{port}/hooks", new AcceleratedTimeProvider(20));
        await MakeJobAsync(inbox);
        await RunningInbox.EventuallyAsync(() => RowAsync(inbox), item => item?.Attempts > 0);

        await using var receiver = await TestReceiver.StartAsync(port);

        var webhook = (await RunningInbox.EventuallyAsync(() => Task.FromResult(receiver.Received), received => !received.IsEmpty))
            .Single();
        Assert.True(webhook.IsSignedBy(Key));
        await inbox.NoWorkIsLeftAsync();
    }

    [Theory]
    [InlineData(StatusCodes.Status500InternalServerError)]
    [InlineData(StatusCodes.Status404NotFound)]
    [InlineData(StatusCodes.Status302Found)]
    [InlineData(StatusCodes.Status307TemporaryRedirect)]
    public async Task Receiver_that_does_not_take_it_is_told_again_by_the_same_id_and_not_elsewhere(int status)
    {
        _receiver.Status = status;
        await using var inbox = await StartAsync(time: new AcceleratedTimeProvider(20));
        await MakeJobAsync(inbox);
        await RunningInbox.EventuallyAsync(() => Task.FromResult(_receiver.Received.Count), count => count > 1);
        _receiver.Status = StatusCodes.Status200OK;

        await inbox.NoWorkIsLeftAsync();
        Assert.All(_receiver.Received, webhook => Assert.True(webhook.IsSignedBy(Key)));
        Assert.Equal(("POST /hooks?from=inbox", $"job_created_{_id}"),
            Assert.Single(_receiver.Received.Select(webhook => (webhook.Path, webhook.Id)).Distinct()));
        Assert.Single(_receiver.Received.Select(webhook => webhook.Body).Distinct());
    }

    [Fact]
    public async Task Pauses_grow_to_hours_and_after_three_days_it_is_given_up_until_an_admin_has_it_tried_for_as_long_again()
    {
        _receiver.Status = StatusCodes.Status503ServiceUnavailable;
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var inbox = await StartAsync(time: time, works: false);
        await MakeJobAsync(inbox);
        var (work, began) = (inbox.Services.GetRequiredService<BackgroundWorkRunner>(), time.GetUtcNow());
        var pauses = await TryUntilGivenUpAsync();

        Assert.Equal(new double[] { 5, 15, 45, 135, 405, 1215, 3645, 10935, 21600, 21600 }, pauses.Take(10)
            .Select(pause => Math.Round(pause.TotalSeconds)));
        Assert.InRange(time.GetUtcNow() - began, TimeSpan.FromDays(3), TimeSpan.FromDays(3.3));
        inbox.Http.DefaultRequestHeaders.Authorization = new("Bearer", await inbox.TokenAsync("ana"));
        var failed = Assert.Single((await inbox.AllAsync(Failed)).Items);
        Assert.Equal(
            ("sendWebhook", _id, "The receiver answered 503.", pauses.Count + 1),
            ((string)failed["kind"]!, (string)failed["jobId"]!, (string)failed["failure"]!, (int)failed["attempts"]!));
        Assert.Equal(1, (int)(await inbox.GetAsync("api/health"))["failedWork"]!);

        await RetryAsync();
        Assert.Equal(pauses, await TryUntilGivenUpAsync());
        _receiver.Status = StatusCodes.Status200OK;
        await RetryAsync();
        Assert.True(
            (await work.StepAsync((await RowAsync(inbox))!.Id, inbox.Services.GetRequiredService<HostServices>(), Cancellation)).Finished);
        Assert.Empty((await inbox.AllAsync(Failed)).Items);

        async Task<IReadOnlyList<TimeSpan>> TryUntilGivenUpAsync()
        {
            var pauses = new List<TimeSpan>();
            var host = inbox.Services.GetRequiredService<HostServices>();
            while ((await work.StepAsync((await RowAsync(inbox))!.Id, host, Cancellation)).NextStepAt is { } comeBackAt)
            {
                pauses.Add(comeBackAt - time.GetUtcNow());
                time.SetUtcNow(comeBackAt);
            }

            return pauses;
        }

        async Task RetryAsync()
        {
            inbox.Http.DefaultRequestHeaders.Authorization = new("Bearer", await inbox.TokenAsync("ana"));
            (await inbox.Http.PostAsync(new Uri($"api/work/{failed["id"]}/retry", UriKind.Relative), null, Cancellation))
                .EnsureSuccessStatusCode();
        }
    }

    [Fact]
    public async Task Receiver_that_wants_none_any_more_is_told_once()
    {
        _receiver.Status = StatusCodes.Status410Gone;
        await using var inbox = await StartAsync();
        await MakeJobAsync(inbox);

        var failed = (await RunningInbox.EventuallyAsync(() => inbox.AllAsync(Failed), failed => failed.Items.Count > 0)).Items;
        Assert.Equal("The receiver wants no webhooks any more (410).", (string)Assert.Single(failed)["failure"]!);
        Assert.Single(_receiver.Received);
    }

    [Fact]
    public async Task Failed_work_of_several_numbers_and_recordings_is_listed_page_by_page()
    {
        await using var inbox = await StartAsync(works: false);
        var (workItems, now) = (inbox.Services.GetRequiredService<WorkItemStore>(), DateTimeOffset.UtcNow);
        var ids = new List<string>();
        foreach (var name in (string[])[
            "14255550100-12065550199.a", "14255550100-12065550200.a", "14255550101-12065550199.a", "recordings.b"])
        {
            Assert.True(WorkId.TryParse(name, out var id));
            ids.Add(name);
            await workItems.AddAsync(
                [WorkItem.New(id, id.Conversation is null
                    ? WorkKind.ArchiveRecording : WorkKind.TakeCommand, now) with { FailedAt = now, Failure = "It broke." }], Cancellation);
        }

        foreach (var limit in (int[])[1, 2, 3, 4])
        {
            var (items, pages) = await inbox.AllAsync($"{Failed}&limit={limit}");
            Assert.Equal(ids, items.Select(item => (string)item["id"]!));
            Assert.Equal((ids.Count + limit - 1) / limit, pages);
        }
    }

    private async Task<RunningInbox> StartAsync(string? url = null, TimeProvider? time = null, bool works = true)
    {
        var inbox = await RunningInbox.StartAsync(storage, builder =>
        {
            builder.Configuration.AddInMemoryCollection(Settings(url ?? _receiver.Url));
            builder.Services.AddSingleton(time ?? TimeProvider.System);
        });
        if (!works)
        {
            await inbox.Services.GetRequiredService<LocalWorker>().StopAsync(Cancellation);
        }

        return inbox;
    }

    /// <summary>The settings of a receiver with the signing key of the tests.</summary>
    internal static IEnumerable<KeyValuePair<string, string?>> Settings(string url) =>
        [new(WebhookReceiver.UrlSetting, url), new(WebhookReceiver.SecretSetting, $"whsec_{Convert.ToBase64String(Key)}")];

    private async Task<JsonNode> MakeJobAsync(RunningInbox inbox)
    {
        await inbox.CustomerWritesAsync("My boiler is cold");
        await inbox.SaveCustomerAsync();
        return await RunningInbox.JsonAsync(await inbox.Http.PostAsJsonAsync(
            $"api/conversations/{RunningInbox.ConversationId}/jobs", new { title = "Mend the boiler", jobId = _id }, Cancellation));
    }

    private async Task<WorkItem?> RowAsync(RunningInbox inbox)
    {
        Assert.True(WorkId.TryParse($"{RunningInbox.ConversationId}.webhook.{_id}", out var id));
        return await inbox.Services.GetRequiredService<WorkItemStore>().FindAsync(id, Cancellation);
    }
}
