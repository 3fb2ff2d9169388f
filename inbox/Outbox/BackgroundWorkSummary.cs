namespace ZuperConnect.Outbox;

/// <summary>Work still to be done, at a glance.</summary>
/// <param name="Failed">How much was given up.</param>
/// <param name="OldestAt">When the oldest of the rest began; null where there is none.</param>
public sealed record BackgroundWorkSummary(int Failed, DateTimeOffset? OldestAt)
{
    /// <summary>Nothing is to be done.</summary>
    public static BackgroundWorkSummary None { get; } = new(0, null);

    /// <summary>The backlog with one more row.</summary>
    public BackgroundWorkSummary With(WorkItem item) => item.FailedAt is not null ? this with { Failed = Failed + 1 }
        : OldestAt is { } oldest && oldest <= item.At ? this
        : this with { OldestAt = item.At };

    /// <summary>How long the oldest work waits; zero where there is none.</summary>
    public TimeSpan Age(DateTimeOffset now) => OldestAt is { } at && at < now ? now - at : TimeSpan.Zero;
}
