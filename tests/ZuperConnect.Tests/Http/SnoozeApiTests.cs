using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ZuperConnect.Maintenance;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Http;

/// <summary>Conversations that are put aside, and those that the inbox closes, over HTTP.</summary>
public sealed class SnoozeApiTests(TestStorage storage) : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private RunningInbox _inbox = null!;

    public async ValueTask InitializeAsync()
    {
        _inbox = await RunningInbox.StartAsync(storage, builder => builder.Services.AddSingleton<TimeProvider>(_time));
        await _inbox.CustomerWritesAsync("Call me later", at: _time.GetUtcNow());
    }

    public ValueTask DisposeAsync() => _inbox.DisposeAsync();

    [Fact]
    public async Task Snoozed_conversation_returns_at_its_time()
    {
        await SnoozeAsync(TimeSpan.FromMinutes(30));
        Assert.Equal((0, 1), (await LengthAsync("open"), await LengthAsync("snoozed")));
        var count = (await _inbox.GetAsync("api/counts"))["items"]!.AsArray()
            .Single(one => (string)one!["number"]! == RunningInbox.Dispatch)!;
        Assert.Equal((0, 0), ((int)count["open"]!, (int)count["unread"]!));

        await _inbox.EventuallyLaterAsync(_time, () => LengthAsync("open"), open => open is 1);

        Assert.Equal(0, await LengthAsync("snoozed"));
        var ended = (await _inbox.TimelineAsync())[0];
        Assert.Equal(("snooze", null, null), ((string)ended["type"]!, ended["until"], ended["by"]));
        Assert.True(_time.GetUtcNow() >= (DateTimeOffset)(await _inbox.TimelineAsync())[1]["until"]!);
        await _inbox.NoWorkIsLeftAsync();
    }

    [Fact]
    public async Task Snoozed_conversation_returns_when_the_customer_writes_or_a_user_takes_it_back()
    {
        await SnoozeAsync(TimeSpan.FromDays(10));
        await _inbox.CustomerWritesAsync("Now!", at: _time.GetUtcNow());
        Assert.Equal(1, await LengthAsync("open"));
        await SnoozeAsync(TimeSpan.FromDays(10));
        await RunningInbox.JsonAsync(await _inbox.MarkAsync(new { snoozedUntil = (string?)null }));
        Assert.Equal((1, 0), (await LengthAsync("open"), await LengthAsync("snoozed")));
        await _inbox.NoWorkIsLeftAsync();
    }

    [Fact]
    public async Task Conversation_that_is_snoozed_again_returns_at_its_last_time()
    {
        await SnoozeAsync(TimeSpan.FromSeconds(80));
        await SnoozeAsync(TimeSpan.FromSeconds(30));
        _time.Advance(TimeSpan.FromSeconds(40));
        await RunningInbox.EventuallyAsync(() => LengthAsync("open"), open => open is 1);
        await SnoozeAsync(TimeSpan.FromSeconds(80));
        await SnoozeAsync(TimeSpan.FromDays(1));
        _time.Advance(TimeSpan.FromMinutes(5));
        await _inbox.CustomerWritesAsync("Another", from: "+12065550103", at: _time.GetUtcNow());
        Assert.Equal((1, 1), (await LengthAsync("open"), await LengthAsync("snoozed")));
    }

    [Fact]
    public async Task Snooze_is_in_the_future_and_of_an_open_conversation()
    {
        await RunningInbox.ProblemAsync(await _inbox.MarkAsync(new { snoozedUntil = _time.GetUtcNow() }), 400);
        await RunningInbox.ProblemAsync(await _inbox.MarkAsync(new { snoozedUntil = _time.GetUtcNow().AddDays(400) }), 400);
        await RunningInbox.ProblemAsync(await _inbox.MarkAsync(new { snoozedUntil = _time.GetUtcNow().AddDays(1), read = true }), 400);
        await RunningInbox.JsonAsync(await _inbox.MarkAsync(new { status = "closed" }));
        var closed = await RunningInbox.ProblemAsync(await _inbox.MarkAsync(new { snoozedUntil = _time.GetUtcNow().AddDays(1) }), 409);
        Assert.Equal("A closed conversation is never snoozed. Open it first.", (string)closed["detail"]!);
    }

    [Fact]
    public async Task What_the_user_has_not_seen_is_not_snoozed()
    {
        var seen = (long)(await _inbox.ConversationAsync())["version"]!;
        await _inbox.CustomerWritesAsync("It is urgent!", at: _time.GetUtcNow());
        var problem = await RunningInbox.ProblemAsync(
            await _inbox.MarkAsync(new { snoozedUntil = _time.GetUtcNow().AddDays(1), seenThrough = seen }), 409);
        Assert.Equal("notSeen", (string)problem["code"]!);
        Assert.Equal(1, await LengthAsync("open"));
    }

    [Fact]
    public async Task Silent_conversation_is_closed_by_the_daily_maintenance_if_the_number_says_so()
    {
        await RunningInbox.ProblemAsync(await SetCloseAfterDaysAsync(0), 400);
        Assert.Equal(3, (int)(await RunningInbox.JsonAsync(await SetCloseAfterDaysAsync(3)))["closeAfterDays"]!);
        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("We will."));
        await _inbox.CustomerWritesAsync("Nobody answers me", from: "+12065550102", at: _time.GetUtcNow());

        _time.Advance(TimeSpan.FromDays(3) + TimeSpan.FromMinutes(1));
        await _inbox.SignInAgainAsync();
        await _inbox.Services.GetRequiredService<DailyMaintenance>().RunAsync(TestContext.Current.CancellationToken);
        await _inbox.EventuallyLaterAsync(_time, () => LengthAsync("closed"), closed => closed is 1);

        Assert.Equal(1, await LengthAsync("open"));
        var closing = (await _inbox.TimelineAsync())[0];
        Assert.Equal(("closed", 3), ((string)closing["status"]!, (int)closing["afterDays"]!));
    }

    private Task<HttpResponseMessage> SetCloseAfterDaysAsync(int? days) =>
        _inbox.SendAsync(HttpMethod.Put, $"api/numbers/{RunningInbox.Dispatch}", new { closeAfterDays = days });

    private async Task SnoozeAsync(TimeSpan time)
    {
        var snoozed = await RunningInbox.JsonAsync(await _inbox.MarkAsync(new { snoozedUntil = _time.GetUtcNow() + time }));
        Assert.Equal(_time.GetUtcNow() + time, (DateTimeOffset)snoozed["snoozedUntil"]!);
    }

    private async Task<int> LengthAsync(string view) => (await _inbox.ListAsync($"?view={view}"))["items"]!.AsArray().Count;
}
