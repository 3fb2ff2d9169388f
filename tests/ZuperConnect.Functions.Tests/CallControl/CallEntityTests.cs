using ZuperConnect.CallControl;
using ZuperConnect.Calls;
using ZuperConnect.Conversations;
using ZuperConnect.Functions.CallControl;
using ZuperConnect.Functions.Hosting;
using ZuperConnect.Functions.Maintenance;
using ZuperConnect.Outbox;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Functions.Tests.CallControl;

public class CallEntityTests(TestStorage storage)
{
    private const string CallId = "0f9a7a52-6d6b-4b0e-9b6e-0d6f6d1f0001";
    private static readonly CancellationToken Never = CancellationToken.None;
    private static readonly Device Phone = new(
        TestApp.Ana, PhoneNumber.TryParse("+12065550101", out var number) ? number : throw new InvalidOperationException());

    [Fact]
    public async Task A_call_that_begins_to_ring_is_told_to_its_conversation()
    {
        await using var app = await TestApp.StartAsync(storage);
        await BeginAsync(app);

        await WakeAsync(app);

        Assert.Equal(CallStatus.Ringing, (await CallAsync(app)).Status);
        Assert.Null(await KeptAsync(app));
        Assert.Empty(app.Entities.Dropped);
    }

    [Fact]
    public async Task A_command_is_in_a_work_row_before_its_conversation_is_signalled()
    {
        await using var app = await TestApp.StartAsync(storage);
        await BeginAsync(app);
        var kept = new List<bool>();
        app.Entities.Ran = () => kept.Add(KeptAsync(app).GetAwaiter().GetResult() is not null);

        await WakeAsync(app);

        // After the call's entity has run, and after the conversation's.
        Assert.Equal([true, false], kept);
    }

    [Fact]
    public async Task A_command_whose_signal_is_lost_is_brought_by_the_sweep()
    {
        await using var app = await TestApp.StartAsync(storage);
        await BeginAsync(app);
        await app.Entities.RunAsync(new(CallEntity.IdOf(CallId), nameof(CallEntity.GoOn), null));
        app.Entities.Forget();

        app.Time.Advance(TimeSpan.FromMinutes(3));
        await app.New<MaintenanceFunctions>().ReconcileAsync(new(), app.Durable, Never);

        Assert.Equal(CallStatus.Ringing, (await CallAsync(app)).Status);
        Assert.Null(await KeptAsync(app));
    }

    [Fact]
    public async Task Ringing_ends_when_its_time_is_over()
    {
        await using var app = await TestApp.StartAsync(storage);
        await RingAsync(app);

        await app.PassAsync(TimeSpan.FromSeconds(19));
        Assert.DoesNotContain(new Play(Sound.VoicemailGreeting), app.Gateway.Asked);
        await app.PassAsync(TimeSpan.FromSeconds(1));

        Assert.Contains(new Play(Sound.VoicemailGreeting), app.Gateway.Asked);
        Assert.Equal(CallStatus.Missed, (await CallAsync(app)).Status);
    }

    [Fact]
    public async Task The_same_wake_is_scheduled_once()
    {
        await using var app = await TestApp.StartAsync(storage);
        await RingAsync(app);

        await WakeAsync(app);
        await WakeAsync(app);

        Assert.Equal(app.Time.GetUtcNow() + TimeSpan.FromSeconds(20), Assert.Single(app.Entities.Delayed).At);
    }

    [Fact]
    public async Task An_earlier_wake_comes_although_a_later_one_is_on_its_way()
    {
        await using var app = await TestApp.StartAsync(storage);
        await RingAsync(app);
        await app.PassAsync(TimeSpan.FromSeconds(20));
        var longest = Assert.Single(app.Entities.Delayed).At;

        await NewsAsync(app, new Played("greeting", app.Time.GetUtcNow(), Sound.VoicemailGreeting, Heard: true));

        Assert.Equal([longest, app.Time.GetUtcNow() + CallRules.MaxVoicemailTime], app.Entities.Delayed.Select(sent => sent.At));
    }

    [Fact]
    public async Task A_wake_that_comes_a_little_early_is_scheduled_again()
    {
        await using var app = await TestApp.StartAsync(storage);
        await RingAsync(app);
        var wake = Assert.Single(app.Entities.Delayed);
        app.Entities.Delayed.Clear();

        await app.Entities.RunAsync(wake.Signal);

        Assert.Equal(wake.At, Assert.Single(app.Entities.Delayed).At);
    }

    [Fact]
    public async Task Nothing_is_left_of_the_entity_when_the_call_is_over()
    {
        await using var app = await TestApp.StartAsync(storage);
        await RingAsync(app);

        await NewsAsync(app, new Disconnected("over", app.Time.GetUtcNow()));
        await app.PassAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(CallStatus.Canceled, (await CallAsync(app)).Status);
        Assert.Null(app.Entities.StateOf(CallEntity.IdOf(CallId)));
        Assert.Empty(app.Entities.Delayed);
    }

    [Fact]
    public async Task It_goes_on_when_storage_comes_back()
    {
        await using var app = await TestApp.StartAsync(storage);
        await BeginAsync(app);
        app.StorageConnection.FailNext(5);

        await WakeAsync(app);

        Assert.Equal(CallStatus.Ringing, (await CallAsync(app)).Status);
        Assert.Empty(app.Entities.Dropped);
    }

    [Fact]
    public async Task A_call_that_could_not_go_on_is_woken_by_the_sweep()
    {
        await using var app = await TestApp.StartAsync(storage);
        await BeginAsync(app);
        app.StorageConnection.FailNext(int.MaxValue);
        await WakeAsync(app);
        Assert.Empty(app.Entities.Dropped);

        app.StorageConnection.FailNext(0);
        await app.New<MaintenanceFunctions>().ReconcileAsync(new(), app.Durable, Never);

        Assert.Equal(CallStatus.Ringing, (await CallAsync(app)).Status);
    }

    [Fact]
    public async Task The_sweep_finds_a_call_that_is_over_at_the_provider()
    {
        await using var app = await TestApp.StartAsync(storage);
        await RingAsync(app);
        app.Gateway.Looks = ProviderCallState.Ended;

        await app.New<MaintenanceFunctions>().ReconcileAsync(new(), app.Durable, Never);

        Assert.Equal(CallStatus.Canceled, (await CallAsync(app)).Status);
    }

    [Fact]
    public async Task A_signal_that_is_run_twice_does_nothing_twice()
    {
        await using var app = await TestApp.StartAsync(storage);
        await RingAsync(app);
        var (asked, items) = (app.Gateway.Asked.Count, (await app.TimelineAsync()).Count);

        app.Entities.Restore(CallEntity.IdOf(CallId), null);
        await app.Entities.RunAsync(app.Entities.Signals[^1]);
        await app.Entities.DeliverHeldAsync();

        Assert.Equal((asked, items), (app.Gateway.Asked.Count, (await app.TimelineAsync()).Count));
    }

    [Fact]
    public async Task A_call_whose_owner_cannot_be_signalled_fails_only_who_comes_again()
    {
        await using var app = await TestApp.StartAsync(storage);
        app.Entities.IsUnavailable = true;
        var owners = app.Get<DurableHostServices>();

        await owners.ForCommands(app.Durable).Calls.WakeAsync(CallId, reconcile: false, Never);

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => owners.ForEvents(app.Durable).Calls.WakeAsync(CallId, reconcile: false, Never));
    }

    private static async Task BeginAsync(TestApp app)
    {
        var now = app.Time.GetUtcNow();
        var plan = new CallPlan([Phone], TimeSpan.FromSeconds(20), HasGreeting: false, Records: false, TakesVoicemail: true);
        var call = new Call(CallId, TestApp.Id, Direction.Inbound, now, plan);
        await app.Get<CallStore>().StartAsync(
            (new CallSession(call) { ProviderCallId = TestGateway.LineOf(CallId) }).Apply(new CallStarted($"{CallId}.began", now)), Never);
    }

    /// <summary>A call that rings at Ana's device.</summary>
    private static async Task RingAsync(TestApp app)
    {
        await BeginAsync(app);
        await NewsAsync(app, new Connected("connected", app.Time.GetUtcNow()));
    }

    private static async Task NewsAsync(TestApp app, CallEvent callEvent)
    {
        await app.Get<CallStore>().AddEventAsync(CallId, callEvent, new(TestGateway.LineOf(CallId)), Never);
        await WakeAsync(app);
    }

    private static Task WakeAsync(TestApp app) =>
        app.Get<DurableHostServices>().ForEvents(app.Durable).Calls.WakeAsync(CallId, reconcile: false, Never);

    private static async Task<CallItem> CallAsync(TestApp app) => Assert.IsType<CallItem>(Assert.Single(await app.TimelineAsync()));

    /// <summary>The work item of the command for the ringing call, until the conversation has handled it.</summary>
    private static Task<WorkItem?> KeptAsync(TestApp app) => app.Rows.FindAsync(new(TestApp.Id, $"{CallId}.rang"), Never);
}
