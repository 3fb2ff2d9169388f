using System.Diagnostics;
using ZuperConnect.Benchmarks.Storage;

namespace ZuperConnect.Benchmarks.Throughput;

/// <summary>The result of one round of one side.</summary>
/// <param name="PerSecond">Messages per second.</param>
/// <param name="OurCpu">Processor time of this process for each message in milliseconds, including the HTTP client of the whole
/// path.</param>
/// <param name="Azurite">The usage of Azurite; null without it.</param>
internal sealed record Round(double PerSecond, double OurCpu, AzuriteUse? Azurite)
{
    /// <summary>Creates the conversations, then measures messages to them.</summary>
    public static async Task<Round> RunAsync(ISide side, int messages, int inFlight, OneAzurite? azurite = null)
    {
        var first = CustomerText.Make(Scale.Conversations, Scale.Conversations, age: TimeSpan.FromHours(1));
        var create = await side.PrepareAsync(first, Scale.InFlight);
        await create();
        var send = await side.PrepareAsync(CustomerText.Make(messages, Scale.Conversations), inFlight);
        side.Log?.Take();
        GC.Collect();

        var (ours, theirs) = (Environment.CpuUsage.TotalTime, azurite?.Cpu);
        var began = Stopwatch.GetTimestamp();
        await send();
        var took = Stopwatch.GetElapsedTime(began);
        ours = Environment.CpuUsage.TotalTime - ours;
        var use = azurite is null ? null : Use(azurite.Cpu - theirs!.Value, took, side.Log!.Take(), messages);
        return new(messages / took.TotalSeconds, ours.TotalMilliseconds / messages, use);
    }

    private static AzuriteUse Use(TimeSpan cpu, TimeSpan took, IReadOnlyList<StorageRequest> requests, int messages) => new(
        cpu.TotalMilliseconds / messages,
        cpu / took,
        (double)requests.Count / messages,
        (double)requests.Sum(request => request.Bytes) / messages);
}

/// <summary>The usage of Azurite in a round.</summary>
/// <param name="Cpu">Its processor time for each message in milliseconds.</param>
/// <param name="Busy">The share of the time in which its single thread was busy.</param>
/// <param name="Requests">The storage requests for each message.</param>
/// <param name="Bytes">The bytes sent to storage for each message.</param>
internal sealed record AzuriteUse(double Cpu, double Busy, double Requests, double Bytes);
