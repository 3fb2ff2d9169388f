using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ZuperConnect.BackgroundWork;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Idempotency;
using ZuperConnect.Local.BackgroundWork;
using ZuperConnect.Local.Phone;
using ZuperConnect.Maintenance;
using ZuperConnect.Messages;
using ZuperConnect.Outbox;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Messages;

public sealed class SendingTests(TestStorage storage) : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly string _messageId = Guid.NewGuid().ToString();
    private RunningInbox _inbox = null!;

    public async ValueTask InitializeAsync()
    {
        _inbox = await RunningInbox.StartAsync(storage, builder => builder.Services.AddSingleton<TimeProvider>(_time));
        await _inbox.CustomerWritesAsync("Is my boiler ready?");
    }

    public ValueTask DisposeAsync() => _inbox.DisposeAsync();

    [Fact]
    public async Task Message_is_sent_later_while_the_provider_is_busy()
    {
        _inbox.SetTextOutcome(SimulatedTextOutcome.Busy);
        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Tomorrow at ten.", _messageId));
        await WorkAsync(work => work is { Attempts: 1, ClaimedAt: null });
        await _inbox.DeliveryAsync(_messageId, Delivery.Queued);
        Assert.Empty(await _inbox.PhoneAsync());

        _inbox.SetTextOutcome(SimulatedTextOutcome.Delivered);
        await AdvanceUntilAsync(Delivery.Delivered, TimeSpan.FromSeconds(5));
        Assert.Equal(["Tomorrow at ten."], await _inbox.PhoneAsync());
    }

    [Fact]
    public async Task Message_fails_when_the_provider_stays_busy_for_hours()
    {
        _inbox.SetTextOutcome(SimulatedTextOutcome.Busy);
        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Tomorrow at ten.", _messageId));
        await AdvanceUntilAsync(Delivery.Failed, TimeSpan.FromMinutes(20));
        Assert.Contains("busy", (string)(await _inbox.DeliveryAsync(_messageId, Delivery.Failed))["failureReason"]!);
        Assert.True((bool)(await _inbox.ConversationAsync())["unresponded"]!);
    }

    [Fact]
    public async Task Message_whose_answer_was_lost_waits_for_its_report_and_is_unknown_after_fifteen_minutes()
    {
        _inbox.SetTextOutcome(SimulatedTextOutcome.Lost);
        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Tomorrow at ten.", _messageId));
        await _inbox.DeliveryAsync(_messageId, Delivery.Sending);

        _inbox.SetTextOutcome(SimulatedTextOutcome.Delivered);
        _time.Advance(MessageSending.DeliveryReportTimeout - TimeSpan.FromSeconds(1));
        await _inbox.DeliveryAsync(_messageId, Delivery.Sending);
        await AdvanceUntilAsync(Delivery.Unknown, TimeSpan.FromSeconds(1));

        Assert.Single(await _inbox.PhoneAsync());
        await WorkAsync(work => work is null);
        await _inbox.ReportAsync(_messageId, "Delivered");
        await _inbox.DeliveryAsync(_messageId, Delivery.Delivered);
    }

    [Fact]
    public async Task Report_that_comes_before_the_lost_answer_settles_the_message()
    {
        _inbox.SetTextOutcome(SimulatedTextOutcome.Lost);
        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Tomorrow at ten.", _messageId));
        await _inbox.DeliveryAsync(_messageId, Delivery.Sending);
        await _inbox.ReportAsync(_messageId, "Delivered");
        await _inbox.DeliveryAsync(_messageId, Delivery.Delivered);
        await WorkAsync(work => work is null);

        _time.Advance(TimeSpan.FromHours(1));
        await _inbox.DeliveryAsync(_messageId, Delivery.Delivered);
        Assert.Single(await _inbox.PhoneAsync());
    }

    [Fact]
    public async Task Message_that_a_dead_worker_had_claimed_is_never_sent_again()
    {
        await _inbox.Services.GetRequiredService<LocalWorker>().StopAsync(TestContext.Current.CancellationToken);
        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Tomorrow at ten.", _messageId));
        var workItems = _inbox.Services.GetRequiredService<WorkItemStore>();
        var item = (await workItems.FindAsync(Work, TestContext.Current.CancellationToken))!;
        Assert.NotNull(await workItems.ChangeAsync(item with { ClaimedAt = _time.GetUtcNow() }, TestContext.Current.CancellationToken));
        Assert.Null(await workItems.ChangeAsync(item with { ClaimedAt = _time.GetUtcNow() }, TestContext.Current.CancellationToken));

        var work = _inbox.Services.GetRequiredService<BackgroundWorkRunner>();
        var waits = await work.StepAsync(Work, _inbox.Services.GetRequiredService<HostServices>(), TestContext.Current.CancellationToken);
        Assert.Equal(Delivery.Sending, Assert.IsType<ChangeDelivery>(Assert.Single(waits.Commands).Command).Delivery);
        Assert.Equal(_time.GetUtcNow() + MessageSending.DeliveryReportTimeout, waits.NextStepAt);

        _time.Advance(MessageSending.DeliveryReportTimeout);
        var gaveUp = await work.StepAsync(Work, _inbox.Services.GetRequiredService<HostServices>(), TestContext.Current.CancellationToken);
        Assert.Equal(Delivery.Unknown, Assert.IsType<ChangeDelivery>(Assert.Single(gaveUp.Commands).Command).Delivery);
        Assert.Null(gaveUp.NextStepAt);
        Assert.Empty(await _inbox.PhoneAsync());
    }

    [Fact]
    public async Task Message_accepted_before_the_customer_opted_out_is_not_sent_after_it()
    {
        await _inbox.Services.GetRequiredService<LocalWorker>().StopAsync(TestContext.Current.CancellationToken);
        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Tomorrow at ten.", _messageId));
        await _inbox.CustomerWritesAsync("STOP", at: _time.GetUtcNow());

        var step = await _inbox.Services.GetRequiredService<BackgroundWorkRunner>()
            .StepAsync(Work, _inbox.Services.GetRequiredService<HostServices>(), TestContext.Current.CancellationToken);

        Assert.Equal(Delivery.Failed, Assert.IsType<ChangeDelivery>(Assert.Single(step.Commands).Command).Delivery);
        Assert.Empty(await _inbox.PhoneAsync());
    }

    [Fact]
    public async Task Sweep_finds_the_work_that_nobody_does_once_it_is_two_minutes_old()
    {
        await _inbox.IndexedAsync();
        await _inbox.Services.GetRequiredService<LocalWorker>().StopAsync(TestContext.Current.CancellationToken);
        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Tomorrow at ten.", _messageId));
        Assert.Equal([], await SweptAsync());
        _time.Advance(WorkReconciler.AbandonedAfter + TimeSpan.FromSeconds(1));
        Assert.Equal([Work], await SweptAsync());
    }

    [Fact]
    public async Task Taken_events_are_forgotten_after_thirty_days_and_conversations_never()
    {
        await _inbox.IndexedAsync();
        await _inbox.Services.GetRequiredService<LocalWorker>().StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, (await _inbox.RowsAsync()).Count(row => row.RowKey.StartsWith("e|", StringComparison.Ordinal)));
        var maintenance = _inbox.Services.GetRequiredService<DailyMaintenance>();
        await maintenance.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, (await _inbox.RowsAsync()).Count(row => row.RowKey.StartsWith("e|", StringComparison.Ordinal)));

        _time.Advance(IdempotencyRetention.Retention + TimeSpan.FromMinutes(1));
        await maintenance.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["c", "t", "v", "v", "v", "v", "v"], (await _inbox.RowsAsync()).Select(row => row.RowKey[..1]));
    }

    private WorkId Work => WorkId.TryParse($"{RunningInbox.ConversationId}.{_messageId}", out var id)
        ? id : throw new InvalidOperationException();

    private Task<WorkItem?> WorkAsync(Predicate<WorkItem?> expected) => RunningInbox.EventuallyAsync(
        () => _inbox.Services.GetRequiredService<WorkItemStore>().FindAsync(Work, TestContext.Current.CancellationToken), expected);

    private async Task<IReadOnlyList<WorkId>> SweptAsync()
    {
        var swept = new List<WorkId>();
        await _inbox.Services.GetRequiredService<WorkReconciler>().RunAsync(
            WorkReconciler.AbandonedAfter,
            (item, _) =>
            {
                if (item.Kind is not WorkKind.IndexText)
                {
                    swept.Add(item.Id);
                }

                return Task.CompletedTask;
            },
            TestContext.Current.CancellationToken);
        return swept;
    }

    /// <summary>Advances the clock until the message has this delivery. The worker may be between two delays at any time.</summary>
    private Task AdvanceUntilAsync(Delivery delivery, TimeSpan step) => RunningInbox.EventuallyAsync(
        async () =>
        {
            _time.Advance(step);
            return (await _inbox.TimelineAsync()).Single(item => (string)item["id"]! == _messageId);
        },
        item => string.Equals((string)item["delivery"]!, delivery.ToString(), StringComparison.OrdinalIgnoreCase));
}
