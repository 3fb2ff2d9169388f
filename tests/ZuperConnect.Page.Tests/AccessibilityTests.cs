using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

/// <summary>WCAG 2.2 AA, as far as axe can see it.</summary>
public sealed class AccessibilityTests(Chromium chromium) : PageTest(chromium)
{
    private static readonly AxeRunOptions Wcag = new()
    {
        RunOnly = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
    };

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_list_and_a_conversation_have_no_violations(ColorScheme scheme)
    {
        await CustomerWritesAsync("Is my boiler ready?");
        await CustomerWritesAsync("STOP", from: "+12065550123");
        var page = await SignedInAsync(scheme: scheme);
        await Expect(Row(page, "(206) 555-0199")).ToBeVisibleAsync();
        await HasNoViolationsAsync(page);

        await Row(page, "(206) 555-0199").ClickAsync();
        await page.GetByPlaceholder("Text (206) 555-0199").FillAsync("Yes. We come at ten tomorrow.");
        await Button(page, "Send").ClickAsync();
        await page.GetByRole(AriaRole.Tab, new() { Name = "Comment" }).ClickAsync();
        await page.GetByPlaceholder("Only the team sees this").FillAsync("It is under warranty.");
        await Button(page, "Add comment").ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("It is under warranty.");
        await Expect(Timeline(page)).ToContainTextAsync("Delivered");
        await HasNoViolationsAsync(page);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Dialogs_and_settings_have_no_violations(ColorScheme scheme)
    {
        var page = await SignedInAsync(scheme: scheme);
        await Button(page, "New message").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await HasNoViolationsAsync(page);
        await page.GotoAsync("/settings");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Settings" })).ToBeVisibleAsync();
        await HasNoViolationsAsync(page);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Calls_customers_and_jobs_have_no_violations(ColorScheme scheme)
    {
        await CustomerCallsAsync();
        var page = await SignedInAsync(scheme: scheme);
        await Row(page, "(206) 555-0199").ClickAsync();
        await SavesCarlaWithAJobAsync(page);
        foreach (var section in new[] { "Calls", "Customers", "Jobs" })
        {
            await GoesToAsync(page, section);
            await Expect(page.GetByRole(AriaRole.Row)).ToHaveCountAsync(1);
            await HasNoViolationsAsync(page);
        }
    }

    /// <summary>Whether a view has none.</summary>
    internal static async Task HasNoViolationsAsync(IPage page) => Assert.Empty(
        from violation in (await page.RunAxe(Wcag)).Violations
        from node in violation.Nodes
        select $"{violation.Id}: {node.Html} {string.Join("; ", node.Any.Select(check => check.Message))}");
}
