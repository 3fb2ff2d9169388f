using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Audit;
using ZuperConnect.Conversations;
using ZuperConnect.Local.Phone;
using ZuperConnect.Sounds;
using ZuperConnect.Tests.Recordings;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Audit;

public sealed class AuditTests(TestStorage storage)
{
    private const string Conversation = RunningInbox.ConversationId;
    private static readonly string[] Texts = ["cold", "Tomorrow", "plumber", "Mend", "Boilers", "Benjamin", "Carla"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_log_has_the_actions_of_users_newest_first_and_no_texts()
    {
        await using var inbox = await RunningInbox.StartAsync(storage);
        await inbox.CustomerWritesAsync("My boiler is cold");
        await inbox.SaveCustomerAsync();
        var (message, job) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());

        await inbox.MarkAsync(new { read = true });
        await inbox.MarkAsync(new { read = false });
        await inbox.MarkAsync(new { status = "closed" });
        await inbox.MarkAsync(new { status = "open" });
        inbox.SetTextOutcome(SimulatedTextOutcome.Failed);
        await inbox.ReplyAsync("Tomorrow", message);
        await inbox.DeliveryAsync(message, Delivery.Failed);
        await inbox.Http.PostAsync(
            new Uri($"api/conversations/{Conversation}/messages/{message}/resend", UriKind.Relative), null, Cancellation);
        await inbox.CommentAsync("Call the plumber");
        await inbox.CallCustomerAsync();
        await inbox.Http.PostAsJsonAsync($"api/conversations/{Conversation}/jobs", new { title = "Mend it", jobId = job }, Cancellation);
        await inbox.SendAsync(HttpMethod.Patch, $"api/jobs/{job}", new { status = "done" });
        await inbox.SendAsync(HttpMethod.Put, "api/team/ben", new { name = "Benjamin" });
        await inbox.SendAsync(HttpMethod.Put, "api/numbers/+14255550100", new { name = "Boilers" });
        using (var greeting = new ByteArrayContent(WavWriter.Tone(TimeSpan.FromSeconds(1), TimeSpan.Zero, 440)))
        {
            await inbox.SendAsync(HttpMethod.Put, "api/numbers/+14255550100/greeting", greeting);
        }

        var (entries, _) = await inbox.AllAsync("api/audit");
        Assert.Equal(
            [
                ("marked", Conversation), ("marked", Conversation), ("closed", Conversation),
                ("opened", Conversation), ("sent", Conversation), ("sent", Conversation),
                ("commented", Conversation), ("called", Conversation), ("jobCreated", job), ("jobChanged", job), ("memberChanged", "ben"),
                ("numberChanged", "+14255550100"), ("numberChanged", "+14255550100"),
            ],
            entries.Reverse().Select(entry => ((string)entry["action"]!, (string)entry["subject"]!)));
        Assert.All(entries, entry => Assert.Equal("""{"userId":"ana","name":"Ana"}""", entry["by"]!.ToJsonString()));
        Assert.Equal(entries.Select(At).OrderDescending(), entries.Select(At));
        Assert.All(Texts, text =>
            Assert.DoesNotContain(entries, entry => entry.ToJsonString().Contains(text, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task Recording_that_is_played_in_parts_from_its_middle_is_there_once_in_five_minutes()
    {
        await using var run = await RecordingRun.StartAsync(storage);
        await run.CallAsync();
        await run.FinishedAsync(TimeSpan.FromMinutes(1), run.Source.Keep(new byte[200_000]));
        Assert.True((await run.StepAsync()).Finished);
        var nine = new DateTimeOffset(run.Time.GetUtcNow().UtcDateTime.Date.AddDays(1).AddHours(9), TimeSpan.Zero);
        run.Time.SetUtcNow(nine);
        run.Inbox.Http.DefaultRequestHeaders.Authorization = new("Bearer", await run.Inbox.TokenAsync("ana"));

        foreach (var (from, minute) in ((int, int)[])[(65_536, 31), (131_072, 32), (196_608, 34), (65_536, 35)])
        {
            run.Time.SetUtcNow(nine + TimeSpan.FromMinutes(minute));
            using var part = new HttpRequestMessage(
                HttpMethod.Get, $"api/recordings/{RecordingRun.RecordingId}")
            { Headers = { Range = new(from, null) } };
            Assert.Equal(206, (int)(await run.Inbox.Http.SendAsync(part, Cancellation)).StatusCode);
        }

        var (entries, _) = await run.Inbox.AllAsync("api/audit");
        Assert.Equal(["09:35", "09:31"], entries.Select(entry => $"{At(entry):HH:mm}"));
        Assert.All(entries, entry =>
            Assert.Equal(("recordingPlayed", RecordingRun.RecordingId), ((string)entry["action"]!, (string)entry["subject"]!)));
    }

    [Fact]
    public async Task Recording_that_is_played_by_whatever_way_or_downloaded_is_there()
    {
        await using var run = await RecordingRun.StartAsync(storage);
        await run.CallAsync();
        await run.FinishedAsync(TimeSpan.FromMinutes(1), run.Source.Keep(TestAudio.Mp3(60)));
        Assert.True((await run.StepAsync()).Finished);
        var address = $"api/recordings/{RecordingRun.RecordingId}";

        await run.Inbox.Http.GetAsync(new Uri(address, UriKind.Relative), Cancellation);
        await run.Inbox.Http.GetAsync(new Uri($"{address}?download=true", UriKind.Relative), Cancellation);
        var ticket = await RunningInbox.JsonAsync(
            await run.Inbox.Http.PostAsync(new Uri($"{address}/tickets", UriKind.Relative), null, Cancellation));
        using (var player = new HttpClient { BaseAddress = run.Inbox.Http.BaseAddress })
        {
            (await player.GetAsync(new Uri((string)ticket["url"]!, UriKind.Relative), Cancellation)).EnsureSuccessStatusCode();
        }

        var (entries, _) = await run.Inbox.AllAsync("api/audit");
        Assert.Equal(["recordingDownloaded", "recordingPlayed"], entries.Select(entry => (string)entry["action"]!).Order());
        Assert.All(entries, entry =>
            Assert.Equal(("ana", RecordingRun.RecordingId), ((string)entry["by"]!["userId"]!, (string)entry["subject"]!)));
    }

    [Fact]
    public async Task What_was_refused_is_not_there()
    {
        await using var inbox = await RunningInbox.StartAsync(storage);
        await inbox.CustomerWritesAsync("STOP");

        await RunningInbox.ProblemAsync(await inbox.ReplyAsync("Tomorrow"), 422);
        await RunningInbox.ProblemAsync(await inbox.MarkAsync(new { status = "closed", seenThrough = 0 }), 409);
        await RunningInbox.ProblemAsync(await inbox.MarkAsync(new { status = "gone" }), 400);
        await RunningInbox.ProblemAsync(await inbox.CommentAsync(""), 400);
        await RunningInbox.ProblemAsync(await inbox.SendAsync(HttpMethod.Put, "api/team/ben", new { role = "owner" }), 400);
        await RunningInbox.ProblemAsync(
            await inbox.SendAsync(HttpMethod.Put, "api/numbers/+14255550100", new { ringTimeSeconds = 1 }), 400);
        await RunningInbox.ProblemAsync(await inbox.SendAsync(HttpMethod.Put, "api/team/ana", new { role = "member" }), 409);
        await RunningInbox.ProblemAsync(await inbox.SendAsync(HttpMethod.Put, "api/team/ben", new { role = "admin" }, "\"old\""), 412);
        await RunningInbox.ProblemAsync(
            await inbox.SendAsync(HttpMethod.Put, "api/numbers/+14255550100", new { name = "Boilers" }, "\"old\""), 412);
        await RunningInbox.ProblemAsync(
            await inbox.Http.PostAsJsonAsync($"api/conversations/{Conversation}/jobs", new { title = "Mend it" }, Cancellation), 422);
        await RunningInbox.ProblemAsync(
            await inbox.SendAsync(HttpMethod.Patch, $"api/jobs/{Guid.NewGuid()}", new { status = "done" }), 404);

        Assert.Empty((await inbox.AllAsync("api/audit")).Items);
    }

    [Fact]
    public async Task Change_of_team_or_numbers_that_cannot_be_noted_is_not_made()
    {
        var lost = false;
        await using var inbox = await RunningInbox.StartAsync(storage, builder => builder.Services.WatchStorage(
            (request, next) => lost && request.Name is "Audit" ? throw new InvalidOperationException("The table is gone.") : next()));
        var before = (await inbox.GetAsync("api/team"), await inbox.GetAsync("api/numbers"));
        lost = true;

        await RunningInbox.ProblemAsync(await inbox.SendAsync(HttpMethod.Put, "api/team/ben", new { role = "admin" }), 500);
        await RunningInbox.ProblemAsync(await inbox.SendAsync(HttpMethod.Put, "api/numbers/+14255550100", new { name = "Boilers" }), 500);
        await RunningInbox.ProblemAsync(await inbox.SendAsync(HttpMethod.Put, "api/numbers/+14255550177", new { name = "Sales" }), 500);
        using (var greeting = new ByteArrayContent(WavWriter.Tone(TimeSpan.FromSeconds(1), TimeSpan.Zero, 440)))
        {
            await RunningInbox.ProblemAsync(await inbox.SendAsync(HttpMethod.Put, "api/numbers/+14255550100/greeting", greeting), 500);
        }

        Assert.True(JsonNode.DeepEquals(before.Item1, await inbox.GetAsync("api/team")));
        Assert.True(JsonNode.DeepEquals(before.Item2, await inbox.GetAsync("api/numbers")));
    }

    [Fact]
    public async Task It_is_given_page_by_page_and_what_comes_meanwhile_moves_nothing()
    {
        await using var inbox = await RunningInbox.StartAsync(storage);
        var log = inbox.Services.GetRequiredService<AuditLog>();
        for (var subject = 0; subject < 7; subject++)
        {
            await log.RecordAsync(new("ana", "Ana"), AuditAction.Marked, $"{subject}", Cancellation);
        }

        var first = await inbox.GetAsync("api/audit?limit=3");
        await log.RecordAsync(new("ana", "Ana"), AuditAction.Marked, "7", Cancellation);
        var second = await inbox.GetAsync($"api/audit?limit=3&cursor={first["nextCursor"]}");
        var third = await inbox.GetAsync($"api/audit?limit=3&cursor={second["nextCursor"]}");

        Assert.Equal(["6", "5", "4", "3", "2", "1", "0"], new[] { first, second, third }.SelectMany(Subjects));
        Assert.Null(third["nextCursor"]);
        foreach (var query in (string[])["limit=0", "limit=101", "cursor=abc", "cursor=", "cursor=YXxi&cursor=YXxi"])
        {
            using var response = await inbox.Http.GetAsync(new Uri($"api/audit?{query}", UriKind.Relative), Cancellation);
            Assert.Equal(query is "cursor=" ? 200 : 400, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task Admins_alone_read_it_and_nobody_changes_it()
    {
        await using var inbox = await RunningInbox.StartAsync(storage);
        await inbox.SendAsync(HttpMethod.Put, "api/team/ben", new { name = "Benjamin" });
        foreach (var method in (HttpMethod[])[HttpMethod.Post, HttpMethod.Put, HttpMethod.Patch, HttpMethod.Delete])
        {
            Assert.Equal(405, (int)(await inbox.SendAsync(method, "api/audit", new { })).StatusCode);
        }

        Assert.Single((await inbox.AllAsync("api/audit")).Items);
        inbox.Http.DefaultRequestHeaders.Authorization = new("Bearer", await inbox.TokenAsync("ben"));
        await RunningInbox.ProblemAsync(await inbox.Http.GetAsync(new Uri("api/audit", UriKind.Relative), Cancellation), 403);
        inbox.Http.DefaultRequestHeaders.Authorization = null;
        await RunningInbox.ProblemAsync(await inbox.Http.GetAsync(new Uri("api/audit", UriKind.Relative), Cancellation), 401);
    }

    private static DateTimeOffset At(JsonNode entry) => entry["at"].Deserialize<DateTimeOffset>();

    private static IEnumerable<string> Subjects(JsonNode page) => page["items"]!.AsArray().Select(entry => (string)entry!["subject"]!);
}
