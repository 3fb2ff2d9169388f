using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ZuperConnect.CallControl;
using ZuperConnect.Calls;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.CallControl;

/// <summary>
/// An active call in storage, with a provider that the test controls: what is stored when, and what is repeated after the process ends.
/// </summary>
public sealed class CallProcessorTests : IAsyncLifetime, IConversationOwner
{
    private const string CallId = "3f0c6f0e-6a58-4b0e-9c59-3c6a1f1f0001";
    private static readonly Author Ana = new("ana", "Ana");
    private static readonly Author Ben = new("ben", "Ben");

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero));
    private readonly TestGateway _gateway = new();
    private readonly List<Command> _commands = [];
    private readonly StorageTables _storage;
    private readonly CallStore _rows;

    public CallProcessorTests(TestStorage storage)
    {
        _storage = new(storage.New());
        _rows = new(_storage, _time);
    }

    private RecordedCalls RecordedCalls => new(_storage, _rows, new(_storage));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _storage.CreateAsync(Cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public Task<CommandResult?> HandleAsync(ConversationId id, Command command, CancellationToken cancellation)
    {
        _commands.Add(command);
        return Task.FromResult<CommandResult?>(null);
    }

    [Fact]
    public async Task Event_is_applied_once_and_removed_and_its_actions_are_executed()
    {
        await BeginAsync();
        await EventsAsync(new Connected("connected", Now));
        await _rows.AddEventAsync(CallId, new Connected("connected", Now), null, Cancellation);
        var wakeAt = await AdvanceAsync();

        Assert.Equal([typeof(HoldCustomer), typeof(InviteDevice), typeof(InviteDevice)], Asked());
        Assert.IsType<RingCall>(Assert.Single(_commands));
        Assert.Equal(Now.AddSeconds(20), wakeAt);
        Assert.Equal(0, await CountAsync("n|"));

        await EventsAsync(new Connected("connected", Now));
        await AdvanceAsync();
        Assert.Equal(3, _gateway.Asked.Count);
    }

    [Fact]
    public async Task An_event_that_comes_before_its_call_waits_for_it()
    {
        await EventsAsync(new Connected("connected", Now));
        Assert.Null(await AdvanceAsync());
        Assert.Empty(_gateway.Asked);

        await BeginAsync();
        await AdvanceAsync();
        Assert.Equal(CallPhase.RingingDevices, (await CallAsync()).Phase);
    }

    [Fact]
    public async Task What_is_to_be_done_is_written_before_it_is_done()
    {
        await BeginAsync();
        _gateway.Does = async (_, action) =>
        {
            Assert.Contains((await StoredAsync()).Actions, pending => pending.Action.GetType() == action.GetType());
            return new(Done: true);
        };
        await EventsAsync(new Connected("connected", Now), new DeviceLeft("ana", Now, "ana"), new DeviceLeft("ben", Now, "ben"));
        await AdvanceAsync();
        await EventsAsync(new Played("played", Now, Sound.VoicemailGreeting, Heard: true));
        await AdvanceAsync();

        Assert.Equal(RecordingPurpose.Voicemail, (await CallAsync()).Recording);
        Assert.IsType<StartRecording>(_gateway.Asked[^1]);
        Assert.False((await StoredAsync()).IsBusy);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Process_that_dies_half_way_leaves_nothing_undone(int done)
    {
        await BeginAsync();
        await EventsAsync(new Connected("connected", Now));
        _gateway.Does = (_, _) => _gateway.Asked.Count > done
            ? throw new OperationCanceledException(Dead) : Task.FromResult(new ActionResult(Done: true));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AdvanceAsync(cancellation: Dead));

        _gateway.Does = (_, _) => Task.FromResult(new ActionResult(Done: true));
        await AdvanceAsync();
        Assert.Equal([typeof(HoldCustomer), typeof(InviteDevice), typeof(InviteDevice)], Asked()[^3..]);
        Assert.False((await StoredAsync()).IsBusy);
    }

    [Fact]
    public async Task What_the_provider_fails_at_is_tried_again_and_after_a_while_counts_as_refused()
    {
        await BeginAsync();
        await EventsAsync(new Connected("connected", Now));
        _gateway.Does = (_, action) => action is InviteDevice
            ? throw new HttpRequestException("The provider is away.") : Task.FromResult(new ActionResult(Done: true));
        Assert.Equal(Now.AddSeconds(1), await AdvanceAsync());
        Assert.Equal(2, (await StoredAsync()).Actions.Length);

        _time.Advance(ProviderCalls.ActionTimeout + TimeSpan.FromSeconds(1));
        _gateway.Asked.Clear();
        await AdvanceAsync();
        Assert.DoesNotContain(typeof(InviteDevice), Asked());
        Assert.Equal(CallPhase.VoicemailGreeting, (await CallAsync()).Phase);
    }

    [Fact]
    public async Task What_the_provider_refuses_because_the_caller_hung_up_is_a_call_that_the_caller_ended()
    {
        await BeginAsync();
        await EventsAsync(new Connected("connected", Now));
        _gateway.Does = (_, _) => Task.FromResult(new ActionResult(Done: false));
        _gateway.Found = ProviderCallState.Ended;

        await AdvanceAsync();

        Assert.True((await CallAsync()).IsOver);
        Assert.Equal(CallStatus.Canceled, Assert.Single(_commands.OfType<EndCall>()).Status);
        Assert.False((await StoredAsync()).IsBusy);
    }

    [Fact]
    public async Task Phones_that_still_ring_when_a_call_is_found_to_be_over_are_hung_up()
    {
        await BeginAsync();
        await EventsAsync(new Connected("connected", Now));
        await AdvanceAsync();
        _gateway.Asked.Clear();
        _gateway.Found = ProviderCallState.Ended with { HasOpenLegs = true };
        _gateway.Does = (_, _) => Task.FromResult(new ActionResult(Done: true) { HasEnded = true });

        await AdvanceAsync(reconcile: true);

        Assert.Equal([typeof(HangUp)], Asked());
        Assert.True((await CallAsync()).IsOver);
        Assert.Equal(CallStatus.Canceled, Assert.Single(_commands.OfType<EndCall>()).Status);
    }

    [Fact]
    public async Task Hanging_up_is_never_too_late()
    {
        await BeginAsync();
        await EventsAsync(new Connected("connected", Now), new CustomerLeft("left", Now));
        _gateway.Does = (_, action) => action is HangUp
            ? throw new HttpRequestException("The provider is away.") : Task.FromResult(new ActionResult(Done: true));
        await AdvanceAsync();
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(Now.AddMinutes(1), await AdvanceAsync());

        _gateway.Does = (_, _) => Task.FromResult(new ActionResult(Done: true));
        await AdvanceAsync();
        Assert.IsType<HangUp>(_gateway.Asked[^1]);
        Assert.False((await StoredAsync()).IsBusy);
    }

    [Fact]
    public async Task Hanging_up_does_not_wait_for_what_nobody_needs_any_more()
    {
        await BeginAsync();
        await EventsAsync(new Connected("connected", Now));
        _gateway.Does = (_, action) => action is InviteDevice
            ? throw new HttpRequestException("The provider is away.") : Task.FromResult(new ActionResult(Done: true));
        await AdvanceAsync();
        _gateway.Asked.Clear();

        await EventsAsync(new CustomerLeft("left", Now));
        await AdvanceAsync();
        Assert.Equal([typeof(HangUp)], Asked());
        Assert.False((await StoredAsync()).IsBusy);
    }

    [Fact]
    public async Task User_who_accepted_is_not_asked_once_more()
    {
        await BeginAsync();
        _gateway.Does = (_, action) => action is AskToAccept
            ? throw new TimeoutException("The answer was lost.") : Task.FromResult(new ActionResult(Done: true));
        await EventsAsync(new Connected("connected", Now), new DevicePickedUp("up", Now, "ana"));
        await AdvanceAsync();
        _gateway.Asked.Clear();

        await EventsAsync(new DeviceAccepted("accepted", Now, "ana"));
        await AdvanceAsync();
        Assert.Equal([typeof(DropDevice), typeof(TakeOffHold)], Asked());
    }

    [Fact]
    public async Task Those_who_talk_do_not_wait_for_a_device_that_cannot_be_dropped_now_and_it_is_dropped_however_late()
    {
        await BeginAsync();
        await EventsAsync(new Connected("connected", Now), new DevicePickedUp("up", Now, "ana"));
        await AdvanceAsync();
        _gateway.Asked.Clear();
        _gateway.Does = (_, action) => action is DropDevice
            ? throw new HttpRequestException("The provider is away.") : Task.FromResult(new ActionResult(Done: true));
        await EventsAsync(new DeviceAccepted("accepted", Now, "ana"));
        Assert.Equal(Now.AddSeconds(1), await AdvanceAsync());
        Assert.Equal([typeof(DropDevice), typeof(TakeOffHold)], Asked());

        _time.Advance(ProviderCalls.ActionTimeout + TimeSpan.FromSeconds(1));
        Assert.Equal(Now.AddMinutes(1), await AdvanceAsync());
        _gateway.Does = (_, _) => Task.FromResult(new ActionResult(Done: true));
        Assert.Null(await AdvanceAsync());
        Assert.Equal([typeof(DropDevice), typeof(TakeOffHold), typeof(DropDevice), typeof(DropDevice)], Asked());
        Assert.False((await StoredAsync()).IsBusy);
    }

    [Fact]
    public async Task What_follows_from_the_end_of_a_call_is_all_that_is_asked_for()
    {
        await BeginAsync();
        await EventsAsync(new Connected("connected", Now));
        _gateway.Does = (_, _) => Task.FromResult(new ActionResult(Done: false));
        _gateway.Found = ProviderCallState.Ended;
        await AdvanceAsync();
        Assert.Equal([typeof(HoldCustomer)], Asked());
    }

    [Theory]
    [InlineData(ProviderCallStatus.Ended, CallStatus.Canceled)]
    [InlineData(ProviderCallStatus.Unknown, CallStatus.Failed)]
    public async Task Call_whose_end_was_never_heard_of_is_found_to_be_over(ProviderCallStatus state, CallStatus status)
    {
        await BeginAsync();
        await EventsAsync(new Connected("connected", Now));
        await AdvanceAsync();
        await AdvanceAsync(reconcile: true);
        Assert.Equal(CallPhase.RingingDevices, (await CallAsync()).Phase);

        _gateway.Found = new(state, []);
        await AdvanceAsync(reconcile: true);
        Assert.True((await CallAsync()).IsOver);
        Assert.Equal(status, Assert.Single(_commands.OfType<EndCall>()).Status);
        Assert.Equal(0, await CountAsync("a|"));
    }

    [Fact]
    public async Task Customer_whose_leaving_was_never_heard_of_is_found_to_have_left()
    {
        await BeginAsync();
        await EventsAsync(
            new Connected("connected", Now), new DevicePickedUp("up", Now, "ana"), new DeviceAccepted("accepted", Now, "ana"));
        await EventsAsync(new ParticipantsUpdated("list", Now, 7, [Between.Customer, Device(Ana, "+14255550191").Number]));
        await AdvanceAsync();
        _gateway.Found = ProviderCallState.Active(Between.Customer, Device(Ana, "+14255550191").Number);
        await AdvanceAsync(reconcile: true);
        Assert.Equal(CallPhase.Talking, (await CallAsync()).Phase);

        _gateway.Found = ProviderCallState.Active(Device(Ana, "+14255550191").Number);
        await AdvanceAsync(reconcile: true);
        Assert.Equal((CallStatus.Completed, typeof(HangUp)), ((await CallAsync()).EndedAs, Asked()[^1]));
    }

    [Fact]
    public async Task Call_that_all_have_left_ends_though_nobody_was_ever_listed()
    {
        await BeginAsync();
        await EventsAsync(
            new Connected("connected", Now), new DevicePickedUp("up", Now, "ana"), new DeviceAccepted("accepted", Now, "ana"));
        await AdvanceAsync();
        _gateway.Found = ProviderCallState.Active();
        await AdvanceAsync(reconcile: true);
        Assert.Equal((CallStatus.Completed, typeof(HangUp)), ((await CallAsync()).EndedAs, Asked()[^1]));
    }

    [Fact]
    public async Task Call_that_never_got_a_line_has_failed_after_a_while()
    {
        await _rows.StartAsync(New(line: null), Cancellation);
        await AdvanceAsync(reconcile: true);
        Assert.False((await CallAsync()).IsOver);
        _time.Advance(TimeSpan.FromMinutes(3));
        await AdvanceAsync(reconcile: true);
        Assert.Equal(CallStatus.Failed, (await CallAsync()).EndedAs);
    }

    [Fact]
    public async Task Answered_call_whose_connection_was_never_heard_of_rings_all_the_same()
    {
        await BeginAsync();
        _time.Advance(TimeSpan.FromSeconds(31));
        await AdvanceAsync(reconcile: true);
        Assert.Equal(CallPhase.RingingDevices, (await CallAsync()).Phase);
    }

    [Theory]
    [InlineData(true, true, CallPhase.Talking, null)]
    [InlineData(true, false, CallPhase.Ending, CallStatus.Missed)]
    [InlineData(false, true, CallPhase.Ending, CallStatus.Missed)]
    public async Task A_customer_whose_answer_was_not_reported_is_not_hung_up_when_the_ring_time_is_over(
        bool isPresent, bool haveAnswered, CallPhase phase, CallStatus? status)
    {
        await _rows.StartAsync(Placed(CallId), Cancellation);
        _gateway.Does = (_, action) => Task.FromResult(
            new ActionResult(Done: true) { ProviderCallId = action is CallDevice ? TestGateway.Line : null });
        await AdvanceAsync();
        await EventsAsync(new Connected("connected", Now), new DeviceAccepted("accepted", Now, "ana"));
        await AdvanceAsync();
        Assert.Equal(CallPhase.RingingCustomer, (await CallAsync()).Phase);

        var ana = Device(Ana, "+14255550191").Number;
        _gateway.Found = ProviderCallState.Active(isPresent ? [ana, Between.Customer] : [ana]) with { HaveAnswered = haveAnswered };
        _time.Advance(CallRules.OutboundRingTime);
        await AdvanceAsync();
        Assert.Equal((phase, status), ((await CallAsync()).Phase, (await CallAsync()).EndedAs));
        Assert.Equal(phase is CallPhase.Talking ? 1 : 0, _commands.OfType<ConnectCall>().Count());
    }

    [Fact]
    public async Task Line_that_stays_up_after_the_end_is_hung_up_again()
    {
        await BeginAsync();
        await EventsAsync(new Connected("connected", Now), new CustomerLeft("left", Now));
        await AdvanceAsync();
        _gateway.Asked.Clear();
        await AdvanceAsync(reconcile: true);
        Assert.Equal([typeof(HangUp)], Asked());
    }

    [Fact]
    public async Task Call_that_the_provider_will_not_hang_up_is_not_over_while_its_line_is_up()
    {
        await BeginAsync();
        await EventsAsync(new Connected("connected", Now), new CustomerLeft("left", Now));
        _gateway.Does = (_, _) => Task.FromResult(new ActionResult(Done: false));
        await AdvanceAsync();
        Assert.False((await CallAsync()).IsOver);
        Assert.False((await StoredAsync()).IsBusy);

        _gateway.Asked.Clear();
        await AdvanceAsync(reconcile: true);
        Assert.Equal([typeof(HangUp)], Asked());

        _gateway.Found = ProviderCallState.Ended;
        await AdvanceAsync(reconcile: true);
        Assert.Equal((true, CallStatus.Canceled), ((await CallAsync()).IsOver, (await CallAsync()).EndedAs));
        Assert.Single(_commands.OfType<EndCall>());
    }

    [Theory]
    [InlineData("another", null, null)]
    [InlineData("another", "conference-1", "correlation-1")]
    [InlineData(TestGateway.Line, "another", null)]
    [InlineData(TestGateway.Line, null, "another")]
    [InlineData(null, "another", "correlation-1")]
    public async Task Event_of_another_call_at_the_provider_is_dropped(string? line, string? conference, string? correlation)
    {
        await BeginAsync();
        await _rows.AddEventAsync(
            CallId, new Connected("connected", Now), new(TestGateway.Line, "conference-1", "correlation-1"), Cancellation);
        await AdvanceAsync();
        Assert.Equal(("conference-1", "correlation-1"), ((await StoredAsync()).Conference, (await StoredAsync()).Correlation));

        await _rows.AddEventAsync(CallId, new Disconnected("over", Now), new(line, conference, correlation), Cancellation);
        await AdvanceAsync();
        Assert.Equal(CallPhase.RingingDevices, (await CallAsync()).Phase);
        Assert.Equal(0, await CountAsync("n|"));

        await _rows.AddEventAsync(CallId, new Disconnected("over", Now), new(null, "conference-1"), Cancellation);
        await AdvanceAsync();
        Assert.True((await CallAsync()).IsOver);
    }

    [Fact]
    public async Task What_happens_to_a_call_happens_after_it_began()
    {
        await BeginAsync();
        var began = (await CallAsync()).StartedAt;
        await _rows.AddEventAsync(CallId, new Connected("connected", default), null, Cancellation);
        Assert.Equal(began.AddSeconds(20), await AdvanceAsync());

        await _rows.AddEventAsync(CallId, new Disconnected("over", began.AddDays(-1)), null, Cancellation);
        await AdvanceAsync();
        Assert.Equal(began, Assert.Single(_commands.OfType<EndCall>()).At);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Look_that_sees_somebody_who_cannot_be_named_ends_no_call(bool listed)
    {
        await BeginAsync();
        await EventsAsync(
            new Connected("connected", Now), new DevicePickedUp("up", Now, "ana"), new DeviceAccepted("accepted", Now, "ana"));
        await EventsAsync(listed ? [new ParticipantsUpdated("list", Now, 7, [Between.Customer, Device(Ana, "+14255550191").Number])] : []);
        await AdvanceAsync();
        _gateway.Found = ProviderCallState.Active() with { IsIncomplete = true };
        await AdvanceAsync(reconcile: true);
        await AdvanceAsync(reconcile: true);
        Assert.Equal(CallPhase.Talking, (await CallAsync()).Phase);
    }

    [Fact]
    public async Task Look_that_finds_what_is_known_leaves_nothing_behind()
    {
        await BeginAsync();
        await EventsAsync(new Connected("connected", Now));
        await AdvanceAsync();
        _gateway.Found = ProviderCallState.Active(Between.Customer, Device(Ana, "+12065550188").Number);
        await AdvanceAsync(reconcile: true);
        var heard = (await StoredAsync()).AppliedEventIds;
        await AdvanceAsync(reconcile: true);
        Assert.Equal(heard.Count, (await StoredAsync()).AppliedEventIds.Count);
    }

    [Fact]
    public async Task Customer_rings_once_the_provider_has_taken_the_invitation()
    {
        await _rows.StartAsync(Placed(CallId), Cancellation);
        await EventsAsync(new Connected("connected", Now));
        await AdvanceAsync();
        _gateway.Does = (_, action) => action is InviteCustomer
            ? throw new HttpRequestException("The provider is away.") : Task.FromResult(new ActionResult(Done: true));
        await EventsAsync(new DeviceAccepted("accepted", Now, "ana"));
        await AdvanceAsync();
        Assert.Equal((CallPhase.RingingCustomer, false), ((await CallAsync()).Phase, (await CallAsync()).CustomerRings));

        _gateway.Does = (_, _) => Task.FromResult(new ActionResult(Done: true));
        await AdvanceAsync();
        Assert.True((await CallAsync()).CustomerRings);
        await EventsAsync(new DeviceLeft("left", Now, "ana"));
        await AdvanceAsync();
        Assert.Equal((CallStatus.Canceled, CallOutcome.NoAnswer),
            (_commands.OfType<EndCall>().Single().Status, _commands.OfType<EndCall>().Single().Outcome));
    }

    [Fact]
    public async Task Expired_timer_is_an_event()
    {
        await BeginAsync();
        await EventsAsync(new Connected("connected", Now));
        var wakeAt = await AdvanceAsync();
        _time.SetUtcNow(wakeAt!.Value);
        await AdvanceAsync();
        Assert.Equal(CallPhase.VoicemailGreeting, (await CallAsync()).Phase);
        Assert.Equal(wakeAt, Assert.Single(_commands.OfType<EndCall>()).At);
    }

    [Fact]
    public async Task Recording_leads_to_its_call()
    {
        await BeginAsync();
        Assert.Null(await RecordedCalls.FindAsync("recording.1", Cancellation));
        await EventsAsync(new Connected("connected", Now), new RecordingStarted("records", Now, "recording.1"));
        await AdvanceAsync();
        Assert.Equal(CallId, (await RecordedCalls.FindAsync("recording.1", Cancellation))!.Call.Id);
    }

    [Fact]
    public async Task User_places_one_call_at_a_time()
    {
        Assert.Equal(CallStartResult.Started, await _rows.StartAsync(Placed(CallId), Cancellation));
        Assert.Equal(CallStartResult.AlreadyStarted, await _rows.StartAsync(Placed(CallId), Cancellation));
        var second = Guid.NewGuid().ToString();
        Assert.Equal(CallStartResult.UserIsBusy, await _rows.StartAsync(Placed(second), Cancellation));

        await EventsAsync(new Disconnected("over", Now));
        await AdvanceAsync();
        Assert.Equal(CallStartResult.Started, await _rows.StartAsync(Placed(second), Cancellation));
    }

    [Fact]
    public async Task Processors_that_run_at_the_same_time_lose_no_event()
    {
        await BeginAsync();
        await EventsAsync(new Connected("connected", Now));
        await Task.WhenAll(Enumerable.Range(0, 6).Select(async one =>
        {
            await EventsAsync(one % 2 is 0 ? new DeviceLeft($"ana-{one}", Now, "ana") : new DeviceLeft($"ben-{one}", Now, "ben"));
            await AdvanceAsync();
        }));
        await AdvanceAsync();
        Assert.Equal(CallPhase.VoicemailGreeting, (await CallAsync()).Phase);
        Assert.Equal(0, await CountAsync("n|"));
    }

    [Fact]
    public async Task Calls_are_deleted_after_a_month_and_events_of_unknown_calls_after_an_hour()
    {
        await BeginAsync();
        await EventsAsync(new Disconnected("over", Now));
        await AdvanceAsync();
        await _rows.AddEventAsync(Guid.NewGuid().ToString(), new Connected("connected", Now), new("line"), Cancellation);

        // Rows contain the clock of the storage.
        _time.SetUtcNow(DateTimeOffset.UtcNow.AddHours(2));
        await _rows.ForgetAsync(Cancellation);
        Assert.Equal((1, 0), (await CountAsync("c|"), await CountAsync("n|")));
        _time.SetUtcNow(DateTimeOffset.UtcNow.AddDays(31));
        await _rows.ForgetAsync(Cancellation);
        Assert.Equal(0, await CountAsync("c|"));
    }

    private static CancellationToken Dead { get; } = new(canceled: true);

    private DateTimeOffset Now => _time.GetUtcNow();

    private static ConversationId Between { get; } = ConversationId.TryParse(RunningInbox.ConversationId, out var id)
        ? id : throw new InvalidOperationException();

    private Type[] Asked() => [.. _gateway.Asked.Select(action => action.GetType())];

    private Task<CallStartResult> BeginAsync() => _rows.StartAsync(New(TestGateway.Line), Cancellation);

    private CallSession New(string? line) => new CallSession(
        new Call(CallId, Between, Direction.Inbound, Now,
            new([Device(Ana, "+14255550191"), Device(Ben, "+14255550192")], TimeSpan.FromSeconds(20), false, false, true)))
    {
        ProviderCallId = line,
    }.Apply(new CallStarted("began", Now));

    private CallSession Placed(string callId) => new CallSession(
        new Call(callId, Between, Direction.Outbound, Now,
            new([Device(Ana, "+14255550191")], TimeSpan.FromSeconds(20), false, false, true))
        { PlacedBy = Ana })
        .Apply(new CallStarted("began", Now));

    private static Device Device(Author user, string number) =>
        new(user, PhoneNumber.TryParse(number, out var phone) ? phone : throw new InvalidOperationException());

    private async Task EventsAsync(params ImmutableArray<CallEvent> events)
    {
        foreach (var one in events)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            await _rows.AddEventAsync(CallId, one with { At = Now }, null, Cancellation);
        }
    }

    private Task<DateTimeOffset?> AdvanceAsync(bool reconcile = false, CancellationToken? cancellation = null) =>
        new CallProcessor(
            _rows, new(_storage), new(_gateway, _time, NullLogger<ProviderCalls>.Instance), _time, NullLogger<CallProcessor>.Instance)
            .AdvanceAsync(CallId, reconcile, this, cancellation ?? Cancellation);

    private async Task<CallSession> StoredAsync() => (await _rows.FindAsync(CallId, Cancellation))!;

    private async Task<Call> CallAsync() => (await StoredAsync()).Call;

    private async Task<int> CountAsync(string prefix)
    {
        var count = 0;
        await foreach (var row in _storage.Calls.QueryAsync(RowQuery.All, Cancellation))
        {
            count += row.RowKey.StartsWith(prefix, StringComparison.Ordinal) ? 1 : 0;
        }

        return count;
    }
}
