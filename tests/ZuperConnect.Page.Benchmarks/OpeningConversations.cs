using Microsoft.Playwright;
using ZuperConnect.Benchmarks;

namespace ZuperConnect.Page.Benchmarks;

/// <summary>Measures the time from the last response about a conversation until its timeline is shown.</summary>
internal sealed class OpeningConversations(IBrowser browser, MeasuredInbox inbox)
{
    private const double Goal = 200;

    public async Task MeasureAsync(int rounds)
    {
        var (afterAnswer, afterClick) = (new List<double>(), new List<double>());
        await using var window = await Window.OpenAsync(browser, inbox.Address, inbox.Http.Token);
        await window.Page.GotoAsync("/");
        await window.WhenAsync("rows");
        for (var round = 0; round < rounds; round++)
        {
            var row = window.Page.GetByRole(AriaRole.Row).Nth(round);
            var id = await row.GetAttributeAsync("data-key");
            await window.Page.EvaluateAsync(
                """
                () => {
                  window.addEventListener('pointerdown', () => { window.noted.click = performance.now(); }, { capture: true, once: true });
                  performance.clearResourceTimings();
                  delete window.noted.timeline;
                  const items = '[aria-label="Messages and calls"] li';
                  document.querySelectorAll(items).forEach((item) => item.setAttribute('data-before', ''));
                  window.note('timeline', `${items}:not([data-before])`);
                }
                """);
            await row.ClickAsync();
            var shown = await window.WhenAsync("timeline");
            var answered = await window.Page.EvaluateAsync<double>(
                "id => Math.max(...performance.getEntriesByType('resource').filter(one => "
                + "one.name.includes(`/api/conversations/${id}`)).map(one => one.responseEnd))", id);
            afterAnswer.Add(shown - answered);
            afterClick.Add(shown - await window.WhenAsync("click"));
        }

        var spread = Spread.Of(afterAnswer);
        Report.Title("From a click on a conversation to its timeline on the screen");
        Report.Line($"{spread.ToString("0")} ms after the API's last answer; {Spread.Of(afterClick).ToString("0")} ms after the click");
        Report.Goal($"shown within {Goal} ms of the API's answer", spread.Max <= Goal);
    }
}
