using ZuperConnect.BackgroundWork;
using ZuperConnect.Conversations;
using ZuperConnect.Functions.BackgroundWork;
using ZuperConnect.Functions.Hosting;
using ZuperConnect.Functions.Tests.Durable;
using ZuperConnect.Messages;
using ZuperConnect.Numbers;
using ZuperConnect.Outbox;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Functions.Tests.BackgroundWork;

public class WorkOrchestrationTests(TestStorage storage)
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task A_message_is_sent_once_and_its_row_goes()
    {
        await using var app = await TestApp.StartAsync(storage);
        var work = await app.WithQueuedMessageAsync();

        await new OrchestrationRun(app, work.ToString()).ToItsEndAsync();
        await new OrchestrationRun(app, work.ToString()).ToItsEndAsync();

        var sent = Assert.Single(app.Provider.Sent);
        Assert.Equal((TestApp.Id.Number, TestApp.Id.Customer, "On my way"), (sent.From, sent.To, sent.Text));
        Assert.True(MessageTag.TryParse(sent.Tag, out var tag));
        Assert.Equal(new(work.SourceId, (await app.MessageAsync(work)).At), tag);
        Assert.Equal(Delivery.Sent, (await app.MessageAsync(work)).Delivery);
        Assert.Null(await app.Rows.FindAsync(work, Never));
    }

    [Fact]
    public async Task A_scheduled_message_is_released_at_its_time_and_sent_by_other_work()
    {
        await using var app = await TestApp.StartAsync(storage);
        await app.SignalAsync(app.CustomerWrites("When do you come?"));
        var (message, sendAt) = (app.AnaWrites("Tomorrow at ten"), app.Time.GetUtcNow().AddMinutes(1));
        await app.SignalAsync(message with { SendAt = sendAt });
        var work = WorkId.OfScheduled(TestApp.Id, message.SourceId, sendAt);
        Assert.Contains(app.Durable.Started, started => started.Id == work.ToString());

        await new OrchestrationRun(app, work.ToString()).ToItsEndAsync();

        Assert.True(app.Time.GetUtcNow() >= sendAt);
        Assert.Null(await app.Rows.FindAsync(work, Never));
        Assert.Empty(app.Provider.Sent);
        var sending = new WorkId(TestApp.Id, message.SourceId);
        Assert.Contains(app.Durable.Started, started => started.Id == sending.ToString());

        await new OrchestrationRun(app, sending.ToString()).ToItsEndAsync();
        await new OrchestrationRun(app, work.ToString()).ToItsEndAsync();

        Assert.Equal("Tomorrow at ten", Assert.Single(app.Provider.Sent).Text);
        Assert.Null(await app.Rows.FindAsync(sending, Never));
    }

    [Fact]
    public async Task A_message_is_sent_though_the_answer_to_its_claim_was_lost()
    {
        await using var app = await TestApp.StartAsync(storage);
        var work = await app.WithQueuedMessageAsync();
        app.StorageConnection.RepeatNextUpdate();

        await new OrchestrationRun(app, work.ToString()).ToItsEndAsync();

        Assert.Single(app.Provider.Sent);
        Assert.Equal(Delivery.Sent, (await app.MessageAsync(work)).Delivery);
    }

    [Fact]
    public async Task A_busy_provider_is_tried_again_after_pauses_that_grow()
    {
        await using var app = await TestApp.StartAsync(storage);
        var work = await app.WithQueuedMessageAsync();
        app.Provider.Answers(new SendResult.Retry("busy"));
        app.Provider.Answers(new SendResult.Retry("busy"));

        var run = await new OrchestrationRun(app, work.ToString()).ToItsEndAsync();

        Assert.Equal(3, app.Provider.Sent.Count);
        Assert.Equal([TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15)], run.Pauses);
        Assert.Equal(Delivery.Sent, (await app.MessageAsync(work)).Delivery);
    }

    [Fact]
    public async Task A_busy_provider_is_tried_again_though_storage_is_away_when_it_says_so()
    {
        await using var app = await TestApp.StartAsync(storage);
        var work = await app.WithQueuedMessageAsync();
        app.Provider.Answers(new SendResult.Retry("busy"), meanwhile: () => app.StorageConnection.FailNext(9));

        await new OrchestrationRun(app, work.ToString()).ToItsEndAsync();

        Assert.Equal(2, app.Provider.Sent.Count);
        Assert.Equal(Delivery.Sent, (await app.MessageAsync(work)).Delivery);
    }

    [Fact]
    public async Task A_message_that_may_have_left_waits_a_quarter_of_an_hour_for_its_report_and_is_never_sent_again()
    {
        await using var app = await TestApp.StartAsync(storage);
        var work = await app.WithQueuedMessageAsync();
        app.Provider.Fails(new HttpRequestException("The connection broke."));

        var run = await new OrchestrationRun(app, work.ToString()).ToItsEndAsync();

        Assert.Single(app.Provider.Sent);
        Assert.Equal(
            [MessageSending.DeliveryReportTimeout], run.Pauses.Select(pause => TimeSpan.FromMinutes(Math.Ceiling(pause.TotalMinutes))));
        Assert.Equal(Delivery.Unknown, (await app.MessageAsync(work)).Delivery);
        Assert.Null(await app.Rows.FindAsync(work, Never));
    }

    [Fact]
    public async Task A_process_that_dies_while_it_sends_does_not_send_again()
    {
        await using var app = await TestApp.StartAsync(storage);
        var work = await app.WithQueuedMessageAsync();
        var taken = app.Provider.NeverAnswers();
        _ = app.New<WorkActivities>().DoWorkStep(work.ToString(), app.Durable, Never);
        await taken;

        await new OrchestrationRun(app, work.ToString()).ToItsEndAsync();

        Assert.Single(app.Provider.Sent);
        Assert.Equal(Delivery.Unknown, (await app.MessageAsync(work)).Delivery);
    }

    [Fact]
    public async Task A_refused_message_fails_with_the_reason()
    {
        await using var app = await TestApp.StartAsync(storage);
        var work = await app.WithQueuedMessageAsync();
        app.Provider.Answers(new SendResult.Refused("The provider refused it (400)."));

        await new OrchestrationRun(app, work.ToString()).ToItsEndAsync();

        var message = await app.MessageAsync(work);
        Assert.Equal((Delivery.Failed, "The provider refused it (400)."), (message.Delivery, message.FailureReason));
    }

    [Fact]
    public async Task A_result_that_the_owner_has_not_stored_is_told_again()
    {
        await using var app = await TestApp.StartAsync(storage);
        var work = await app.WithQueuedMessageAsync();
        app.Entities.IsUnavailable = true;
        var activities = app.New<WorkActivities>();
        var envelope = await activities.DoWorkStep(work.ToString(), app.Durable, Never);
        var command = JsonEnvelope.Of(Assert.Single(envelope.Read<WorkStep>().Commands));

        await Assert.ThrowsAnyAsync<Exception>(() => activities.TellOwner(command, app.Durable, Never));
        app.Entities.IsUnavailable = false;
        await activities.TellOwner(command, app.Durable, Never);

        Assert.Single(app.Provider.Sent);
        Assert.Equal(Delivery.Sent, (await app.MessageAsync(work)).Delivery);
    }

    [Fact]
    public async Task What_became_of_a_message_is_told_again_until_its_owner_is_reached()
    {
        await using var app = await TestApp.StartAsync(storage);
        var work = await app.WithQueuedMessageAsync();
        app.Entities.IsUnavailable = true;
        var tries = 0;

        await new OrchestrationRun(app, work.ToString()).ToItsEndAsync(beforeTelling: () => app.Entities.IsUnavailable = ++tries < 3);

        Assert.Equal(3, tries);
        Assert.Single(app.Provider.Sent);
        Assert.Equal(Delivery.Sent, (await app.MessageAsync(work)).Delivery);
    }

    [Fact]
    public void What_became_of_a_message_is_told_for_more_than_a_day()
    {
        var policy = WorkOrchestration.RetriedForLong.Retry!.Policy!;
        var pauses = Enumerable.Range(0, policy.MaxNumberOfAttempts - 1)
            .Select(retry => Math.Min(
                policy.FirstRetryInterval.TotalSeconds * Math.Pow(policy.BackoffCoefficient, retry), policy.MaxRetryInterval.TotalSeconds));

        Assert.InRange(TimeSpan.FromSeconds(pauses.Sum()), TimeSpan.FromDays(1), TimeSpan.FromDays(2));
    }

    [Fact]
    public async Task A_timer_that_fires_a_second_early_does_not_start_another_round()
    {
        await using var app = await TestApp.StartAsync(storage);
        var work = await app.WithQueuedMessageAsync();
        app.Provider.Answers(new SendResult.Retry("busy"));
        await using var runtime = await DurableRuntime.StartAsync(app);
        runtime.Early = TimeSpan.FromMilliseconds(900);

        await runtime.StartAsync(work.ToString());
        await runtime.EndAsync(work.ToString());

        Assert.Equal(2, runtime.Steps);
        Assert.Equal(2, app.Provider.Sent.Count);
    }

    [Fact]
    public async Task Work_that_is_started_twice_runs_once()
    {
        await using var app = await TestApp.StartAsync(storage);
        var work = await app.WithQueuedMessageAsync();
        await using var runtime = await DurableRuntime.StartAsync(app);
        var (begun, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        runtime.BeforeStep = () =>
        {
            begun.TrySetResult();
            return goOn.Task;
        };

        await runtime.Client.StartAsync(work, Never);
        await begun.Task.WaitAsync(TimeSpan.FromMinutes(1), Never);
        await runtime.Client.StartAsync(work, Never);
        goOn.SetResult();
        await runtime.EndAsync(work.ToString());

        Assert.Equal(1, runtime.Steps);
        Assert.Single(app.Provider.Sent);
    }

    [Fact]
    public async Task History_of_work_that_is_over_is_purged_and_what_runs_is_left_alone()
    {
        await using var app = await TestApp.StartAsync(storage);
        var work = await app.WithQueuedMessageAsync();
        await using var runtime = await DurableRuntime.StartAsync(app);
        await runtime.StartAsync(work.ToString());
        await runtime.EndAsync(work.ToString());
        var (begun, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        runtime.BeforeStep = () =>
        {
            begun.TrySetResult();
            return goOn.Task;
        };
        await runtime.StartAsync($"{TestApp.Id}.another");
        await begun.Task.WaitAsync(TimeSpan.FromMinutes(1), Never);

        await new DurableStatePurger(runtime.Client).ForgetHistoryAsync(null, Never);

        Assert.Null(await runtime.Client.GetInstanceAsync(work.ToString(), Never));
        Assert.False((await runtime.Client.GetInstanceAsync($"{TestApp.Id}.another", Never))!.IsCompleted);
        goOn.SetResult();
        await runtime.EndAsync($"{TestApp.Id}.another");
    }

    [Fact]
    public async Task It_goes_on_when_storage_comes_back()
    {
        await using var app = await TestApp.StartAsync(storage);
        var work = await app.WithQueuedMessageAsync();
        app.StorageConnection.FailNext(3);

        await new OrchestrationRun(app, work.ToString()).ToItsEndAsync();

        Assert.Single(app.Provider.Sent);
        Assert.Equal(Delivery.Sent, (await app.MessageAsync(work)).Delivery);
    }

    [Fact]
    public async Task Its_history_holds_no_text()
    {
        await using var app = await TestApp.StartAsync(storage);
        var work = await app.WithQueuedMessageAsync("Nobody else may read this");
        app.Provider.Answers(new SendResult.Retry("busy"));

        var run = await new OrchestrationRun(app, work.ToString()).ToItsEndAsync();

        Assert.NotEmpty(run.History);
        Assert.DoesNotContain(run.History, json => json.Contains("Nobody", StringComparison.Ordinal));
    }

    [Fact]
    public async Task STOP_to_one_number_reaches_the_conversations_of_the_others()
    {
        await using var app = await TestApp.StartAsync(storage);
        var other = TestApp.Id with
        {
            Number = PhoneNumber.TryParse("+14255550101", out var service)
            ? service : throw new InvalidOperationException()
        };
        await app.Get<NumberStore>().AddAsync(new(other.Number, "Service"), Never);
        await app.Ledger.HandleAsync(other, app.CustomerWrites("Hello", "sms.0"), null, keepRefusal: false, kept: false, Never);
        await app.SignalAsync(app.CustomerWrites("STOP"));

        var started = Assert.Single(app.Durable.Started);
        await new OrchestrationRun(app, started.Id!).ToItsEndAsync();

        Assert.True((await app.Ledger.ReadAsync(other, Never)).Conversation?.OptedOut);
        Assert.Null(await app.Rows.FindAsync(new(TestApp.Id, "sms.1"), Never));
    }

    [Fact]
    public async Task An_orchestration_with_the_id_of_no_work_does_nothing()
    {
        await using var app = await TestApp.StartAsync(storage);

        var run = await new OrchestrationRun(app, "nothing").ToItsEndAsync();

        Assert.Empty(run.History);
    }
}
