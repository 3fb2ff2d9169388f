namespace ZuperConnect.Tests;

/// <summary>A clock that runs faster than real time.</summary>
internal sealed class AcceleratedTimeProvider(int speed) : TimeProvider
{
    private readonly DateTimeOffset _start = System.GetUtcNow();
    private readonly long _startedAt = System.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => _start + (System.GetElapsedTime(_startedAt) * speed);

    public override long GetTimestamp() => _startedAt + ((System.GetTimestamp() - _startedAt) * speed);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Shorter(dueTime), Shorter(period));

    private TimeSpan Shorter(TimeSpan time) => time > TimeSpan.Zero ? time / speed : time;
}
