using Microsoft.Extensions.Logging;
using ZuperConnect.Numbers;
using ZuperConnect.Outbox;
using ZuperConnect.Telemetry;

namespace ZuperConnect.Maintenance;

/// <summary>
/// Starts abandoned work, whose process ended or whose schedule was lost. Runs every minute (docs/design.md#background-work).
/// </summary>
public sealed partial class WorkReconciler(
    WorkItemStore workItems, NumberStore numbers, IEnumerable<IDataUpgrade> upgrades, InboxMetrics metrics,
    TimeProvider time, ILogger<WorkReconciler> log)
{
    /// <summary>The interval.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Work of this age counts as abandoned. Younger work is still running.</summary>
    public static TimeSpan AbandonedAfter { get; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Schedules all work that is older than an age, except failed work. A failure does not affect the rest. It also completes data of
    /// earlier versions.
    /// </summary>
    /// <returns>The number of work items.</returns>
    public async Task<int> RunAsync(TimeSpan age, Func<WorkItem, CancellationToken, Task> schedule, CancellationToken cancellation)
    {
        var (found, backlog) = (0, BackgroundWorkSummary.None);
        foreach (var partition in await numbers.WorkPartitionsAsync(cancellation))
        {
            // What waits for a time is found shortly before it, so that its work starts on time.
            var now = time.GetUtcNow();
            await foreach (var item in workItems.OlderThanAsync(partition, now + WorkItem.WaitsAtMost, cancellation))
            {
                if (!item.IsTimed && item.At >= now - age)
                {
                    continue;
                }

                backlog = backlog.With(item);
                if (item.FailedAt is not null)
                {
                    continue;
                }

                found++;
                await ScheduleAsync(item);
            }
        }

        metrics.BackgroundWorkCounted(backlog.Failed, backlog.Age(time.GetUtcNow()));
        foreach (var upgrade in upgrades)
        {
            if (await upgrade.RunAsync(cancellation) is { } added)
            {
                await ScheduleAsync(added);
            }
        }

        return found;

        async Task ScheduleAsync(WorkItem item)
        {
            try
            {
                await schedule(item, cancellation);
            }
#pragma warning disable CA1031 // A later run finds the work item again.
            catch (Exception failure) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogNotScheduled(item.Kind, item.At, failure);
            }
        }
    }

    [LoggerMessage(2101, LogLevel.Error, "Work {Kind} of {At} could not be scheduled; the next run of the reconciler tries again")]
    private partial void LogNotScheduled(WorkKind kind, DateTimeOffset at, Exception failure);
}
