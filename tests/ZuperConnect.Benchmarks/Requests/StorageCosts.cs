using ZuperConnect.Benchmarks.Storage;

namespace ZuperConnect.Benchmarks.Requests;

/// <summary>The storage requests of the same thing done several times.</summary>
internal sealed class StorageCosts
{
    private readonly List<StorageCost> _costs = [];

    /// <summary>The most that it cost once.</summary>
    public int Most => _costs.Max(cost => cost.Count);

    /// <summary>The usual cost.</summary>
    public StorageCost Usual => _costs.GroupBy(cost => cost).MaxBy(same => same.Count())!.Key;

    public void Add(IEnumerable<StorageRequest> requests) => _costs.Add(StorageCost.Of(requests));

    /// <summary>Every cost that there was, and how often.</summary>
    public override string ToString() => string.Join("; ", _costs.GroupBy(cost => cost).OrderByDescending(same => same.Count())
        .Select(same =>
            $"{same.Key.Count} ({same.Key.Requests}{(same.Key.Rows > 0 ? $", {same.Key.Rows} rows" : "")}), {same.Count()} of {_costs.Count}"));
}
