using System.Diagnostics;

namespace ZuperConnect.Benchmarks.Throughput;

/// <summary>What one round of one side took.</summary>
/// <param name="PerSecond">Messages per second.</param>
/// <param name="OurCpu">Milliseconds of processor time of this process for each message, with the HTTP client of the whole path.</param>
/// <param name="AzuriteCpu">The same of Azurite's process.</param>
/// <param name="AzuriteBusy">How much of the time Azurite's process computed; all of its requests share one thread.</param>
/// <param name="Requests">Storage requests for each message.</param>
/// <param name="Bytes">Bytes sent to storage for each message.</param>
internal sealed record Round(double PerSecond, double OurCpu, double AzuriteCpu, double AzuriteBusy, double Requests, double Bytes)
{
    /// <summary>Creates the conversations, then measures messages to them.</summary>
    public static async Task<Round> RunAsync(ISide side, int messages, int azurite)
    {
        await SendAsync(side.Prepare(CustomerText.Make(Scale.Conversations, Scale.Conversations, age: TimeSpan.FromHours(1))));
        var calls = side.Prepare(CustomerText.Make(messages, Scale.Conversations));
        side.Log.Take();
        GC.Collect();

        var (ours, theirs) = (Environment.CpuUsage.TotalTime, CpuOf(azurite));
        var began = Stopwatch.GetTimestamp();
        await SendAsync(calls);
        var took = Stopwatch.GetElapsedTime(began);
        (ours, theirs) = (Environment.CpuUsage.TotalTime - ours, CpuOf(azurite) - theirs);

        var requests = side.Log.Take();
        return new(
            messages / took.TotalSeconds,
            ours.TotalMilliseconds / messages,
            theirs.TotalMilliseconds / messages,
            theirs / took,
            (double)requests.Count / messages,
            (double)requests.Sum(request => request.Bytes) / messages);
    }

    private static Task SendAsync(IReadOnlyList<Func<Task>> calls) => Parallel.ForEachAsync(
        calls, new ParallelOptions { MaxDegreeOfParallelism = Scale.InFlight }, async (call, _) => await call());

    private static TimeSpan CpuOf(int processId)
    {
        using var process = Process.GetProcessById(processId);
        return process.TotalProcessorTime;
    }
}
