namespace ZuperConnect.Benchmarks.Storage;

/// <summary>The storage requests of one action: their kinds, their number, and the rows that queries returned.</summary>
internal sealed record StorageCost(string Requests, int Count, int Rows)
{
    public static StorageCost Of(IEnumerable<StorageRequest> requests)
    {
        var counted = requests.GroupBy(request => request.Kind).OrderByDescending(kind => kind.Key).ToList();
        var words = counted.Count is 0
            ? "none" : string.Join(" + ", counted.Select(kind => $"{kind.Count()} {Word(kind.Key, kind.Count())}"));
        return new(words, counted.Sum(kind => kind.Count()), counted.Sum(kind => kind.Sum(request => request.Rows)));
    }

    private static string Word(RequestKind kind, int count) => (kind, count) switch
    {
        (RequestKind.Query, > 1) => "queries",
        (_, > 1) => $"{kind}s".ToLowerInvariant(),
        _ => kind.ToString().ToLowerInvariant(),
    };
}
