using ZuperConnect.BackgroundWork;
using ZuperConnect.Outbox;

namespace ZuperConnect.Erasing;

/// <summary>
/// The second pass of an erasure: what was running at its start, such as sending a message, may have written something after the first
/// pass. Nothing of that takes longer than <see cref="Delay"/>.
/// </summary>
public sealed class ErasingSecondPass(WorkItemStore workItems, TimeProvider time)
{
    private static readonly TimeSpan DelayAfterConflict = TimeSpan.FromSeconds(5);

    /// <summary>The delay of the second pass.</summary>
    public static TimeSpan Delay { get; } = TimeSpan.FromMinutes(2);

    /// <summary>Whether the second pass is still to be run.</summary>
    public static bool IsDue(WorkItem item) => item.DueAt == item.At;

    /// <summary>Schedules the second pass.</summary>
    public async Task<WorkStep> ScheduleAsync(WorkItem item, CancellationToken cancellation)
    {
        var again = await workItems.ChangeAsync(item with { DueAt = time.GetUtcNow() + Delay }, cancellation);
        return new([], again?.DueAt ?? time.GetUtcNow() + DelayAfterConflict);
    }
}
