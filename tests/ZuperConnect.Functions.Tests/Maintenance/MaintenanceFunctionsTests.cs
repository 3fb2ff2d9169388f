using Microsoft.DurableTask.Client;
using ZuperConnect.Conversations;
using ZuperConnect.Functions.Hosting;
using ZuperConnect.Functions.Maintenance;
using ZuperConnect.Numbers;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Functions.Tests.Maintenance;

public class MaintenanceFunctionsTests(TestStorage storage)
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task Work_that_nobody_does_is_started_by_its_own_id()
    {
        await using var app = await TestApp.StartAsync(storage);
        var work = await app.WithQueuedMessageAsync();

        await ReconcileAsync(app, TimeSpan.FromMinutes(1));
        Assert.Single(app.Durable.Started);

        await ReconcileAsync(app, TimeSpan.FromMinutes(2));
        Assert.Equal(2, app.Durable.Started.Count);
        Assert.Equal(work.ToString(), app.Durable.Started[^1].Id);
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Running, 1)]
    [InlineData(OrchestrationRuntimeStatus.Pending, 1)]
    [InlineData(OrchestrationRuntimeStatus.Failed, 2)]
    [InlineData(OrchestrationRuntimeStatus.Terminated, 2)]
    public async Task Work_that_runs_is_left_alone_and_what_failed_begins_anew(OrchestrationRuntimeStatus status, int started)
    {
        await using var app = await TestApp.StartAsync(storage);
        var work = await app.WithQueuedMessageAsync();
        app.Durable.Set(work.ToString(), status);

        await ReconcileAsync(app, TimeSpan.FromMinutes(3));

        Assert.Equal(started, app.Durable.Started.Count);
    }

    [Fact]
    public async Task Work_that_runs_and_has_not_moved_for_two_minutes_is_ended_and_begins_anew()
    {
        await using var app = await TestApp.StartAsync(storage);
        var work = await app.WithQueuedMessageAsync();
        app.Durable.Set(work.ToString(), OrchestrationRuntimeStatus.Running, app.Time.GetUtcNow());

        await ReconcileAsync(app, TimeSpan.FromMinutes(3));
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, app.Durable.StatusOf(work.ToString()));
        await ReconcileAsync(app, TimeSpan.FromMinutes(1));

        Assert.Equal([work.ToString(), work.ToString()], app.Durable.Started.Select(started => started.Id));
    }

    [Fact]
    public async Task Work_that_waits_for_its_time_is_left_alone_however_long_it_has_not_moved()
    {
        await using var app = await TestApp.StartAsync(storage);
        var work = await app.WithQueuedMessageAsync();
        var item = (await app.Rows.FindAsync(work, Never))!;
        await app.Rows.ChangeAsync(item with { DueAt = app.Time.GetUtcNow() + TimeSpan.FromMinutes(10) }, Never);
        app.Durable.Set(work.ToString(), OrchestrationRuntimeStatus.Running, app.Time.GetUtcNow());

        await ReconcileAsync(app, TimeSpan.FromMinutes(9));

        Assert.Equal(OrchestrationRuntimeStatus.Running, app.Durable.StatusOf(work.ToString()));
    }

    [Fact]
    public async Task Work_that_may_know_what_became_of_a_message_is_given_the_time_to_tell_it()
    {
        await using var app = await TestApp.StartAsync(storage);
        var work = await app.WithQueuedMessageAsync();
        var item = (await app.Rows.FindAsync(work, Never))!;
        await app.Rows.ChangeAsync(item with { ClaimedAt = app.Time.GetUtcNow() }, Never);
        app.Durable.Set(work.ToString(), OrchestrationRuntimeStatus.Running, app.Time.GetUtcNow());

        await ReconcileAsync(app, TimeSpan.FromMinutes(29));
        Assert.Equal(OrchestrationRuntimeStatus.Running, app.Durable.StatusOf(work.ToString()));

        await ReconcileAsync(app, TimeSpan.FromMinutes(2));
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, app.Durable.StatusOf(work.ToString()));
    }

    [Fact]
    public async Task Work_that_somebody_else_starts_in_between_is_no_failure()
    {
        await using var app = await TestApp.StartAsync(storage);
        var work = await app.WithQueuedMessageAsync();
        app.Time.Advance(TimeSpan.FromMinutes(3));
        app.Durable.Looking = id => app.Durable.Set(id, OrchestrationRuntimeStatus.Running);
        var item = await app.Rows.FindAsync(work, Never);

        await app.Durable.ScheduleAsync(item!, app.Time.GetUtcNow(), Never);

        Assert.Single(app.Durable.Started);
    }

    [Fact]
    public async Task Command_with_a_later_time_is_not_brought_before_it()
    {
        await using var app = await TestApp.StartAsync(storage);
        await SetAsync(app, number => number with
        {
            AutomaticTexts = new() { MissedCall = new("Sorry, we missed you.", null), Voicemail = new("We call you back.", null) },
        });
        var now = app.Time.GetUtcNow();
        await app.SignalAsync(new EndCall("ended", now, "call-1", now, Direction.Inbound, null, CallStatus.Missed));
        var planned = Assert.Single(app.Durable.Started).Id!;
        app.Durable.Set(planned, OrchestrationRuntimeStatus.Running, now);

        await ReconcileAsync(app, TimeSpan.FromMinutes(4));
        Assert.DoesNotContain(await app.TimelineAsync(), item => item is MessageItem);

        await ReconcileAsync(app, TimeSpan.FromMinutes(2));
        Assert.Equal("Sorry, we missed you.", Assert.Single((await app.TimelineAsync()).OfType<MessageItem>()).Text);
        Assert.Equal(2, app.Durable.Started.Count);
    }

    [Fact]
    public async Task Conversation_that_waits_for_too_long_becomes_overdue()
    {
        await using var app = await TestApp.StartAsync(storage);
        await SetAsync(app, number => number with { EscalateAfter = TimeSpan.FromMinutes(30) });
        await app.SignalAsync(app.CustomerWrites("Is my boiler ready?"));

        await ReconcileAsync(app, TimeSpan.FromMinutes(20));
        Assert.False((await app.ReadAsync()).Overdue);

        await ReconcileAsync(app, TimeSpan.FromMinutes(11));
        await ReconcileAsync(app, TimeSpan.FromMinutes(1));
        Assert.True((await app.ReadAsync()).Overdue);
        Assert.Single((await app.TimelineAsync()).OfType<OverdueItem>());
    }

    private static async Task SetAsync(TestApp app, Func<BusinessNumber, BusinessNumber> change)
    {
        var numbers = app.Get<NumberStore>();
        await numbers.EnsureAsync(TestApp.Id.Number, Never);
        var stored = (await numbers.FindAsync(TestApp.Id.Number, Never))!;
        Assert.NotNull(await numbers.SaveAsync(stored with { Number = change(stored.Number) }, Never));
    }

    private static Task ReconcileAsync(TestApp app, TimeSpan later)
    {
        app.Time.Advance(later);
        return app.New<MaintenanceFunctions>().ReconcileAsync(new(), app.Durable, Never);
    }
}
