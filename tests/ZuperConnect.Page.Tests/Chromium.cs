using Microsoft.Playwright;

namespace ZuperConnect.Page.Tests;

/// <summary>The browser of all tests, and the built page. Without a browser tests are skipped, unless the variable is set.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private string? _missing;

    /// <summary>The folder of the built page.</summary>
    public string Page { get; private set; } = "";

    /// <summary>The browser. Skips the test if there is none.</summary>
    public IBrowser Browser
    {
        get
        {
            Assert.SkipWhen(_missing is not null && !BrowserProgram.IsNamed, _missing ?? "");
            return _browser ?? throw new InvalidOperationException(_missing);
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (BrowserProgram.Find() is not { } program)
        {
            _missing = BrowserProgram.Missing;
            return;
        }

        using var said = new StringWriter();
        if (await Local.Page.PageBuild.EnsureAsync(said, CancellationToken.None) is not { } page)
        {
            _missing = said.ToString();
            return;
        }

        Page = page;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, ChromiumSandbox = false });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
    }
}
