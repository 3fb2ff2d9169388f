using ZuperConnect.BackgroundWork;
using ZuperConnect.Outbox;

namespace ZuperConnect.Erasing;

/// <summary>
/// What was under way when the erasing began, such as a message that was being sent, may leave something behind after it was looked
/// for. So the work looks twice; nothing of that is under way for longer than <see cref="After"/>.
/// </summary>
public sealed class SecondLook(WorkItemStore workItems, TimeProvider time)
{
    private static readonly TimeSpan PauseAfterConflict = TimeSpan.FromSeconds(5);

    /// <summary>When the work looks again.</summary>
    public static TimeSpan After { get; } = TimeSpan.FromMinutes(2);

    /// <summary>Whether the work has yet to look again.</summary>
    public static bool IsDue(WorkItem item) => item.DueAt == item.At;

    /// <summary>Has the work, which has looked once, look once more.</summary>
    public async Task<WorkStep> ScheduleAsync(WorkItem item, CancellationToken cancellation)
    {
        var again = await workItems.ChangeAsync(item with { DueAt = time.GetUtcNow() + After }, cancellation);
        return new([], again?.DueAt ?? time.GetUtcNow() + PauseAfterConflict);
    }
}
