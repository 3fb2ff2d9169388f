namespace ZuperConnect.Local.Demo;

/// <summary>The clock of the demo's week: it shows the time of what happens.</summary>
internal sealed class DemoClock(DateTimeOffset start) : TimeProvider
{
    /// <summary>The time that it shows.</summary>
    public DateTimeOffset Now { get; set; } = start;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Now.ToUniversalTime();

    /// <summary>Goes on by some seconds.</summary>
    /// <returns>The time after them.</returns>
    public DateTimeOffset GoOn(double seconds) => Now = Now.AddSeconds(seconds);
}
