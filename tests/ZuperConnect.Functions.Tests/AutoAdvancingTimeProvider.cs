using Microsoft.Extensions.Time.Testing;

namespace ZuperConnect.Functions.Tests;

/// <summary>A clock on which short delays pass immediately. Delays of a minute or longer wait until a test advances the clock.</summary>
internal sealed class AutoAdvancingTimeProvider(DateTimeOffset start) : FakeTimeProvider(start)
{
    private static readonly TimeSpan Short = TimeSpan.FromMinutes(1);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && dueTime < Short)
        {
            Advance(dueTime);
        }

        return timer;
    }
}
