using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

/// <summary>The section with the statistics.</summary>
public sealed partial class StatisticsTests(Chromium chromium) : PageTest(chromium)
{
    private const string Service = "+14255550101";

    [Fact]
    public async Task Figures_and_tables_show_what_happened_today()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        await CustomerWritesAsync("Hello?", from: "+12065550123", to: Service);
        var page = await SignedInAsync();
        await Row(page, "(206) 555-0199").ClickAsync();
        await page.GetByPlaceholder("Text (206) 555-0199").FillAsync("It is.");
        await Button(page, "Send").ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("Delivered");
        await GoesToAsync(page, "Statistics");

        await Expect(Figure(page, "Messages received")).ToContainTextAsync("2");
        await Expect(Figure(page, "Messages sent")).ToContainTextAsync("1");
        await Expect(Figure(page, "Conversations closed")).ToContainTextAsync("2 opened");
        await Expect(Figure(page, "First response, median")).ToContainTextAsync(Seconds());
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "Messages by day. In all: Received 2, Sent 1." })).ToBeVisibleAsync();

        await page.GetByText("Messages as a table").ClickAsync();
        var rows = page.GetByRole(AriaRole.Region, new() { Name = "Messages as a table" }).GetByRole(AriaRole.Row);
        await Expect(rows).ToHaveCountAsync(8);
        await Expect(rows.Last).ToContainTextAsync("2100");
    }

    [Fact]
    public async Task Number_and_days_are_chosen_and_stay_in_the_address()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        await CustomerWritesAsync("Hello?", to: Service);
        await CustomerWritesAsync("Hello??", to: Service);
        var page = await SignedInAsync();
        await GoesToAsync(page, "Statistics");
        await Expect(Figure(page, "Messages received")).ToContainTextAsync("3");

        await page.GetByRole(AriaRole.Button, new() { Name = "All numbers Number" }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "Service" }).ClickAsync();
        await Expect(Figure(page, "Messages received")).ToContainTextAsync("2");
        await page.GetByRole(AriaRole.Radio, new() { Name = "30 days" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(ThirtyDays());
        await page.GetByText("Messages as a table").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Messages as a table" }).GetByRole(AriaRole.Row)).ToHaveCountAsync(31);

        await page.GetByRole(AriaRole.Radio, new() { Name = "Custom" }).ClickAsync();
        await page.GetByLabel("From").FillAsync("2026-01-05");
        await page.GetByLabel("To", new() { Exact = true }).FillAsync("2026-01-06");
        await Expect(page.GetByText("Nothing happened in these days")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Expect(page.GetByLabel("From")).ToHaveValueAsync("2026-01-05");
        await page.GetByLabel("To", new() { Exact = true }).FillAsync("2025-01-06");
        await Expect(page.GetByText("These are no days")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Days_are_saved_as_a_file()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        var page = await SignedInAsync();
        await GoesToAsync(page, "Statistics");
        await Expect(Figure(page, "Messages received")).ToContainTextAsync("1");
        var file = await page.RunAndWaitForDownloadAsync(() => Button(page, "Download CSV").ClickAsync());

        Assert.Equal("statistics.csv", file.SuggestedFilename);
        var lines = await File.ReadAllLinesAsync(await file.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Equal(15, lines.Length);
        Assert.Contains("\"Dispatch\",\"UTC\",\"1\",\"0\"", lines[^2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_is_shown_and_tried_again()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        var page = await SignedInAsync();
        await page.RouteAsync(Statistics(), route => route.FulfillAsync(new()
        {
            Status = 400,
            ContentType = "application/problem+json",
            Body = """{ "status": 400, "detail": "Ask for other days." }""",
        }));
        await GoesToAsync(page, "Statistics");
        await Expect(page.GetByText("This could not be loaded.")).ToBeVisibleAsync();
        await Expect(page.GetByText("Ask for other days.")).ToBeVisibleAsync();

        await page.UnrouteAsync(Statistics());
        await Button(page, "Try again").ClickAsync();
        await Expect(Figure(page, "Messages received")).ToContainTextAsync("1");
    }

    private static ILocator Figure(IPage page, string name) =>
        page.Locator("dl > div").Filter(new() { Has = page.GetByText(name, new() { Exact = true }) }).First;

    [GeneratedRegex(@"\d s|\d min")]
    private static partial Regex Seconds();

    [GeneratedRegex(@"/statistics\?number=%2B14255550101&days=30$")]
    private static partial Regex ThirtyDays();

    [GeneratedRegex("/api/statistics")]
    private static partial Regex Statistics();
}
