using CsCheck;
using Microsoft.Extensions.Time.Testing;
using ZuperConnect.Local.Clock;

namespace ZuperConnect.Tests.Local;

public sealed class AcceleratedTimeProviderTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 17, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly FakeTimeProvider _real = new(Start);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void It_runs_as_fast_as_its_speed_and_so_do_its_timestamps()
    {
        var clock = new AcceleratedTimeProvider(60, _real);
        var before = clock.GetTimestamp();

        _real.Advance(Second);

        Assert.Equal(Start.AddMinutes(1), clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromMinutes(1), clock.GetElapsedTime(before));
    }

    [Fact]
    public void A_change_of_speed_goes_on_from_the_present()
    {
        var clock = new AcceleratedTimeProvider(60, _real);
        _real.Advance(Second);

        clock.Run(2);
        Assert.Equal(Start.AddMinutes(1), clock.GetUtcNow());

        _real.Advance(Second);
        Assert.Equal(Start.AddSeconds(62), clock.GetUtcNow());
    }

    [Fact]
    public void It_runs_fast_until_a_time_and_from_there_in_real_time()
    {
        var clock = new AcceleratedTimeProvider(1, _real);
        clock.Run(3600, Start + Hour);
        Assert.Equal(new ClockState(Start, 3600, Start + Hour), clock.State);

        _real.Advance(1.5 * Second);

        Assert.Equal(new ClockState(Start + Hour + (0.5 * Second), 1, null), clock.State);
    }

    [Fact]
    public void Until_a_time_that_has_passed_it_runs_in_real_time()
    {
        var clock = new AcceleratedTimeProvider(3600, _real);
        _real.Advance(Second);

        clock.Run(3600, Start);
        _real.Advance(Second);

        Assert.Equal(new ClockState(Start + Hour + Second, 1, null), clock.State);
    }

    [Fact]
    public void It_skips_to_a_time_but_never_back()
    {
        var clock = new AcceleratedTimeProvider(2, _real);

        clock.SkipTo(Start + Hour);
        clock.SkipTo(Start);
        _real.Advance(Second);

        Assert.Equal(Start + Hour + (2 * Second), clock.GetUtcNow());
    }

    [Fact]
    public void A_timer_is_set_anew_when_the_speed_changes()
    {
        var clock = new AcceleratedTimeProvider(1, _real);
        var fired = new List<DateTimeOffset>();
        using var timer = clock.CreateTimer(_ => fired.Add(clock.GetUtcNow()), null, Hour, Timeout.InfiniteTimeSpan);

        clock.Run(3600);
        _real.Advance(0.999 * Second);
        Assert.Empty(fired);
        _real.Advance(0.001 * Second);

        Assert.Equal([Start + Hour], fired);
        _real.Advance(2 * Second);
        Assert.Single(fired);
    }

    [Fact]
    public void A_timer_of_after_the_fast_time_fires_in_real_time()
    {
        var clock = new AcceleratedTimeProvider(1, _real);
        var fired = new List<DateTimeOffset>();
        using var timer = clock.CreateTimer(
            _ => fired.Add(clock.GetUtcNow()), null, Hour + (2 * Second), Timeout.InfiniteTimeSpan);

        clock.Run(3600, Start + Hour);
        _real.Advance(2.999 * Second);
        Assert.Empty(fired);
        _real.Advance(0.001 * Second);

        Assert.Equal([Start + Hour + (2 * Second)], fired);
    }

    [Fact]
    public void A_periodic_timer_keeps_its_times_and_leaves_out_those_that_it_missed()
    {
        var clock = new AcceleratedTimeProvider(60, _real);
        var fired = new List<DateTimeOffset>();
        using var timer = clock.CreateTimer(_ => fired.Add(clock.GetUtcNow()), null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));

        _real.Advance(Second);
        _real.Advance(Second);
        clock.SkipTo(Start.AddMinutes(10.5));
        _real.Advance(0.5 * Second);
        _real.Advance(0.25 * Second);

        Assert.Equal([Start.AddMinutes(1), Start.AddMinutes(2), Start.AddMinutes(10.5), Start.AddMinutes(11)], fired);
    }

    [Fact]
    public async Task Delays_periods_and_time_limits_follow_it()
    {
        var clock = new AcceleratedTimeProvider(1, _real);
        using var periods = new PeriodicTimer(Hour, clock);
        using var limit = new CancellationTokenSource(Hour, clock);
        var delay = Task.Delay(Hour, clock, Cancellation);
        var tick = periods.WaitForNextTickAsync(Cancellation).AsTask();
        clock.Run(3600);

        _real.Advance(Second);

        await delay;
        Assert.True(await tick);
        await RunningInbox.EventuallyAsync(() => Task.FromResult(limit.IsCancellationRequested), isCancelled => isCancelled);
    }

    [Fact]
    public void A_timer_that_is_stopped_or_disposed_does_not_fire()
    {
        var clock = new AcceleratedTimeProvider(60, _real);
        var fired = 0;
        using var stopped = clock.CreateTimer(_ => fired++, null, Second, Second);
        var disposed = clock.CreateTimer(_ => fired++, null, Second, Second);

        Assert.True(stopped.Change(Timeout.InfiniteTimeSpan, Second));
        disposed.Dispose();
        Assert.False(disposed.Change(Second, Second));
        clock.Run(3600);
        _real.Advance(Second);

        Assert.Equal(0, fired);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(AcceleratedTimeProvider.MaxSpeed + 1)]
    public void A_speed_that_is_none_is_refused(double speed)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new AcceleratedTimeProvider(speed, _real));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AcceleratedTimeProvider(1, _real).Run(speed));
    }

    [Fact]
    public void Whatever_happens_it_never_goes_back_and_its_timers_are_neither_early_nor_late()
    {
        var speeds = Gen.OneOf(Gen.Const(1.0), Gen.Double[1, 100], Gen.Double[1, AcceleratedTimeProvider.MaxSpeed]);
        var steps = Gen.Select(speeds, Gen.Int[-10, 100_000].Nullable(), Gen.Int[0, 20]).Array[1, 12];
        Gen.Select(steps, Gen.Int[0, 200_000].Array[1, 8]).Sample((changes, delays) =>
        {
            var real = new FakeTimeProvider(Start);
            var clock = new AcceleratedTimeProvider(1, real);
            var fired = delays.Select(_ => default(DateTimeOffset?)).ToArray();
            var timers = delays.Select((delay, index) => clock.CreateTimer(
                _ => fired[index] = clock.GetUtcNow(), null, TimeSpan.FromSeconds(delay), Timeout.InfiniteTimeSpan)).ToList();
            var now = clock.GetUtcNow();
            foreach (var (speed, until, milliseconds) in changes)
            {
                clock.Run(speed, until is { } seconds ? now.AddSeconds(seconds) : null);
                for (var each = 0; each < milliseconds; each++)
                {
                    real.Advance(TimeSpan.FromMilliseconds(1));
                    var next = clock.GetUtcNow();
                    Assert.InRange(next - now, TimeSpan.FromTicks(9_999), TimeSpan.FromMilliseconds(speed) + TimeSpan.FromTicks(1));
                    for (var timer = 0; timer < delays.Length; timer++)
                    {
                        var due = Start.AddSeconds(delays[timer]);
                        Assert.Equal(due <= next, fired[timer] is not null);
                        Assert.True(fired[timer] is null || fired[timer] >= due);
                    }

                    now = next;
                }
            }

            timers.ForEach(timer => timer.Dispose());
        });
    }
}
