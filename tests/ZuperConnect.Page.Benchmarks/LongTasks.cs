using Microsoft.Playwright;
using ZuperConnect.Benchmarks;

namespace ZuperConnect.Page.Benchmarks;

/// <summary>Measures the longest tasks of the page's main thread with many rows. During a task the page does not react.</summary>
internal sealed class LongTasks(IBrowser browser, MeasuredInbox inbox, int rows)
{
    private const double Goal = 50;
    private const int TextsInASecond = 20;

    public async Task MeasureAsync(int rounds, TimeSpan length)
    {
        await using var window = await Window.OpenAsync(browser, inbox.Address, inbox.Http.Token);
        await window.Page.GotoAsync("/");
        await window.WhenAsync("rows");
        Report.Title(
            $"The longest task with {rows:N0} rows loaded, and of that, what the processor worked on it (the rest is other work of the "
            + "machine)");
        await LineAsync(window, "while nothing is done", rounds, () => window.Page.WaitForTimeoutAsync(1000));
        var typing = await LineAsync(window, "while typing in the search, and emptying it", rounds, () => SearchAsync(window.Page));
        var arriving = await LineAsync(
            window, $"while {TextsInASecond} messages a second arrive", Math.Max(2, rounds / 3), () => ReceiveAsync(length));
        Report.Goal($"no task longer than {Goal} ms while typing", typing <= Goal);
        Report.Goal($"no task longer than {Goal} ms while messages arrive", arriving <= Goal);
    }

    private async Task<double> LineAsync(Window window, string name, int rounds, Func<Task> doing)
    {
        var tasks = new List<(double Took, double Worked)>();
        for (var round = 0; round < rounds; round++)
        {
            await window.LoadAsync(rows);
            tasks.Add(await MainThread.LongestTaskAsync(browser, doing));
        }

        var took = Spread.Of(tasks.Select(task => task.Took));
        Report.Line($"{name,-48} {took.ToString("0")} ms; {Spread.Of(tasks.Select(task => task.Worked)).ToString("0")} ms");
        return took.Max;
    }

    private static async Task SearchAsync(IPage page)
    {
        var box = page.GetByRole(AriaRole.Searchbox);
        await box.PressSequentiallyAsync("20650000", new() { Delay = 250 });
        await page.WaitForURLAsync("**search=20650000");
        await page.GetByText("(206) 500-00").First.WaitForAsync();
        await box.FillAsync("");
        await page.WaitForURLAsync(url => !url.Contains("search", StringComparison.Ordinal));
        await page.WaitForTimeoutAsync(500);
    }

    /// <summary>To conversations everywhere in the list: half of them are loaded.</summary>
    private async Task ReceiveAsync(TimeSpan length)
    {
        using var clock = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / TextsInASecond));
        foreach (var text in CustomerText.Make((int)(length.TotalSeconds * TextsInASecond), rows * 2).OrderBy(_ => Random.Shared.Next()))
        {
            await clock.WaitForNextTickAsync();
            await inbox.Http.TakeAsync(text);
        }
    }
}
