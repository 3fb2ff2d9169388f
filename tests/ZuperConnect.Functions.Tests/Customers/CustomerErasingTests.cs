using Microsoft.DurableTask.Client;
using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.Functions.Conversations;
using ZuperConnect.Functions.Messages;
using ZuperConnect.Functions.Tests.Durable;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Functions.Tests.Customers;

/// <summary>What Durable Functions has of a customer who is erased.</summary>
public class CustomerErasingTests(TestStorage storage)
{
    private static CancellationToken Never => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Entity_and_histories_of_an_erased_customer_are_gone_and_those_of_others_go_on()
    {
        await using var app = await TestApp.StartAsync(storage);
        var work = await app.WithQueuedMessageAsync();
        var (running, other) = (work.ToString(), "14255550100-12065550177.message");
        app.Durable.Set(running, OrchestrationRuntimeStatus.Running);
        app.Durable.Set(other, OrchestrationRuntimeStatus.Running);
        app.Durable.Set("recordings.recording", OrchestrationRuntimeStatus.Completed);
        Assert.NotNull(app.Entities.StateOf(ConversationEntity.IdOf(TestApp.Id)));

        await EraseAsync(app);

        Assert.Null(app.Entities.StateOf(ConversationEntity.IdOf(TestApp.Id)));
        Assert.Equal([other], app.Durable.Kept);
        Assert.Null((await app.Ledger.ReadAsync(TestApp.Id, Never)).Conversation);
        Assert.Empty(app.Entities.Dropped);
    }

    [Fact]
    public async Task Histories_are_looked_through_once_each_time_that_the_work_looks_however_many_numbers_there_are()
    {
        await using var app = await TestApp.StartAsync(storage);
        await app.SignalAsync(app.CustomerWrites("Is my boiler done?"));

        await EraseAsync(app, TestApp.Id.Customer.Value, "+12065550144", "+12065550155");

        Assert.Equal(2, app.Durable.Purges);
    }

    [Fact]
    public async Task Late_event_is_acknowledged_and_leaves_nothing()
    {
        await using var app = await TestApp.StartAsync(storage);
        var text = app.CustomerWrites("Is my boiler done?");
        await app.SignalAsync(text);
        await EraseAsync(app);

        var answer = await app.New<EntityOwners>().ForEvents(app.Durable).Conversations.TakeAsync(TestApp.Id, text, Never);

        Assert.Equal(Refusal.Erased, answer?.Refused);
        Assert.Null(await app.Ledger.FindTakenAsync(TestApp.Id, text.SourceId, Never));
        Assert.Null(app.Entities.StateOf(ConversationEntity.IdOf(TestApp.Id)));
    }

    [Fact]
    public async Task History_of_work_that_is_over_is_deleted_every_night()
    {
        await using var app = await TestApp.StartAsync(storage);
        app.Durable.Set("recordings.done", OrchestrationRuntimeStatus.Completed);
        app.Durable.Set("recordings.running", OrchestrationRuntimeStatus.Running);

        await app.New<SweepFunctions>().ForgetAsync(new(), app.Durable, Never);

        Assert.Equal(["recordings.running"], app.Durable.Kept);
    }

    private static async Task EraseAsync(TestApp app, params IReadOnlyList<string> numbers)
    {
        app.Time.Advance(TimeSpan.FromSeconds(1));
        var book = app.Get<CustomerBook>();
        Assert.True(CustomerDetails.TryRead("Carla", numbers is [] ? [TestApp.Id.Customer.Value] : numbers, null, null, null, out var details, out _));
        var made = Assert.IsType<CustomerChange.Made>(await book.AddAsync(Guid.NewGuid().ToString(), details, Never));
        await new OrchestrationRun(app, $"{made.Work}").ToItsEndAsync();
        var work = (await book.EraseAsync(made.Stored, Never))!;

        await new OrchestrationRun(app, work.ToString()).ToItsEndAsync();

        Assert.Null(await app.Rows.FindAsync(work, Never));
    }
}
