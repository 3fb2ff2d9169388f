using Microsoft.Extensions.Logging;
using ZuperConnect.Numbers;
using ZuperConnect.Outbox;
using ZuperConnect.Search;
using ZuperConnect.Telemetry;

namespace ZuperConnect.Maintenance;

/// <summary>Finds work that nobody does: the process died, or a schedule was lost. It runs every minute
/// (docs/design.md#background-work).</summary>
public sealed partial class WorkReconciler(
    WorkItemStore rows, NumberStore numbers, SearchCompletion search, InboxMetrics metrics, TimeProvider time, ILogger<WorkReconciler> log)
{
    /// <summary>How often it runs.</summary>
    public static TimeSpan Every { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Work of this age is nobody's; younger work is being done.</summary>
    public static TimeSpan Abandoned { get; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Schedules all work older than an age again, but what was given up. One row's failure does not stop the others. After an update that
    /// searches otherwise than before, what was is put into the index.
    /// </summary>
    /// <returns>How many rows it found.</returns>
    public async Task<int> RunAsync(TimeSpan age, Func<WorkItem, CancellationToken, Task> schedule, CancellationToken cancellation)
    {
        var (found, backlog) = (0, BackgroundWorkSummary.None);
        foreach (var partition in await numbers.WorkPartitionsAsync(cancellation))
        {
            await foreach (var row in rows.OlderThanAsync(partition, time.GetUtcNow() - age, cancellation))
            {
                backlog = backlog.With(row);
                if (row.FailedAt is not null)
                {
                    continue;
                }

                found++;
                try
                {
                    await schedule(row, cancellation);
                }
#pragma warning disable CA1031 // The next sweep finds the row again.
                catch (Exception failure) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
                {
                    LogNotScheduled(row.Kind, row.At, failure);
                }
            }
        }

        metrics.BackgroundWorkCounted(backlog.Failed, backlog.Age(time.GetUtcNow()));
        await search.RunAsync(cancellation);
        return found;
    }

    [LoggerMessage(2101, LogLevel.Error, "Work {Kind} of {At} could not be scheduled; the next sweep tries again")]
    private partial void LogNotScheduled(WorkKind kind, DateTimeOffset at, Exception failure);
}
