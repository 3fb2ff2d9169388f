using ZuperConnect.Conversations;
using ZuperConnect.Functions.Conversations;
using ZuperConnect.Functions.Messages;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Functions.Tests.Conversations;

public class EntityOwnerTests(TestStorage storage)
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task A_command_is_answered_with_its_effect_and_leaves_no_row_behind()
    {
        await using var app = await TestApp.StartAsync(storage);
        await app.SignalAsync(app.CustomerWrites("Hello"));
        var close = new Close("close", app.Time.GetUtcNow(), TestApp.Ana, 1);

        var answer = await ForCommands(app).TakeAsync(TestApp.Id, close, Never);

        Assert.Equal(ConversationStatus.Closed, answer?.Conversation?.Status);
        Assert.Null(await app.Rows.FindAsync(new(TestApp.Id, "close"), Never));
    }

    [Fact]
    public async Task A_command_that_is_not_taken_in_two_seconds_is_kept_until_the_sweep_brings_it_again()
    {
        await using var app = await TestApp.StartAsync(storage);
        await app.SignalAsync(app.CustomerWrites("Hello"));
        app.Entities.Asleep = true;
        var (began, close) = (app.Time.GetUtcNow(), new Close("close", app.Time.GetUtcNow(), TestApp.Ana, 1));

        Assert.Null(await ForCommands(app).TakeAsync(TestApp.Id, close, Never));
        Assert.InRange(app.Time.GetUtcNow() - began, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3.5));

        app.Entities.Asleep = false;
        app.Time.Advance(TimeSpan.FromMinutes(3));
        await app.New<SweepFunctions>().SweepAsync(new(), app.Durable, Never);

        Assert.Equal(ConversationStatus.Closed, (await app.ReadAsync()).Status);
        Assert.Null(await app.Rows.FindAsync(new(TestApp.Id, "close"), Never));
    }

    [Fact]
    public async Task A_repeated_message_answers_as_before_and_leaves_the_row_of_its_work_alone()
    {
        await using var app = await TestApp.StartAsync(storage);
        await app.SignalAsync(app.CustomerWrites("Hello"));
        var message = app.AnaWrites("On my way");
        var first = await ForCommands(app).TakeAsync(TestApp.Id, message, Never);
        var row = await app.Rows.FindAsync(new(TestApp.Id, message.SourceId), Never);

        app.Time.Advance(TimeSpan.FromSeconds(5));
        var second = await ForCommands(app).TakeAsync(TestApp.Id, app.AnaWrites("On my way"), Never);

        Assert.Equal(first?.Item, second?.Item);
        Assert.Equal(row, await app.Rows.FindAsync(new(TestApp.Id, message.SourceId), Never));
        Assert.Single(app.Durable.Started);
    }

    [Fact]
    public async Task A_command_that_is_kept_is_promised_though_nobody_can_be_signalled()
    {
        await using var app = await TestApp.StartAsync(storage);
        await app.SignalAsync(app.CustomerWrites("Hello"));
        app.Entities.Away = true;

        Assert.Null(await ForCommands(app).TakeAsync(TestApp.Id, app.AnaWrites("On my way"), Never));

        var row = await app.Rows.FindAsync(new(TestApp.Id, app.AnaWrites("").SourceId), Never);
        Assert.Equal(WorkKind.TakeCommand, row?.Kind);
    }

    [Fact]
    public async Task A_command_is_not_promised_where_it_could_not_be_kept()
    {
        await using var app = await TestApp.StartAsync(storage);
        await app.SignalAsync(app.CustomerWrites("Hello"));
        var signals = app.Entities.Signals.Count;
        app.Line.FailNext(1);

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => ForCommands(app).TakeAsync(TestApp.Id, app.AnaWrites("On my way"), Never));

        Assert.True(InboxStorage.IsAway(failure));
        Assert.Equal(signals, app.Entities.Signals.Count);
    }

    [Fact]
    public async Task A_short_absence_of_storage_while_it_looks_does_not_lose_the_answer()
    {
        await using var app = await TestApp.StartAsync(storage);
        await app.SignalAsync(app.CustomerWrites("Hello"));
        app.Entities.Ran = () => app.Line.FailNext(3);

        Assert.NotNull(await ForCommands(app).TakeAsync(TestApp.Id, app.AnaWrites("On my way"), Never));
    }

    [Fact]
    public async Task An_event_is_kept_by_whoever_brings_it_again_and_not_by_a_row()
    {
        await using var app = await TestApp.StartAsync(storage);
        app.Entities.Asleep = true;
        var (began, written) = (app.Time.GetUtcNow(), app.CustomerWrites("Hello"));

        Assert.Null(await ForEvents(app).TakeAsync(TestApp.Id, written, Never));

        Assert.InRange(app.Time.GetUtcNow() - began, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(22));
        Assert.Null(await app.Rows.FindAsync(new(TestApp.Id, written.SourceId), Never));
    }

    [Fact]
    public async Task An_event_that_was_taken_is_not_signalled_again()
    {
        await using var app = await TestApp.StartAsync(storage);
        await app.SignalAsync(app.CustomerWrites("Hello"));

        Assert.NotNull(await ForEvents(app).TakeAsync(TestApp.Id, app.CustomerWrites("Hello"), Never));

        Assert.Single(app.Entities.Signals);
    }

    private static IConversationOwner ForCommands(TestApp app) => app.Get<EntityOwners>().ForCommands(app.Durable).Conversations;

    private static IConversationOwner ForEvents(TestApp app) => app.Get<EntityOwners>().ForEvents(app.Durable).Conversations;
}
