using ZuperConnect.Hosting;
using ZuperConnect.Outbox;

namespace ZuperConnect.BackgroundWork;

/// <summary>Does background work of some kinds. A new kind of work is a new implementation among the services.</summary>
public interface IBackgroundWorkHandler
{
    /// <summary>The kinds of work that it does; no other handler does them.</summary>
    IReadOnlyCollection<WorkKind> Kinds { get; }

    /// <summary>Does the next step of a piece of work. It may run twice, also at the same time, and the process may die inside.</summary>
    /// <param name="item">The work, as its row was read; somebody may have changed or removed it since.</param>
    /// <param name="host">What the host does for it.</param>
    /// <param name="cancellation">Stops it.</param>
    Task<WorkStep> StepAsync(WorkItem item, HostServices host, CancellationToken cancellation);

    /// <summary>Whether work whose last step was finished is done, as its row is now: more may have come meanwhile.</summary>
    bool IsDone(WorkItem item) => true;
}
