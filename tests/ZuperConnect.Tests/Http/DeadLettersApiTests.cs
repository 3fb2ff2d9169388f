using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Time.Testing;
using ZuperConnect.DeadLetters;
using ZuperConnect.Health;
using ZuperConnect.Maintenance;
using ZuperConnect.Telemetry;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Http;

public sealed class DeadLettersApiTests(TestStorage storage) : IAsyncLifetime
{
    private const string Broken = """{"id":"1","eventType":"Microsoft.Communication.SomethingNew","eventTime":"2026-01-05T09:30:00Z"}""";

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private RunningInbox _inbox = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _inbox = await RunningInbox.StartAsync(storage, builder => builder.Services.AddSingleton<TimeProvider>(_time));

    public ValueTask DisposeAsync() => _inbox.DisposeAsync();

    [Fact]
    public async Task Event_that_cannot_be_read_degrades_health_is_counted_once_and_is_listed_with_what_came()
    {
        using var counted = new MetricCollector<long>(
            _inbox.Services.GetRequiredService<IMeterFactory>(), InboxMetrics.Name, "inbox.events.unprocessed");
        (await _inbox.PostEventsAsync(Broken)).EnsureSuccessStatusCode();
        (await _inbox.PostEventsAsync(Broken)).EnsureSuccessStatusCode();

        var health = await _inbox.GetAsync("api/health");
        Assert.Equal(("degraded", 1), ((string)health["status"]!, (int)health["unprocessed"]!));
        Assert.Equal([1], counted.GetMeasurementSnapshot().Select(measured => measured.Value));
        var listed = Assert.Single((await _inbox.AllAsync("api/unprocessed")).Items);
        Assert.Equal(("unreadable", "2026-01-05T09:30:00Z", Broken),
            ((string)listed["reason"]!, (string)listed["about"]!, (string)listed["original"]!));
    }

    [Fact]
    public async Task Event_that_can_be_read_after_an_update_is_taken_in_and_kept_no_longer()
    {
        var text = EventGridSamples.SmsReceivedEvent("Incoming_1", RunningInbox.Customer, RunningInbox.Dispatch, "Hello");
        await KeepAsync(text);
        var id = await OnlyIdAsync();

        Assert.Equal(HttpStatusCode.NoContent, (await RetryAsync(id)).StatusCode);

        Assert.Equal("Hello", (string)Assert.Single(await _inbox.TimelineAsync())["text"]!);
        Assert.Empty((await _inbox.AllAsync("api/unprocessed")).Items);
        Assert.Equal(("eventRetried", id), await NewestAuditAsync());
        await RunningInbox.ProblemAsync(await RetryAsync(id), 404);

        // A repeated event is handled once.
        await KeepAsync(text);
        Assert.Equal(HttpStatusCode.NoContent, (await RetryAsync(await OnlyIdAsync())).StatusCode);
        Assert.Single(await _inbox.TimelineAsync());
    }

    [Fact]
    public async Task Event_without_a_readable_time_is_taken_in_at_the_time_it_came()
    {
        await KeepAsync(EventGridSamples.SmsReceivedEvent("Incoming_1", RunningInbox.Customer, RunningInbox.Dispatch, "Hello")
            .Replace("Timestamp\":\"", "Timestamp\":\"?").Replace("Time\":\"", "Time\":\"?"));
        var keptAt = (DateTimeOffset)Assert.Single((await _inbox.AllAsync("api/unprocessed")).Items)["keptAt"]!;
        Assert.Equal(HttpStatusCode.NoContent, (await RetryAsync(await OnlyIdAsync())).StatusCode);
        Assert.Equal(keptAt, (DateTimeOffset)Assert.Single(await _inbox.TimelineAsync())["at"]!);
    }

    [Fact]
    public async Task Event_that_still_cannot_be_read_stays_and_may_be_deleted()
    {
        (await _inbox.PostEventsAsync(Broken)).EnsureSuccessStatusCode();
        var id = await OnlyIdAsync();

        Assert.Equal("stillUnreadable", (string)(await RunningInbox.ProblemAsync(await RetryAsync(id), 409))["code"]!);
        Assert.Equal(id, await OnlyIdAsync());

        Assert.Equal(HttpStatusCode.NoContent, (await _inbox.SendAsync(HttpMethod.Delete, $"api/unprocessed/{id}", new { })).StatusCode);
        Assert.Equal(("eventDeleted", id), await NewestAuditAsync());
        await RunningInbox.ProblemAsync(await _inbox.SendAsync(HttpMethod.Delete, $"api/unprocessed/{id}", new { }), 404);
        Assert.Equal("healthy", (string)(await _inbox.GetAsync("api/health"))["status"]!);
    }

    [Fact]
    public async Task Whole_text_of_a_message_that_is_stored_cut_is_listed_and_not_taken_again()
    {
        await _inbox.CustomerWritesAsync(new('x', 12_000));
        var listed = Assert.Single((await _inbox.AllAsync("api/unprocessed")).Items);
        Assert.Equal("toolong", (string)listed["reason"]!);
        Assert.Contains(new('x', 12_000), (string)listed["original"]!, StringComparison.Ordinal);
        Assert.Equal("alreadyProcessed", (string)(await RunningInbox.ProblemAsync(await RetryAsync((string)listed["id"]!), 409))["code"]!);
        Assert.Equal("healthy", (string)(await _inbox.GetAsync("api/health"))["status"]!);
    }

    [Fact]
    public async Task Newest_days_come_first_page_by_page_and_ninety_days_later_they_are_forgotten_but_for_whole_texts()
    {
        await _inbox.CustomerWritesAsync(new('x', 12_000));
        foreach (var day in Enumerable.Range(0, 3))
        {
            await KeepAsync($"{{\"day\":{day}}}");
            _time.Advance(TimeSpan.FromDays(1));
        }

        await SignInAsync();
        var (items, pages) = await _inbox.AllAsync("api/unprocessed?limit=1");
        Assert.Equal(["{\"day\":2}", "{\"day\":1}", "{\"day\":0}"], items.Select(item => (string)item["original"]!)
            .Where(original => original.StartsWith("{\"day", StringComparison.Ordinal)));
        Assert.Equal((4, 4), (items.Count, pages));
        foreach (var query in (string[])["limit=0", "cursor=abc", "cursor=Li4vc2VjcmV0"])
        {
            await RunningInbox.ProblemAsync(
                await _inbox.Http.GetAsync(new Uri($"api/unprocessed?{query}", UriKind.Relative), Cancellation), 400);
        }

        _time.Advance(DeadLetterStore.Retention - TimeSpan.FromDays(1));
        await _inbox.Services.GetRequiredService<DailyMaintenance>().RunAsync(Cancellation);
        await SignInAsync();
        Assert.Equal(["unreadable", "toolong"], (await _inbox.AllAsync("api/unprocessed")).Items.Select(item => (string)item["reason"]!));
    }

    [Fact]
    public async Task Page_ends_early_where_originals_are_long()
    {
        foreach (var one in Enumerable.Range(0, 3))
        {
            await KeepAsync($"{{\"x\":\"{new string((char)('a' + one), 2_500_000)}\"}}");
        }

        var (items, pages) = await _inbox.AllAsync("api/unprocessed");
        Assert.Equal((3, 3), (items.Count, pages));
        Assert.Equal(3, items.Select(item => (string)item["id"]!).Distinct().Count());
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("..%2Frecordings%2Fx")]
    [InlineData("unreadable.2026-01-05.9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    public async Task An_event_that_is_not_kept_is_not_found(string id) => await RunningInbox.ProblemAsync(await RetryAsync(id), 404);

    private async Task SignInAsync() => _inbox.Http.DefaultRequestHeaders.Authorization = new("Bearer", await _inbox.TokenAsync("ana"));

    private Task KeepAsync(string original) =>
        _inbox.Services.GetRequiredService<DeadLetterStore>().AddAsync(DeadLetterStore.Unreadable, new(original), null, Cancellation);

    private Task<HttpResponseMessage> RetryAsync(string id) =>
        _inbox.Http.PostAsJsonAsync($"api/unprocessed/{id}/retry", new { }, Cancellation);

    private async Task<string> OnlyIdAsync()
    {
        _time.Advance(InboxHealth.CacheDuration);
        return (string)Assert.Single((await _inbox.AllAsync("api/unprocessed")).Items)["id"]!;
    }

    private async Task<(string Action, string Subject)> NewestAuditAsync() =>
        (await _inbox.GetAsync("api/audit?limit=1"))["items"]![0] is { } entry
            ? ((string)entry["action"]!, (string)entry["subject"]!) : default;
}
