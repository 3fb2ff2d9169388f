using Microsoft.Playwright;
using ZuperConnect.Benchmarks;

namespace ZuperConnect.Page.Benchmarks;

/// <summary>How long it takes from the navigation to the list, with nothing in the browser's caches.</summary>
internal sealed class FirstLoad(IBrowser browser, MeasuredInbox inbox)
{
    private const double Goal = 1_500;

    public async Task MeasureAsync(int rounds)
    {
        var times = new List<double>();
        for (var round = 0; round <= rounds; round++)
        {
            await using var window = await Window.OpenAsync(browser, inbox.Address, inbox.Http.Token);
            await window.Page.GotoAsync("/");
            times.Add(await window.WhenAsync("rows"));
        }

        // The first one is the inbox's own warm-up.
        var spread = Spread.Of(times.Skip(1));
        Report.Title("From the navigation to rows on the screen");
        Report.Line($"{spread.ToString("0")} ms; the first of all {times[0]:0} ms");
        Report.Goal($"the list is usable within {Goal / 1000} s", spread.Max <= Goal);
    }
}
