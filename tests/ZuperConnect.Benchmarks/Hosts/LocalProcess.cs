using System.Diagnostics;
using ZuperConnect.Local;

namespace ZuperConnect.Benchmarks.Hosts;

/// <summary>The local host in its own process, as a user starts it.</summary>
internal sealed class LocalProcess : IDisposable
{
    private const string Welcome = "ZuperConnect listens at ";
    private const double Megabyte = 1024 * 1024;
    private readonly Process _process;

    private LocalProcess(Process process, Uri address, TimeSpan startTook) =>
        (_process, Address, StartTook) = (process, address, startTook);

    public Uri Address { get; }

    /// <summary>The time from the start to the first response.</summary>
    public TimeSpan StartTook { get; }

    /// <summary>The current memory in megabytes (working set).</summary>
    public double Memory => Read(process => process.WorkingSet64);

    /// <summary>The maximum memory in megabytes.</summary>
    public double PeakMemory => Read(process => process.PeakWorkingSet64);

    /// <summary>Starts it with a data folder.</summary>
    public static async Task<LocalProcess> StartAsync(string folder)
    {
        var began = Stopwatch.GetTimestamp();
        string[] arguments = [typeof(LocalInbox).Assembly.Location, "--urls", "http://127.0.0.1:0", "--data", folder];
        var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Welcome, StringComparison.Ordinal))
            {
                // The process would block if its output were not read.
                _ = process.StandardOutput.ReadToEndAsync();
                return new(process, new(line[Welcome.Length..].Split(' ')[0]), Stopwatch.GetElapsedTime(began));
            }
        }

        process.Dispose();
        throw new InvalidOperationException("The local host does not start.");
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private double Read(Func<Process, long> bytes)
    {
        _process.Refresh();
        return bytes(_process) / Megabyte;
    }
}
