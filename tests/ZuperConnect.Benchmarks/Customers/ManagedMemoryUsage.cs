using System.Diagnostics;

namespace ZuperConnect.Benchmarks.Customers;

/// <summary>
/// The maximum of used managed memory during an action, in megabytes, minus what was used before. Measured after garbage collections.
/// </summary>
internal sealed record ManagedMemoryUsage(double Megabytes, TimeSpan Took)
{
    private const double Megabyte = 1024 * 1024;
    private static readonly TimeSpan SampleInterval = TimeSpan.FromMilliseconds(100);

    public static async Task<ManagedMemoryUsage> DuringAsync(Func<Task> act)
    {
        var (before, most, began) = (Held(), 0L, Stopwatch.GetTimestamp());
        using var done = new CancellationTokenSource();
        var looking = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                most = Math.Max(most, Held());
                await Task.Delay(SampleInterval, CancellationToken.None);
            }
        });
        await act();
        var took = Stopwatch.GetElapsedTime(began);
        await done.CancelAsync();
        await looking;
        return new((most - before) / Megabyte, took);
    }

    public override string ToString() =>
        $"{Megabytes:0.0} MB held; {Took.TotalSeconds:0.0} s with a collection each {SampleInterval.TotalMilliseconds:0} ms";

    private static long Held()
    {
        GC.Collect();
        return GC.GetTotalMemory(forceFullCollection: false);
    }
}
