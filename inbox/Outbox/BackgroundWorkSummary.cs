namespace ZuperConnect.Outbox;

/// <summary>A summary of the pending background work.</summary>
/// <param name="Failed">The number of failed work items.</param>
/// <param name="OldestAt">When the oldest other work item was created; null if there is none.</param>
public sealed record BackgroundWorkSummary(int Failed, DateTimeOffset? OldestAt)
{
    /// <summary>No pending work.</summary>
    public static BackgroundWorkSummary None { get; } = new(0, null);

    /// <summary>The summary with one more work item.</summary>
    public BackgroundWorkSummary With(WorkItem item) => item.FailedAt is not null ? this with { Failed = Failed + 1 }
        : OldestAt is { } oldest && oldest <= item.At ? this
        : this with { OldestAt = item.At };

    /// <summary>The age of the oldest work item; zero if there is none.</summary>
    public TimeSpan Age(DateTimeOffset now) => OldestAt is { } at && at < now ? now - at : TimeSpan.Zero;
}
