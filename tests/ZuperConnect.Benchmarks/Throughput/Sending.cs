namespace ZuperConnect.Benchmarks.Throughput;

/// <summary>Makes calls, so many at a time.</summary>
internal static class Sending
{
    public static Task AllAsync(IEnumerable<Func<Task>> calls, int inFlight) => Parallel.ForEachAsync(
        calls, new ParallelOptions { MaxDegreeOfParallelism = inFlight }, async (call, _) => await call());
}
