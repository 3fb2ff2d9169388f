using ZuperConnect.Benchmarks.Throughput;

namespace ZuperConnect.Benchmarks.Hosts;

/// <summary>Measures the memory of the local host's process while messages arrive and pages are read.</summary>
internal static class HostMemoryUsage
{
    private const double Goal = 200;
    private const int Readers = 4;

    public static async Task MeasureAsync(string folder, Scale scale)
    {
        Report.Title(
            $"Memory of the local host's process on the largest of these inboxes: {scale.Messages:N0} messages come in,"
            + $" {Scale.InFlight} in flight, and {Readers} read pages");
        using var host = await LocalProcess.StartAsync(folder);
        using var http = await InboxClient.SignInAsync(host.Address);
        Report.Line($"started in {host.StartTook.TotalSeconds:0.0} s, and has {host.Memory:0} MB then");

        using var done = new CancellationTokenSource();
        var pages = 0;
        var reading = Task.WhenAll(Enumerable.Range(0, Readers).Select(_ => Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                for (var address = "api/conversations"; address is not null && !done.IsCancellationRequested;)
                {
                    var page = await http.ReadAsync(address);
                    address = (string?)page["nextCursor"] is { } cursor ? $"api/conversations?cursor={cursor}" : null;
                    Interlocked.Increment(ref pages);
                }
            }
        })));
        var texts = CustomerText.Make(scale.Messages, Scale.Conversations);
        await Sending.AllAsync(texts.Select(text => (Func<Task>)(() => http.TakeAsync(text))), Scale.InFlight);
        await done.CancelAsync();
        await reading;

        Report.Line($"{pages:N0} pages were read meanwhile; {host.Memory:0} MB at the end, {host.PeakMemory:0} MB at most");
        Report.Goal($"less than {Goal} MB at any time", host.PeakMemory < Goal);
    }
}
