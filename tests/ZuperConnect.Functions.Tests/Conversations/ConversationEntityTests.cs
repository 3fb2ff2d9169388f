using ZuperConnect.Conversations;
using ZuperConnect.Functions.BackgroundWork;
using ZuperConnect.Functions.Conversations;
using ZuperConnect.Functions.Maintenance;
using ZuperConnect.Functions.Tests.Durable;
using ZuperConnect.Outbox;
using ZuperConnect.Search;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Functions.Tests.Conversations;

public class ConversationEntityTests(TestStorage storage)
{
    private static readonly Author Ana = TestApp.Ana;

    [Fact]
    public async Task A_closed_conversation_opens_when_the_customer_writes()
    {
        await using var app = await TestApp.StartAsync(storage);
        await app.SignalAsync(app.CustomerWrites("Hello"));
        await app.SignalAsync(new Close("close", app.Time.GetUtcNow(), Ana, null));
        Assert.Equal(ConversationStatus.Closed, (await app.ReadAsync()).Status);

        await app.SignalAsync(app.CustomerWrites("Hello again", "sms.2"));

        var conversation = await app.ReadAsync();
        Assert.Equal((ConversationStatus.Open, 1, true), (conversation.Status, conversation.UnreadCount, conversation.Unresponded));
    }

    [Fact]
    public async Task An_event_that_comes_twice_changes_nothing_the_second_time()
    {
        await using var app = await TestApp.StartAsync(storage);
        var written = app.CustomerWrites("Hello");
        await app.SignalAsync(written);
        await app.SignalAsync(written);

        Assert.Equal(1, (await app.ReadAsync()).UnreadCount);
        Assert.Single(await app.TimelineAsync());
        Assert.Empty(app.Entities.Dropped);
    }

    [Fact]
    public async Task A_new_conversation_is_found_by_search_at_once_and_without_an_orchestration()
    {
        await using var app = await TestApp.StartAsync(storage);
        await app.SignalAsync(app.CustomerWrites("Hello"));

        Assert.Equal([TestApp.Id], await FoundAsync(app));
        Assert.Empty(app.Durable.Started);
        Assert.Null(await app.Rows.FindAsync(WorkId.OfIndexing(TestApp.Id), CancellationToken.None));
    }

    [Fact]
    public async Task A_conversation_that_could_not_be_indexed_is_indexed_by_the_work_that_its_row_stands_for()
    {
        await using var app = await TestApp.StartAsync(storage);
        app.StorageConnection.CutAfterNextTransaction();
        await app.SignalAsync(app.CustomerWrites("Hello"));
        Assert.Empty(await FoundAsync(app));
        Assert.Empty(app.Entities.Dropped);

        app.Time.Advance(TimeSpan.FromMinutes(3));
        await app.New<MaintenanceFunctions>().ReconcileAsync(new(), app.Durable, CancellationToken.None);
        await new OrchestrationRun(app, Assert.Single(app.Durable.Started).Id!).ToItsEndAsync();

        Assert.Equal([TestApp.Id], await FoundAsync(app));
        Assert.Null(await app.Rows.FindAsync(WorkId.OfIndexing(TestApp.Id), CancellationToken.None));
    }

    [Fact]
    public async Task A_text_is_found_by_its_words_after_the_sweep_and_without_an_orchestration()
    {
        await using var app = await TestApp.StartAsync(storage);
        await app.SignalAsync(app.CustomerWrites("Hello"));
        Assert.Empty(await TextsAsync());

        app.Time.Advance(TimeSpan.FromMinutes(3));
        await app.New<MaintenanceFunctions>().ReconcileAsync(new(), app.Durable, CancellationToken.None);

        Assert.Equal([TestApp.Id], await TextsAsync());
        Assert.Empty(app.Durable.Started);

        async Task<IEnumerable<ConversationId>> TextsAsync() =>
            (await app.Get<TextSearch>().FindAsync(["hello"], 10, null, number: null, CancellationToken.None))
                .Items.Select(hit => hit.Conversation.Id);
    }

    [Fact]
    public async Task A_command_after_the_first_saves_reading_the_conversation()
    {
        await using var app = await TestApp.StartAsync(storage);
        await app.SignalAsync(app.CustomerWrites("Hello"));
        var before = app.StorageConnection.Requests;

        await app.SignalAsync(app.CustomerWrites("Still there?", "sms.2"));

        Assert.Equal(1, app.StorageConnection.Requests - before);
    }

    [Fact]
    public async Task A_crash_after_the_transaction_and_before_the_checkpoint_takes_the_event_once()
    {
        await using var app = await TestApp.StartAsync(storage);
        await app.SignalAsync(app.CustomerWrites("Hello"));
        var checkpoint = app.Entities.StateOf(ConversationEntity.IdOf(TestApp.Id));
        await app.SignalAsync(app.CustomerWrites("Still there?", "sms.2"));

        app.Entities.Restore(ConversationEntity.IdOf(TestApp.Id), checkpoint);
        await app.Entities.RunAsync(app.Entities.Signals[^1]);

        Assert.Equal(2, (await app.ReadAsync()).UnreadCount);
        Assert.Equal(2, (await app.TimelineAsync()).Count);
        Assert.Empty(app.Entities.Dropped);
    }

    [Fact]
    public async Task The_row_wins_where_the_entity_lags_behind_it()
    {
        await using var app = await TestApp.StartAsync(storage);
        await app.SignalAsync(app.CustomerWrites("Hello"));
        var checkpoint = app.Entities.StateOf(ConversationEntity.IdOf(TestApp.Id));
        await app.SignalAsync(app.CustomerWrites("Still there?", "sms.2"));

        app.Entities.Restore(ConversationEntity.IdOf(TestApp.Id), checkpoint);
        await app.SignalAsync(app.CustomerWrites("Hm", "sms.3"));
        await app.SignalAsync(new MarkRead("read", app.Time.GetUtcNow(), Ana, 1));

        var conversation = await app.ReadAsync();
        Assert.Equal((3, 3), (conversation.UnreadCount, conversation.Version));
        Assert.Equal(Refusal.NotSeen, (await app.Ledger.FindResultAsync(TestApp.Id, "read", CancellationToken.None))?.Refused);
    }

    [Fact]
    public async Task An_entity_that_remembers_nothing_or_what_it_cannot_read_begins_with_the_row()
    {
        await using var app = await TestApp.StartAsync(storage);
        await app.SignalAsync(app.CustomerWrites("Hello"));

        app.Entities.Restore(ConversationEntity.IdOf(TestApp.Id), null);
        await app.SignalAsync(app.CustomerWrites("Still there?", "sms.2"));
        app.Entities.Restore(ConversationEntity.IdOf(TestApp.Id), """{"Conversation":"{\"status\":\"of another version\"}","ETag":"x"}""");
        await app.SignalAsync(app.CustomerWrites("Hm", "sms.3"));

        Assert.Equal(3, (await app.ReadAsync()).UnreadCount);
        Assert.Empty(app.Entities.Dropped);
    }

    [Fact]
    public async Task It_tries_again_while_storage_is_away()
    {
        await using var app = await TestApp.StartAsync(storage);
        var began = app.Time.GetUtcNow();
        app.StorageConnection.FailNext(6);

        await app.SignalAsync(app.CustomerWrites("Hello"));

        Assert.Equal(1, (await app.ReadAsync()).UnreadCount);
        Assert.InRange(app.Time.GetUtcNow() - began, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30));
        Assert.Empty(app.Entities.Dropped);
    }

    [Fact]
    public async Task It_gives_up_after_two_minutes_and_leaves_no_state_behind()
    {
        await using var app = await TestApp.StartAsync(storage);
        app.StorageConnection.FailNext(int.MaxValue);

        await app.SignalAsync(app.CustomerWrites("Hello"));

        Assert.True(StorageUnavailableException.IsMeantBy(Assert.Single(app.Entities.Dropped)));
        Assert.Null(app.Entities.StateOf(ConversationEntity.IdOf(TestApp.Id)));

        app.StorageConnection.FailNext(0);
        await app.Entities.RunAsync(Assert.Single(app.Entities.Signals));
        Assert.Equal(1, (await app.ReadAsync()).UnreadCount);
    }

    [Fact]
    public async Task A_transaction_whose_answer_was_lost_is_not_done_twice()
    {
        await using var app = await TestApp.StartAsync(storage);
        app.StorageConnection.LoseNextAnswer();

        await app.SignalAsync(app.CustomerWrites("Hello"));

        Assert.Equal(1, (await app.ReadAsync()).UnreadCount);
        Assert.Single(await app.TimelineAsync());
        Assert.Empty(app.Entities.Dropped);
    }

    [Fact]
    public async Task A_message_is_sent_by_an_orchestration_of_its_own_id_which_knows_nothing_but_that_id()
    {
        await using var app = await TestApp.StartAsync(storage);
        var work = await app.WithQueuedMessageAsync();

        var started = Assert.Single(app.Durable.Started);
        Assert.Equal((nameof(WorkOrchestration), work.ToString(), $"\"{work}\""), (started.Name, started.Id, started.Input));
    }

    [Fact]
    public async Task A_message_is_scheduled_again_where_a_crash_lost_the_schedule()
    {
        await using var app = await TestApp.StartAsync(storage);
        await app.SignalAsync(app.CustomerWrites("Hello"));
        await app.Ledger.HandleAsync(TestApp.Id, app.AnaWrites("On my way"), null, keepRefusal: true, kept: false, CancellationToken.None);
        Assert.Empty(app.Durable.Started);

        await app.SignalAsync(app.AnaWrites("On my way"));

        Assert.Single(app.Durable.Started);
        Assert.Equal(2, (await app.TimelineAsync()).Count);
    }

    [Fact]
    public async Task A_message_that_is_signalled_twice_is_scheduled_once()
    {
        await using var app = await TestApp.StartAsync(storage);
        await app.SignalAsync(app.CustomerWrites("Hello"));
        var send = new SendMessage(Guid.NewGuid().ToString(), app.Time.GetUtcNow(), Ana, "On my way");

        await app.SignalAsync(send);
        await app.SignalAsync(send);

        Assert.Single(app.Durable.Started);
    }

    [Fact]
    public async Task The_row_that_kept_a_command_goes_when_the_command_is_taken()
    {
        await using var app = await TestApp.StartAsync(storage);
        await app.SignalAsync(app.CustomerWrites("Hello"));
        var comment = new AddComment("comment", app.Time.GetUtcNow(), Ana, "Call her");
        await app.Rows.AddAsync(new(TestApp.Id, comment.SourceId), comment, CancellationToken.None);

        await app.SignalAsync(comment, kept: true);

        Assert.Null(await app.Rows.FindAsync(new(TestApp.Id, comment.SourceId), CancellationToken.None));
    }

    [Fact]
    public async Task The_row_that_kept_a_message_becomes_the_row_of_its_work()
    {
        await using var app = await TestApp.StartAsync(storage);
        await app.SignalAsync(app.CustomerWrites("Hello"));
        var message = app.AnaWrites("On my way");
        await app.Rows.AddAsync(new(TestApp.Id, message.SourceId), message, CancellationToken.None);

        await app.SignalAsync(message, kept: true);
        await app.SignalAsync(message, kept: true);

        Assert.Equal(WorkKind.SendMessage, (await app.Rows.FindAsync(new(TestApp.Id, message.SourceId), CancellationToken.None))?.Kind);
    }

    [Fact]
    public async Task A_refusal_can_be_looked_up_and_leaves_no_entity_of_a_conversation_that_is_not()
    {
        await using var app = await TestApp.StartAsync(storage);

        await app.SignalAsync(new Close("close", app.Time.GetUtcNow(), Ana, null));

        Assert.Equal(Refusal.UnknownConversation, (await app.Ledger.FindResultAsync(TestApp.Id, "close", CancellationToken.None))?.Refused);
        Assert.Null(app.Entities.StateOf(ConversationEntity.IdOf(TestApp.Id)));
    }

    [Fact]
    public async Task A_signal_that_is_no_command_changes_nothing()
    {
        await using var app = await TestApp.StartAsync(storage);
        await app.SignalAsync(app.CustomerWrites("Hello"));
        var entity = ConversationEntity.IdOf(TestApp.Id);

        await app.Entities.SignalAsync(entity, null);
        await app.Entities.SignalAsync(entity, new CommandEnvelope(null, false));
        await app.Entities.SignalAsync(entity, new CommandEnvelope("""{"command":"fromTheFuture","sourceId":"x"}""", true));
        await app.Entities.SignalAsync(entity, new CommandEnvelope("not even JSON", true));
        await app.Entities.SignalAsync(new(nameof(ConversationEntity), "nobody"), CommandEnvelope.Of(app.CustomerWrites("Hello"), false));
        await app.SignalAsync(app.CustomerWrites("Still there?", "sms.2"));

        Assert.Empty(app.Entities.Dropped);
        Assert.Equal(2, (await app.ReadAsync()).UnreadCount);
    }

    private static async Task<IReadOnlyList<ConversationId>> FoundAsync(TestApp app) =>
        [.. (await app.Get<ConversationIndex>().FindAsync(["0199"], 10, null, null, _ => true, CancellationToken.None)).Items.Select(
            found => found.Id)];
}
