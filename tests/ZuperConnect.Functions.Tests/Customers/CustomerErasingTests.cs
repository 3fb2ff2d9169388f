using System.Globalization;
using Microsoft.DurableTask.Client;
using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.Functions.Conversations;
using ZuperConnect.Functions.Hosting;
using ZuperConnect.Functions.Maintenance;
using ZuperConnect.Functions.Tests.Durable;
using ZuperConnect.Numbers;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Functions.Tests.Customers;

/// <summary>The state of Durable Functions about an erased customer.</summary>
public class CustomerErasingTests(TestStorage storage)
{
    private static readonly ConversationId Other = ConversationId.TryParse("14255550101-12065550199", out var id)
        ? id : throw new InvalidOperationException();

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

        var result = await app.New<DurableHostServices>().ForEvents(app.Durable).Conversations.HandleAsync(TestApp.Id, text, Never);

        Assert.Equal(Refusal.Erased, result?.Refused);
        Assert.Null(await app.Ledger.FindProcessedAsync(TestApp.Id, text.SourceId, Never));
        Assert.Null(app.Entities.StateOf(ConversationEntity.IdOf(TestApp.Id)));
    }

    [Fact]
    public async Task Erasing_makes_no_entity_of_a_conversation_that_never_was()
    {
        await using var app = await TestApp.StartAsync(storage);
        await app.Get<NumberStore>().AddAsync(new(Other.Number, "Service"), Never);
        await app.SignalAsync(app.CustomerWrites("Is my boiler done?"));

        await EraseAsync(app);

        Assert.Equal([ConversationEntity.IdOf(TestApp.Id)], app.Entities.Instances);
    }

    [Theory]
    [InlineData("2026-01-05T09:59:30Z", 0)]
    [InlineData("2026-01-05T10:00:10Z", 1)]
    [InlineData("2026-01-05T10:30:10Z", 1)]
    public async Task Deleted_entities_are_cleaned_away_every_half_an_hour_as_the_runtime_keeps_them_that_long(string at, int cleanings)
    {
        await using var app = await TestApp.StartAsync(storage);
        app.Time.SetUtcNow(DateTimeOffset.Parse(at, CultureInfo.InvariantCulture));

        await app.New<MaintenanceFunctions>().ReconcileAsync(new(), app.Durable, Never);

        Assert.Equal(cleanings, app.Entities.Cleanings);
    }

    [Fact]
    public async Task History_of_work_that_is_over_is_deleted_every_night()
    {
        await using var app = await TestApp.StartAsync(storage);
        app.Durable.Set("recordings.done", OrchestrationRuntimeStatus.Completed);
        app.Durable.Set("recordings.running", OrchestrationRuntimeStatus.Running);

        await app.New<MaintenanceFunctions>().ForgetAsync(new(), app.Durable, Never);

        Assert.Equal(["recordings.running"], app.Durable.Kept);
        Assert.Equal(1, app.Entities.Cleanings);
    }

    private static async Task EraseAsync(TestApp app, params IReadOnlyList<string> numbers)
    {
        app.Time.Advance(TimeSpan.FromSeconds(1));
        var customers = app.Get<CustomerStore>();
        Assert.True(
            CustomerDetails.TryRead(
                "Carla", numbers is [] ? [TestApp.Id.Customer.Value] : numbers, null, null, null, out var details, out _));
        var made = Assert.IsType<CustomerChange.Made>(await customers.AddAsync(Guid.NewGuid().ToString(), details, Never));
        await new OrchestrationRun(app, $"{made.Work}").ToItsEndAsync();
        var work = (await customers.EraseAsync(made.Stored, Never))!;

        await new OrchestrationRun(app, work.ToString()).ToItsEndAsync();

        Assert.Null(await app.Rows.FindAsync(work, Never));
    }
}
