using System.Diagnostics;

namespace ZuperConnect.Benchmarks.Recordings;

/// <summary>How much memory this process took at most while something was done, beyond what it had before, in megabytes.</summary>
/// <param name="Heap">On the managed heap, with what is not collected yet.</param>
/// <param name="Process">Of the whole process, as the system counts it.</param>
/// <param name="Took">How long it took.</param>
internal sealed record PeakMemoryUsage(double Heap, double Process, TimeSpan Took)
{
    private const double Megabyte = 1024 * 1024;
    private static readonly TimeSpan SampleInterval = TimeSpan.FromMilliseconds(5);

    public static async Task<PeakMemoryUsage> DuringAsync(Func<Task> act)
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var (heap, process) = (GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet);
        var (mostHeap, mostProcess, began) = (heap, process, Stopwatch.GetTimestamp());
        using var done = new CancellationTokenSource();
        var looking = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                (mostHeap, mostProcess) = (Math.Max(mostHeap, GC.GetTotalMemory(false)), Math.Max(mostProcess, Environment.WorkingSet));
                await Task.Delay(SampleInterval, CancellationToken.None);
            }
        });
        await act();
        var took = Stopwatch.GetElapsedTime(began);
        await done.CancelAsync();
        await looking;
        return new((mostHeap - heap) / Megabyte, (mostProcess - process) / Megabyte, took);
    }

    public override string ToString() => $"{Process:0} MB more in the process, {Heap:0} MB of it managed; {Took.TotalSeconds:0.0} s";
}
