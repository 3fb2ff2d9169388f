using System.Diagnostics;
using System.Runtime.InteropServices;
using ZuperConnect.Benchmarks;
using ZuperConnect.Benchmarks.Calls;
using ZuperConnect.Benchmarks.Customers;
using ZuperConnect.Benchmarks.Pages;
using ZuperConnect.Benchmarks.Recordings;
using ZuperConnect.Benchmarks.Requests;
using ZuperConnect.Benchmarks.Storage;
using ZuperConnect.Benchmarks.Throughput;
using ZuperConnect.Local.Azurite;

var scale = args.Contains("--quick") ? Scale.Quick : Scale.Full;
var began = Stopwatch.GetTimestamp();
Console.WriteLine(
    $"{Environment.ProcessorCount} processors, shared by this process and all that it starts; {RuntimeInformation.FrameworkDescription}."
    + " Medians (min to max).");

Report.Part("The embedded store");
await InboundMessages.MeasureAsync(scale);
await PageTimes.MeasureAsync(scale);

Report.Part("Azurite");
try
{
    // The tables grow with each part and slow Azurite down, so the measurements of time come first.
    await using var azurite = await OneAzurite.StartAsync();
    await InboundMessages.MeasureAsync(azurite, scale);
    await AnswerLatency.MeasureAsync(azurite, scale);
    await MessageRequests.MeasureAsync(azurite, scale);
    await PageCosts.MeasureAsync(azurite, scale);
    await CustomerImports.MeasureAsync(azurite, scale);
    await RecordingMemory.MeasureAsync(azurite);
}
catch (AzuriteException cannot)
{
    Report.Line($"Skipped: {cannot.Message}");
}

Console.WriteLine($"\nTook {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s.");
