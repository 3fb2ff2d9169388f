namespace ZuperConnect.Local.Demo;

/// <summary>The clock of the demo's week.</summary>
internal sealed class DemoClock(DateTimeOffset start) : TimeProvider
{
    /// <summary>The current time.</summary>
    public DateTimeOffset Now { get; set; } = start;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Now.ToUniversalTime();

    /// <summary>Advances the clock.</summary>
    /// <returns>The new time.</returns>
    public DateTimeOffset GoOn(double seconds) => Now = Now.AddSeconds(seconds);
}
