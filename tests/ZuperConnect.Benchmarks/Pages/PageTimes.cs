using System.Diagnostics;
using ZuperConnect.Benchmarks.Hosts;

namespace ZuperConnect.Benchmarks.Pages;

/// <summary>Measures the time of a page in SQLite with few and with many conversations, and the memory for the largest inbox.</summary>
internal static class PageTimes
{
    private const int Blocks = 10;
    private const int TextsOfTimeline = 30;
    private const double HundredThousand = 100_000;

    public static async Task MeasureAsync(Scale scale)
    {
        Report.Title("Pages of 25 on the embedded store, with more and more conversations of one text each");
        var inboxes = new List<MeasuredInbox>();
        try
        {
            foreach (var size in scale.Sizes)
            {
                inboxes.Add(await FilledAsync(size));
            }

            await CompareAsync("the open conversations, all numbers", "api/conversations", inboxes, scale);
            await CompareAsync("a timeline", $"api/conversations/{ManyConversations.IdOf(0)}/timeline?limit=25", inboxes, scale);
            QueryPlans.Check(inboxes[^1].Folder);

            await inboxes[^1].StopAsync();
            await HostMemoryUsage.MeasureAsync(inboxes[^1].Folder, scale);
        }
        finally
        {
            foreach (var inbox in inboxes)
            {
                await inbox.DisposeAsync();
            }
        }
    }

    private static async Task<MeasuredInbox> FilledAsync(int conversations)
    {
        var inbox = await MeasuredInbox.StartAsync();
        var began = Stopwatch.GetTimestamp();
        await ManyConversations.WriteAsync(inbox.Storage, conversations);
        var took = Stopwatch.GetElapsedTime(began);
        foreach (var text in CustomerText.Make(TextsOfTimeline, 1))
        {
            await inbox.Http.TakeAsync(text);
        }

        Report.Line(
            $"{conversations,9:N0} conversations written through the port in {took.TotalSeconds:0.0} s,"
            + $" {took.TotalSeconds * HundredThousand / conversations:0} s for each 100,000;"
            + $" {QueryPlans.Databases(inbox.Folder).Sum(file => file.Length) / 1e6:N0} MB of database");
        return inbox;
    }

    private static async Task CompareAsync(string what, string address, List<MeasuredInbox> inboxes, Scale scale)
    {
        // The smallest inbox is measured twice in each turn. The difference between the two is noise.
        List<MeasuredInbox> read = [inboxes[0], .. inboxes];
        var medians = read.ConvertAll(_ => new List<double>());
        for (var block = 0; block <= Blocks; block++)
        {
            var times = read.ConvertAll(_ => new List<double>());
            for (var turn = 0; turn < scale.Pages / Blocks; turn++)
            {
                for (var place = 0; place < read.Count; place++)
                {
                    var began = Stopwatch.GetTimestamp();
                    await read[place].Http.ReadAsync(address);
                    times[place].Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                }
            }

            // The first block is for the JIT compiler.
            for (var place = 0; place < read.Count && block > 0; place++)
            {
                medians[place].Add(Spread.Of(times[place]).Median);
            }
        }

        Report.Line($"{what} ({scale.Pages} times each, in turns; medians of {Blocks} blocks, and their ratios to the first line)");
        var ratios = medians.ConvertAll(blocks => Spread.Of(blocks.Zip(medians[0], (one, first) => one / first)));
        for (var place = 0; place < read.Count; place++)
        {
            var name = $"{scale.Sizes[Math.Max(place - 1, 0)],9:N0}{(place is 1 ? " again" : "")}";
            Report.Line($"  {name,-16} {Spread.Of(medians[place]).ToString("0.00")} ms; {ratios[place].ToString("0.00")}");
        }

        Report.Goal("the same time, within the spread of the second line", ratios.Skip(2).All(ratio => ratio.Median <= ratios[1].Max));
    }
}
