using ZuperConnect.BackgroundWork;
using ZuperConnect.Customers;
using ZuperConnect.Hosting;
using ZuperConnect.Jobs;
using ZuperConnect.Outbox;
using ZuperConnect.Search;

namespace ZuperConnect.Propagation;

/// <summary>
/// Moves the jobs of a customer who was merged into another one, and removes the former customer from the search index. The conversations
/// get the name by <see cref="CustomerNamePropagation"/>. Each step can run twice, late, or concurrently.
/// </summary>
public sealed class CustomerMergePropagation(
    CustomerStore customers, CustomerMerging merging, CustomerIndex index, JobStore jobs, JobErasing erasing, TimeProvider time)
    : IBackgroundWorkHandler
{
    /// <inheritdoc/>
    public IReadOnlyCollection<WorkKind> Kinds => [WorkKind.MergeCustomers];

    /// <summary>
    /// Runs the next step. The second one, a minute later, moves a job that was created for the former customer during the merge.
    /// </summary>
    public async Task<WorkStep> StepAsync(WorkItem item, HostServices host, CancellationToken cancellation)
    {
        if (CustomerWork.MergedBy(item.Id) is var (into, from))
        {
            await index.RefreshAsync(from, cancellation);
            await index.RefreshAsync(into, cancellation);
            var target = await merging.FindTargetAsync(into, cancellation);
            if (await customers.FindAsync(target, cancellation) is null)
            {
                // The customer was erased meanwhile.
                await erasing.EraseAsync(new(from, [], item.At), cancellation);
            }
            else
            {
                await jobs.MoveAsync(from, target, cancellation);
            }
        }

        var recheck = item.At + CustomerNamePropagation.RecheckDelay;
        return WorkItem.IsReached(recheck, time.GetUtcNow()) ? new([], Finished: true) : new([], recheck);
    }
}
