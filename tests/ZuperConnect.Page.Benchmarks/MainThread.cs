using System.Text.Json;
using Microsoft.Playwright;

namespace ZuperConnect.Page.Benchmarks;

/// <summary>Measures the main thread with the browser's trace.</summary>
internal static class MainThread
{
    private const string Task = "RunTask";

    /// <summary>The longest task during an action in milliseconds: elapsed time and processor time.</summary>
    public static async Task<(double Took, double Worked)> LongestTaskAsync(IBrowser browser, Func<Task> doing)
    {
        var session = await browser.NewBrowserCDPSessionAsync();
        var events = new List<JsonElement>();
        var complete = new TaskCompletionSource();
        session.Event("Tracing.dataCollected").OnEvent += (_, data) => events.AddRange(data!.Value.GetProperty("value").EnumerateArray());
        session.Event("Tracing.tracingComplete").OnEvent += (_, _) => complete.TrySetResult();
        await session.SendAsync("Tracing.start",
            new() { ["transferMode"] = "ReportEvents", ["categories"] = "disabled-by-default-devtools.timeline,toplevel,__metadata" });
        await doing();
        await session.SendAsync("Tracing.end");
        await complete.Task;
        await session.DetachAsync();

        var threads = events.Where(one => Name(one) is "thread_name"
            && one.GetProperty("args").GetProperty("name").GetString() is "CrRendererMain").Select(Thread).ToHashSet();
        var tasks = events.Where(one => Name(one) is Task or $"ThreadControllerImpl::{Task}" && threads.Contains(Thread(one))).ToList();
        return (Longest(tasks, "dur"), Longest(tasks, "tdur"));
    }

    private static double Longest(IEnumerable<JsonElement> tasks, string time) =>
        tasks.Select(task => task.TryGetProperty(time, out var took) ? took.GetDouble() / 1000 : 0).DefaultIfEmpty().Max();

    private static string? Name(JsonElement one) => one.GetProperty("name").GetString();

    private static (int Process, int Thread) Thread(JsonElement one) =>
        (one.GetProperty("pid").GetInt32(), one.GetProperty("tid").GetInt32());
}
