using ZuperConnect.Hosting;
using ZuperConnect.Outbox;

namespace ZuperConnect.BackgroundWork;

/// <summary>Handles some kinds of background work. To add a kind of work, register another implementation.</summary>
public interface IBackgroundWorkHandler
{
    /// <summary>The kinds of work. No other handler handles them.</summary>
    IReadOnlyCollection<WorkKind> Kinds { get; }

    /// <summary>Runs the next step. It may run twice, even concurrently, and the process may end during it.</summary>
    /// <param name="item">The work item as it was read. It may have been changed or removed since.</param>
    /// <param name="host">The services of the host.</param>
    /// <param name="cancellation">Cancels the step.</param>
    Task<WorkStep> StepAsync(WorkItem item, HostServices host, CancellationToken cancellation);

    /// <summary>
    /// Whether the work is done after its last step. <paramref name="item"/> is its current state: more work may have been added.
    /// </summary>
    bool IsDone(WorkItem item) => true;
}
