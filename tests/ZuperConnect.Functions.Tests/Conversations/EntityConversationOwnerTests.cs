using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.Functions.Conversations;
using ZuperConnect.Functions.Hosting;
using ZuperConnect.Functions.Maintenance;
using ZuperConnect.Hosting;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Functions.Tests.Conversations;

public class EntityConversationOwnerTests(TestStorage storage)
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task A_command_is_answered_with_its_effect_and_leaves_no_row_behind()
    {
        await using var app = await TestApp.StartAsync(storage);
        await app.SignalAsync(app.CustomerWrites("Hello"));
        var close = new Close("close", app.Time.GetUtcNow(), TestApp.Ana, 1);

        var result = await ForCommands(app).HandleAsync(TestApp.Id, close, Never);

        Assert.Equal(ConversationStatus.Closed, result?.Conversation?.Status);
        Assert.Null(await app.Rows.FindAsync(new(TestApp.Id, "close"), Never));
    }

    [Fact]
    public async Task A_command_that_is_not_taken_in_two_seconds_is_kept_until_the_sweep_brings_it_again()
    {
        await using var app = await TestApp.StartAsync(storage);
        await app.SignalAsync(app.CustomerWrites("Hello"));
        app.Entities.HoldsSignals = true;
        var (began, close) = (app.Time.GetUtcNow(), new Close("close", app.Time.GetUtcNow(), TestApp.Ana, 1));

        Assert.Null(await ForCommands(app).HandleAsync(TestApp.Id, close, Never));
        Assert.InRange(app.Time.GetUtcNow() - began, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3.5));

        app.Entities.HoldsSignals = false;
        app.Time.Advance(TimeSpan.FromMinutes(3));
        await app.New<MaintenanceFunctions>().ReconcileAsync(new(), app.Durable, Never);

        Assert.Equal(ConversationStatus.Closed, (await app.ReadAsync()).Status);
        Assert.Null(await app.Rows.FindAsync(new(TestApp.Id, "close"), Never));
    }

    [Fact]
    public async Task A_repeated_message_answers_as_before_and_leaves_the_row_of_its_work_alone()
    {
        await using var app = await TestApp.StartAsync(storage);
        await app.SignalAsync(app.CustomerWrites("Hello"));
        var message = app.AnaWrites("On my way");
        var first = await ForCommands(app).HandleAsync(TestApp.Id, message, Never);
        var item = await app.Rows.FindAsync(new(TestApp.Id, message.SourceId), Never);

        app.Time.Advance(TimeSpan.FromSeconds(5));
        var second = await ForCommands(app).HandleAsync(TestApp.Id, app.AnaWrites("On my way"), Never);

        Assert.Equal(first?.Item, second?.Item);
        Assert.Equal(item, await app.Rows.FindAsync(new(TestApp.Id, message.SourceId), Never));
        Assert.Single(app.Durable.Started);
    }

    [Fact]
    public async Task A_command_that_is_kept_is_promised_though_nobody_can_be_signalled()
    {
        await using var app = await TestApp.StartAsync(storage);
        await app.SignalAsync(app.CustomerWrites("Hello"));
        app.Entities.IsUnavailable = true;

        Assert.Null(await ForCommands(app).HandleAsync(TestApp.Id, app.AnaWrites("On my way"), Never));

        var item = await app.Rows.FindAsync(new(TestApp.Id, app.AnaWrites("").SourceId), Never);
        Assert.Equal(WorkKind.TakeCommand, item?.Kind);
    }

    [Fact]
    public async Task A_command_is_not_promised_where_it_could_not_be_kept()
    {
        await using var app = await TestApp.StartAsync(storage);
        await app.SignalAsync(app.CustomerWrites("Hello"));
        var signals = app.Entities.Signals.Count;
        app.StorageConnection.FailNext(1);

        var failure = await Assert.ThrowsAnyAsync<Exception>(
            () => ForCommands(app).HandleAsync(TestApp.Id, app.AnaWrites("On my way"), Never));

        Assert.True(StorageUnavailableException.IsMeantBy(failure));
        Assert.Equal(signals, app.Entities.Signals.Count);
    }

    [Fact]
    public async Task A_short_absence_of_storage_while_it_looks_does_not_lose_the_answer()
    {
        await using var app = await TestApp.StartAsync(storage);
        await app.SignalAsync(app.CustomerWrites("Hello"));
        app.Entities.Ran = () => app.StorageConnection.FailNext(3);

        Assert.NotNull(await ForCommands(app).HandleAsync(TestApp.Id, app.AnaWrites("On my way"), Never));
    }

    [Fact]
    public async Task An_event_is_kept_by_whoever_brings_it_again_and_not_by_a_row()
    {
        await using var app = await TestApp.StartAsync(storage);
        app.Entities.HoldsSignals = true;
        var (began, written) = (app.Time.GetUtcNow(), app.CustomerWrites("Hello"));

        Assert.Null(await ForEvents(app).HandleAsync(TestApp.Id, written, Never));

        Assert.InRange(app.Time.GetUtcNow() - began, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(22));
        Assert.Null(await app.Rows.FindAsync(new(TestApp.Id, written.SourceId), Never));
    }

    [Fact]
    public async Task A_late_event_that_was_taken_is_not_signalled_again()
    {
        await using var app = await TestApp.StartAsync(storage);
        var written = app.CustomerWrites("Hello");
        await app.SignalAsync(written);
        app.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.NotNull(await ForEvents(app).HandleAsync(TestApp.Id, written, Never));

        Assert.Single(app.Entities.Signals);
    }

    [Fact]
    public async Task A_fresh_event_that_comes_twice_is_taken_once()
    {
        await using var app = await TestApp.StartAsync(storage);
        var written = app.CustomerWrites("Hello");

        Assert.True((await ForEvents(app).HandleAsync(TestApp.Id, written, Never))?.IsAccepted);
        Assert.True((await ForEvents(app).HandleAsync(TestApp.Id, written, Never))?.IsAccepted);

        Assert.Equal(1, (await app.ReadAsync()).UnreadCount);
        Assert.Single(await app.TimelineAsync());
    }

    [Fact]
    public async Task An_event_costs_one_transaction_and_one_look_and_of_a_new_conversation_two_reads_and_its_index_more()
    {
        await using var app = await TestApp.StartAsync(storage);
        await app.Get<ErasedNumbers>().FindAsync(TestApp.Id, Never);
        await app.Get<NumberHashes>().OfAsync(TestApp.Id.Customer, Never);
        var costs = new List<int>();
        foreach (var text in (string[])["sms.1", "sms.2", "sms.3"])
        {
            var before = app.StorageConnection.Requests;
            await ForEvents(app).HandleAsync(TestApp.Id, app.CustomerWrites("Hello", text), Never);
            costs.Add(app.StorageConnection.Requests - before);
        }

        // The customer and the opt-out, the receivers of webhooks (kept for half a minute), the transaction, the search index and its work
        // item, and looking for the result. Then only the transaction and looking for the result.
        Assert.Equal([7, 2, 2], costs);
    }

    [Fact]
    public async Task A_late_event_of_an_erased_customer_is_answered_at_once_and_signals_nobody()
    {
        await using var app = await TestApp.StartAsync(storage);
        var written = app.CustomerWrites("Hello");
        app.Time.Advance(TimeSpan.FromMinutes(10));
        await app.Get<ErasedNumbers>().RecordAsync(TestApp.Id.Customer, app.Time.GetUtcNow(), Never);
        var began = app.Time.GetUtcNow();

        Assert.Equal(Refusal.Erased, (await ForEvents(app).HandleAsync(TestApp.Id, written, Never))?.Refused);

        Assert.Equal(began, app.Time.GetUtcNow());
        Assert.Empty(app.Entities.Instances);
    }

    [Fact]
    public async Task A_fresh_event_of_a_customer_who_was_just_erased_is_answered_after_the_first_look()
    {
        await using var app = await TestApp.StartAsync(storage);
        var written = app.CustomerWrites("Hello");
        await app.Get<ErasedNumbers>().RecordAsync(TestApp.Id.Customer, app.Time.GetUtcNow(), Never);
        var began = app.Time.GetUtcNow();

        Assert.Equal(Refusal.Erased, (await ForEvents(app).HandleAsync(TestApp.Id, written, Never))?.Refused);

        Assert.InRange(app.Time.GetUtcNow() - began, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Null(app.Entities.StateOf(ConversationEntity.IdOf(TestApp.Id)));
    }

    [Fact]
    public async Task A_command_for_a_conversation_that_is_not_is_refused_and_leaves_neither_row_nor_entity()
    {
        await using var app = await TestApp.StartAsync(storage);

        var reply = app.AnaWrites("On my way") with { IsReply = true };
        Assert.Equal(Refusal.UnknownConversation, (await ForCommands(app).HandleAsync(TestApp.Id, reply, Never))?.Refused);
        Assert.Equal(Refusal.UnknownConversation,
            (await ForCommands(app).HandleAsync(TestApp.Id, new Close("close", app.Time.GetUtcNow(), TestApp.Ana, null), Never))?.Refused);

        Assert.Empty(app.Entities.Instances);
        Assert.Null(await app.Rows.FindAsync(new(TestApp.Id, reply.SourceId), Never));
        Assert.Null(await app.Ledger.FindProcessedAsync(TestApp.Id, "close", Never));
    }

    private static IConversationOwner ForCommands(TestApp app) => app.Get<DurableHostServices>().ForCommands(app.Durable).Conversations;

    private static IConversationOwner ForEvents(TestApp app) => app.Get<DurableHostServices>().ForEvents(app.Durable).Conversations;
}
