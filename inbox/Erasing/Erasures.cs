using ZuperConnect.Customers;
using ZuperConnect.Outbox;

namespace ZuperConnect.Erasing;

/// <summary>The status of an erasure.</summary>
public enum ErasureStatus
{
    /// <summary>There is no such erasure.</summary>
    Unknown,

    /// <summary>It was requested and is not done yet.</summary>
    Pending,

    /// <summary>Everything is deleted.</summary>
    Done,
}

/// <summary>Finds the status of erasures of customers and conversations.</summary>
public sealed class Erasures(WorkItemStore workItems, CustomerStore customers, ErasedNumbers erased)
{
    /// <summary>The status of the erasure that a work item does or did.</summary>
    public async Task<ErasureStatus> GetStatusAsync(WorkId id, CancellationToken cancellation)
    {
        if (id.Conversation is { } conversation)
        {
            return await workItems.FindAsync(id, cancellation) is not null ? ErasureStatus.Pending
                : await erased.FindAsync(conversation, cancellation) is not null ? ErasureStatus.Done
                : ErasureStatus.Unknown;
        }

        // A customer who is neither saved nor being erased is erased.
        return CustomerWork.ErasedBy(id) is not { } customerId
            || await customers.FindAsync(customerId, cancellation) is not null ? ErasureStatus.Unknown
            : await workItems.FindAsync(id, cancellation) is not null ? ErasureStatus.Pending
            : ErasureStatus.Done;
    }
}
