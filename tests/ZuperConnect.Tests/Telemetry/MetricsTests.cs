using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Time.Testing;
using ZuperConnect.Conversations;
using ZuperConnect.Local.Phone;
using ZuperConnect.Maintenance;
using ZuperConnect.Outbox;
using ZuperConnect.Telemetry;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Telemetry;

public sealed class MetricsTests(TestStorage storage) : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly string _messageId = Guid.NewGuid().ToString();
    private RunningInbox _inbox = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _inbox = await RunningInbox.StartAsync(storage, builder => builder.Services.AddSingleton<TimeProvider>(_time));

    public ValueTask DisposeAsync() => _inbox.DisposeAsync();

    [Fact]
    public async Task Customers_text_counts_once_with_its_way_into_storage()
    {
        using var received = Collect<long>("inbox.messages.received");
        using var stored = Collect<double>("inbox.event.stored.duration");

        await _inbox.CustomerWritesAsync("Hello", id: "sms1", at: _time.GetUtcNow() - TimeSpan.FromSeconds(3));
        await _inbox.CustomerWritesAsync("Hello", id: "sms1", at: _time.GetUtcNow() - TimeSpan.FromSeconds(3));

        Assert.Equal([1], Values(received));
        Assert.Equal(3, Assert.Single(Values(stored)), tolerance: 0.01);
    }

    [Fact]
    public async Task Text_that_the_provider_took_counts_once_as_sent()
    {
        using var sent = Collect<long>("inbox.messages.sent");
        using var failed = Collect<long>("inbox.messages.failed");
        await _inbox.CustomerWritesAsync("Hello");

        await _inbox.ReplyAsync("On my way", _messageId);
        await _inbox.DeliveryAsync(_messageId, Delivery.Delivered);
        await _inbox.ReportAsync(_messageId, "Delivered");

        await sent.WaitForMeasurementsAsync(1, Cancellation);
        Assert.Equal([1], Values(sent));
        Assert.Empty(Values(failed));
    }

    [Theory]
    [InlineData(SimulatedTextOutcome.Refused, 0)]
    [InlineData(SimulatedTextOutcome.Failed, 1)]
    public async Task Text_that_did_not_arrive_counts_as_failed(SimulatedTextOutcome outcome, int sentOnTheWay)
    {
        using var sent = Collect<long>("inbox.messages.sent");
        using var failed = Collect<long>("inbox.messages.failed");
        await _inbox.CustomerWritesAsync("Hello");
        _inbox.SetTextOutcome(outcome);

        await _inbox.ReplyAsync("On my way", _messageId);
        await _inbox.DeliveryAsync(_messageId, Delivery.Failed);

        await failed.WaitForMeasurementsAsync(1, Cancellation);
        Assert.Equal([1], Values(failed));
        Assert.Equal(sentOnTheWay, Values(sent).Sum());
    }

    [Theory]
    [InlineData(true, "answered")]
    [InlineData(false, "unanswered")]
    public async Task Ringing_is_measured_until_somebody_answers_or_nobody_did(bool answers, string outcome)
    {
        using var rang = Collect<double>("inbox.call.ring.duration");
        var callId = await _inbox.CustomerCallsAsync();
        await _inbox.DeviceAsync("ana", "rings");
        _time.Advance(TimeSpan.FromSeconds(4));
        if (answers)
        {
            await _inbox.DeviceAnswersAsync("ana");
            await _inbox.CallItemAsync(callId, "inProgress");
        }
        else
        {
            await _inbox.CustomerHangsUpAsync(callId);
            await _inbox.CallItemAsync(callId, "canceled");
        }

        await rang.WaitForMeasurementsAsync(1, Cancellation);
        var measured = Assert.Single(rang.GetMeasurementSnapshot());
        Assert.Equal(4, measured.Value, tolerance: 0.01);
        Assert.Equal(outcome, measured.Tags["outcome"]);
    }

    [Fact]
    public async Task Sweep_notes_what_is_left_to_do_and_how_old_it_is()
    {
        using var failed = Collect<long>("inbox.work.failed");
        using var oldest = Collect<double>("inbox.work.oldest_age");
        await _inbox.CustomerWritesAsync("Hello");
        _inbox.SetTextOutcome(SimulatedTextOutcome.Busy);
        await _inbox.ReplyAsync("On my way", _messageId);
        await RunningInbox.EventuallyAsync(RowAsync, item => item is { Attempts: 1, ClaimedAt: null });
        var item = (await RowAsync())!;

        _time.Advance(TimeSpan.FromMinutes(3));
        await ReconcileAsync();
        Assert.Equal((0, 180), (failed.LastMeasurement!.Value, Math.Round(oldest.LastMeasurement!.Value)));

        var now = await RunningInbox.EventuallyAsync(RowAsync, item => item is { Attempts: 2, ClaimedAt: null });
        Assert.NotNull(await Rows.ChangeAsync(now! with { FailedAt = _time.GetUtcNow() }, Cancellation));
        await ReconcileAsync();
        Assert.Equal((1, 0), (failed.LastMeasurement!.Value, oldest.LastMeasurement!.Value));
        Assert.Equal(item.At, now!.At);
    }

    private WorkItemStore Rows => _inbox.Services.GetRequiredService<WorkItemStore>();

    private async Task<WorkItem?> RowAsync()
    {
        Assert.True(WorkId.TryParse($"{RunningInbox.ConversationId}.{_messageId}", out var id));
        return await Rows.FindAsync(id, Cancellation);
    }

    private Task<int> ReconcileAsync() =>
        _inbox.Services.GetRequiredService<WorkReconciler>()
            .RunAsync(WorkReconciler.AbandonedAfter, (_, _) => Task.CompletedTask, Cancellation);

    private MetricCollector<T> Collect<T>(string instrument)
        where T : struct => new(_inbox.Services.GetRequiredService<IMeterFactory>(), InboxMetrics.Name, instrument);

    private static IEnumerable<T> Values<T>(MetricCollector<T> collector)
        where T : struct => collector.GetMeasurementSnapshot().Select(measured => measured.Value);
}
