using ZuperConnect.Numbers;

namespace ZuperConnect.Outbox;

/// <summary>The partitions with work items.</summary>
internal static class WorkPartitions
{
    /// <summary>One partition for each number, and one each for recordings, customers and search.</summary>
    public static async Task<IEnumerable<string>> WorkPartitionsAsync(this NumberStore numbers, CancellationToken cancellation) =>
        (await numbers.AllAsync(cancellation)).Keys.Append(WorkId.Recordings).Append(WorkId.Customers).Append(WorkId.Search);
}
