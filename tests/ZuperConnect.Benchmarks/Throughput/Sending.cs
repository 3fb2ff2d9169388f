namespace ZuperConnect.Benchmarks.Throughput;

/// <summary>Runs calls with limited concurrency.</summary>
internal static class Sending
{
    public static Task AllAsync(IEnumerable<Func<Task>> calls, int inFlight) => Parallel.ForEachAsync(
        calls, new ParallelOptions { MaxDegreeOfParallelism = inFlight }, async (call, _) => await call());
}
