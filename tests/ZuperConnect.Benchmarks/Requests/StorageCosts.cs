using ZuperConnect.Benchmarks.Storage;

namespace ZuperConnect.Benchmarks.Requests;

/// <summary>The storage requests of repeating the same action.</summary>
internal sealed class StorageCosts
{
    private readonly List<StorageCost> _costs = [];

    /// <summary>The maximum number of requests.</summary>
    public int Most => _costs.Max(cost => cost.Count);

    /// <summary>The most frequent cost.</summary>
    public StorageCost Usual => _costs.GroupBy(cost => cost).MaxBy(same => same.Count())!.Key;

    public void Add(IEnumerable<StorageRequest> requests) => _costs.Add(StorageCost.Of(requests));

    /// <summary>All costs with their frequency.</summary>
    public override string ToString() => string.Join("; ", _costs.GroupBy(cost => cost).OrderByDescending(same => same.Count())
        .Select(same =>
            $"{same.Key.Count} ({same.Key.Requests}{(same.Key.Rows > 0 ? $", {same.Key.Rows} rows" : "")}), {same.Count()} of "
            + $"{_costs.Count}"));
}
