using ZuperConnect.Numbers;

namespace ZuperConnect.Outbox;

/// <summary>Where rows of work are.</summary>
internal static class WorkPartitions
{
    /// <summary>The partitions that have work: one for each number, and those of recordings and of customers.</summary>
    public static async Task<IEnumerable<string>> WorkPartitionsAsync(this NumberStore numbers, CancellationToken cancellation) =>
        (await numbers.AllAsync(cancellation)).Keys.Append(WorkId.Recordings).Append(WorkId.Customers);
}
