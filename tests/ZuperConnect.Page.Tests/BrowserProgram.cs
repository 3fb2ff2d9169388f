namespace ZuperConnect.Page.Tests;

/// <summary>Finds Chromium, Chrome or Edge on the path.</summary>
internal static class BrowserProgram
{
    /// <summary>The variable with the browser's program. If it is set, no other is used.</summary>
    public const string Setting = "PAGE_TESTS_BROWSER";

    public const string Missing =
        "There is no Chromium, Chrome or Edge on the path. Install one, such as Debian's chromium-headless-shell, or name its program "
        + $"in {Setting}.";

    private static readonly string[] Programs =
    [
        "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge",
        "microsoft-edge-stable", "chrome.exe", "msedge.exe",
    ];

    /// <summary>Whether the variable is set.</summary>
    public static bool IsNamed => Environment.GetEnvironmentVariable(Setting) is not null;

    /// <summary>The path of the program; null if there is none.</summary>
    public static string? Find()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var names = Environment.GetEnvironmentVariable(Setting) is { Length: > 0 } named ? new[] { named } : Programs;
        return names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }
}
