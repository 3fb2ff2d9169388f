namespace ZuperConnect.Local.Clock;

/// <summary>
/// A clock that runs faster than real time, and whose speed can be changed while it runs. It is continuous and never goes back, and its
/// timers follow it.
/// </summary>
public sealed class AcceleratedTimeProvider : TimeProvider
{
    /// <summary>The highest speed: a day in less than a second. Timers can be late by a few milliseconds of real time.</summary>
    public const double MaxSpeed = 100_000;

    private static readonly TimeSpan MaxRealDelay = TimeSpan.FromDays(1);

    private readonly Lock _turn = new();
    private readonly TimeProvider _real;
    private readonly DateTimeOffset _start;
    private readonly HashSet<Timer> _timers = [];
    private Pace _pace;

    /// <summary>Starts the clock at the present time.</summary>
    /// <param name="speed">The speed, from 1 to <see cref="MaxSpeed"/>: 60 is a minute in each second.</param>
    /// <param name="real">The real time; null for that of the system.</param>
    public AcceleratedTimeProvider(double speed, TimeProvider? real = null)
    {
        _real = real ?? System;
        _start = _real.GetUtcNow();
        _pace = new(_real.GetTimestamp(), TimeSpan.Zero, Checked(speed), null);
    }

    /// <summary>The time, the speed, and the time at which the speed becomes 1; null if it stays.</summary>
    public ClockState State
    {
        get
        {
            lock (_turn)
            {
                var elapsed = Elapsed();
                return _pace.Until is { } until && elapsed < until
                    ? new(_start + elapsed, _pace.Speed, _start + until) : new(_start + elapsed, _pace.SpeedAt(elapsed), null);
            }
        }
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>The real time behind a clock: for what waits for the world outside, such as a connection, or is signed for it.</summary>
    public static TimeProvider RealTimeOf(TimeProvider time) => time is AcceleratedTimeProvider { _real: var real } ? real : time;

    /// <summary>Changes the speed.</summary>
    /// <param name="speed">The new speed.</param>
    /// <param name="until">When the speed becomes 1, exactly; null for never.</param>
    public void Run(double speed, DateTimeOffset? until = null)
    {
        lock (_turn)
        {
            var at = _real.GetTimestamp();
            Set(new(at, ElapsedAt(at), Checked(speed), until - _start));
        }
    }

    /// <summary>Advances the clock to a time at once, unless the time has passed.</summary>
    public void SkipTo(DateTimeOffset time)
    {
        lock (_turn)
        {
            var at = _real.GetTimestamp();
            var (now, then) = (ElapsedAt(at), time - _start);
            Set(_pace with { RealStart = at, Start = now < then ? then : now });
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_turn)
        {
            return _start + Elapsed();
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (_turn)
        {
            return Elapsed().Ticks;
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private static double Checked(double speed) => speed is >= 1 and <= MaxSpeed
        ? speed : throw new ArgumentOutOfRangeException(nameof(speed), speed, $"A speed is from 1 to {MaxSpeed}.");

    private void Set(Pace pace)
    {
        _pace = pace;
        foreach (var timer in _timers)
        {
            timer.Arm();
        }
    }

    private TimeSpan Elapsed() => ElapsedAt(_real.GetTimestamp());

    private TimeSpan ElapsedAt(long timestamp) => _pace.ElapsedAfter(_real.GetElapsedTime(_pace.RealStart, timestamp));

    /// <summary>How the clock runs since a real timestamp.</summary>
    /// <param name="RealStart">The real timestamp.</param>
    /// <param name="Start">The time of the clock then, since its start.</param>
    /// <param name="Speed">The speed.</param>
    /// <param name="Until">When it becomes 1.</param>
    private readonly record struct Pace(long RealStart, TimeSpan Start, double Speed, TimeSpan? Until)
    {
        public double SpeedAt(TimeSpan elapsed) => elapsed < (Until ?? TimeSpan.MaxValue) ? Speed : 1;

        public TimeSpan ElapsedAfter(TimeSpan real)
        {
            if (Until is { } until)
            {
                var fast = RealTimeTo(until);
                return real < fast ? Min(Start + (real * Speed), until) : until > Start ? until + (real - fast) : Start + real;
            }

            return Start + (real * Speed);
        }

        /// <summary>The real time from the real timestamp to a time of the clock.</summary>
        public TimeSpan RealTimeTo(TimeSpan elapsed)
        {
            var fastEnd = Until is { } until && until < elapsed ? until : elapsed;
            var fast = fastEnd > Start ? (fastEnd - Start) / Speed : TimeSpan.Zero;
            return fast + (elapsed - (fastEnd > Start ? fastEnd : Start));
        }

        private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
    }

    /// <summary>A timer of the real time that is set anew when the speed changes.</summary>
    private sealed class Timer : ITimer
    {
        private readonly AcceleratedTimeProvider _clock;
        private readonly TimerCallback _callback;
        private readonly object? _state;
        private readonly ITimer _real;
        private TimeSpan? _dueAt;
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public Timer(AcceleratedTimeProvider clock, TimerCallback callback, object? state)
        {
            (_clock, _callback, _state) = (clock, callback, state);
            _real = clock._real.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, Timeout.InfiniteTimeSpan);
            ArgumentOutOfRangeException.ThrowIfLessThan(period, Timeout.InfiniteTimeSpan);
            lock (_clock._turn)
            {
                (_dueAt, _period) = (dueTime == Timeout.InfiniteTimeSpan ? null : _clock.Elapsed() + dueTime, period);
                return Arm();
            }
        }

        public void Dispose()
        {
            Forget();
            _real.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Forget();
            return _real.DisposeAsync();
        }

        /// <summary>Sets the real timer. The caller holds the lock.</summary>
        public bool Arm()
        {
            if (_dueAt is not { } dueAt)
            {
                _clock._timers.Remove(this);
                return _real.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }

            var elapsed = _clock._real.GetElapsedTime(_clock._pace.RealStart);
            var isSet = _real.Change(RoundedUp(_clock._pace.RealTimeTo(dueAt) - elapsed), Timeout.InfiniteTimeSpan);
            if (isSet)
            {
                _clock._timers.Add(this);
            }

            return isSet;
        }

        /// <summary>Whole milliseconds, which is what real timers measure.</summary>
        private static TimeSpan RoundedUp(TimeSpan delay) => delay <= TimeSpan.Zero ? TimeSpan.Zero
            : delay < MaxRealDelay ? TimeSpan.FromMilliseconds((long)Math.Ceiling(delay.TotalMilliseconds)) : MaxRealDelay;

        private void Fire()
        {
            lock (_clock._turn)
            {
                var now = _clock.Elapsed();
                if (_dueAt is not { } dueAt || dueAt > now)
                {
                    // It was set to another time meanwhile, or for longer than real timers are.
                    _ = Arm();
                    return;
                }

                _dueAt = _period > TimeSpan.Zero ? Next(dueAt, now) : null;
                _ = Arm();
            }

            _callback(_state);
        }

        /// <summary>The next time of a periodic timer. Those that were missed are left out.</summary>
        private TimeSpan Next(TimeSpan dueAt, TimeSpan now) => dueAt + (_period * (((now - dueAt).Ticks / _period.Ticks) + 1));

        private void Forget()
        {
            lock (_clock._turn)
            {
                _dueAt = null;
                _clock._timers.Remove(this);
            }
        }
    }
}

/// <summary>The state of a clock.</summary>
/// <param name="Now">The time.</param>
/// <param name="Speed">How fast it runs; 1 is real time.</param>
/// <param name="Until">When it goes back to real time; null if it stays.</param>
public sealed record ClockState(DateTimeOffset Now, double Speed, DateTimeOffset? Until);
