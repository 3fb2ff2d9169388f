using System.Diagnostics;
using ZuperConnect.Local;

namespace ZuperConnect.Benchmarks.Hosts;

/// <summary>The local host as a person starts it: a process of its own.</summary>
internal sealed class LocalProcess : IDisposable
{
    private const string Welcome = "ZuperConnect listens at ";
    private const double Megabyte = 1024 * 1024;
    private readonly Process _process;

    private LocalProcess(Process process, Uri address, TimeSpan startTook) =>
        (_process, Address, StartTook) = (process, address, startTook);

    public Uri Address { get; }

    /// <summary>From its start until it answers requests.</summary>
    public TimeSpan StartTook { get; }

    /// <summary>Megabytes of memory that it has now, as the system counts them.</summary>
    public double Memory => Read(process => process.WorkingSet64);

    /// <summary>The most that it ever had.</summary>
    public double PeakMemory => Read(process => process.PeakWorkingSet64);

    /// <summary>Starts it on the data of a folder.</summary>
    public static async Task<LocalProcess> StartAsync(string folder)
    {
        var began = Stopwatch.GetTimestamp();
        string[] arguments = [typeof(LocalInbox).Assembly.Location, "--urls", "http://127.0.0.1:0", "--data", folder];
        var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Welcome, StringComparison.Ordinal))
            {
                // It would wait where nobody reads the rest.
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
