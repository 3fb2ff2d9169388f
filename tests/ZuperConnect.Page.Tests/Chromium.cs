using Microsoft.Playwright;

namespace ZuperConnect.Page.Tests;

/// <summary>
/// A browser for all tests, and the page built for it. Where there is no browser, tests are skipped, unless one was asked for.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>Names the browser's program; where it is set, tests fail without a browser.</summary>
    public const string Setting = "PAGE_TESTS_BROWSER";

    private static readonly string[] Programs =
    [
        "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge",
        "microsoft-edge-stable", "chrome.exe", "msedge.exe",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private string? _missing;

    /// <summary>The folder of the built page.</summary>
    public string Page { get; private set; } = "";

    /// <summary>The browser. Skips the test where there is none.</summary>
    public IBrowser Browser
    {
        get
        {
            Assert.SkipWhen(_missing is not null && Environment.GetEnvironmentVariable(Setting) is null, _missing ?? "");
            return _browser ?? throw new InvalidOperationException(_missing);
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (Find() is not { } program)
        {
            _missing = "There is no Chromium, Chrome or Edge on the path. Install one, such as Debian's chromium-headless-shell, or name its "
                + $"program in {Setting}.";
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

    private static string? Find()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var names = Environment.GetEnvironmentVariable(Setting) is { Length: > 0 } named ? new[] { named } : Programs;
        return names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }
}
