using Microsoft.Playwright;
using ZuperConnect.Benchmarks;

namespace ZuperConnect.Page.Benchmarks;

/// <summary>Measures the time from navigation to the list with an empty cache.</summary>
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

        // The first one warms up the inbox.
        var spread = Spread.Of(times.Skip(1));
        Report.Title("From the navigation to rows on the screen");
        Report.Line($"{spread.ToString("0")} ms; the first of all {times[0]:0} ms");
        Report.Goal($"the list is usable within {Goal / 1000} s", spread.Max <= Goal);
    }
}
