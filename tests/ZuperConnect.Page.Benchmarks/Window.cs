using System.Globalization;
using Microsoft.Playwright;

namespace ZuperConnect.Page.Benchmarks;

/// <summary>A browser window with an empty cache, signed in as ana.</summary>
internal sealed class Window(IBrowserContext context, IPage page) : IAsyncDisposable
{
    // An element's time is recorded in the frame after it was drawn.
    private const string Noting =
        """
        window.noted = {};
        window.note = (name, selector) => {
          const look = () => document.querySelector(selector) ? requestAnimationFrame(() => setTimeout(() => { window.noted[name] = performance.now(); })) : requestAnimationFrame(look);
          look();
        };
        window.note('rows', '[role=row]');
        """;

    public IPage Page => page;

    public ILocator List => page.GetByRole(AriaRole.Grid);

    public static async Task<Window> OpenAsync(IBrowser browser, Uri inbox, string token)
    {
        var context = await browser.NewContextAsync(
            new() { BaseURL = inbox.ToString(), ViewportSize = new() { Width = 1440, Height = 900 }, Locale = "en-US" });
        await context.AddInitScriptAsync($"sessionStorage.setItem('zuperconnect.token', '{token}');{Noting}");
        return new(context, await context.NewPageAsync());
    }

    /// <summary>The recorded time in milliseconds since navigation.</summary>
    public async Task<double> WhenAsync(string name)
    {
        await page.WaitForFunctionAsync("name => window.noted[name] !== undefined", name);
        return await page.EvaluateAsync<double>("name => window.noted[name]", name);
    }

    /// <summary>Scrolls down until this number of rows is loaded.</summary>
    public async Task LoadAsync(int rows)
    {
        while (int.Parse(await List.GetAttributeAsync("aria-rowcount") ?? "0", CultureInfo.InvariantCulture) < rows)
        {
            await List.EvaluateAsync("list => { list.scrollTop = list.scrollHeight; }");
            await page.WaitForTimeoutAsync(50);
        }

        await List.EvaluateAsync("list => { list.scrollTop = 0; }");
    }

    public ValueTask DisposeAsync() => new(context.CloseAsync());
}
