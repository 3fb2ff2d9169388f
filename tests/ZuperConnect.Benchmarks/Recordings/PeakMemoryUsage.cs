using System.Diagnostics;

namespace ZuperConnect.Benchmarks.Recordings;

/// <summary>The maximum memory of this process during an action, in megabytes, minus what it had before.</summary>
/// <param name="Heap">The managed heap, including garbage.</param>
/// <param name="Process">The working set of the process.</param>
/// <param name="Took">The duration.</param>
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
