using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

/// <summary>Parts of the page that are loaded later, or cannot be loaded.</summary>
public sealed class LoadingTests(Chromium chromium) : PageTest(chromium)
{
    [Fact]
    public async Task A_section_that_cannot_be_loaded_says_so_in_its_place_and_is_loaded_on_the_next_try()
    {
        var page = await SignedInAsync();
        await page.RouteAsync("**/assets/CallsPage-*.js", route => route.AbortAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "Calls" }).ClickAsync();
        await Expect(page.GetByText("This could not be loaded.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Inbox" }).ClickAsync();
        await Expect(page.GetByText("All done")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Calls" }).ClickAsync();
        await Expect(page.GetByText("This could not be loaded.")).ToBeVisibleAsync();
        await page.UnrouteAllAsync();
        await Button(page, "Try again").ClickAsync();
        await Expect(page.GetByText("No calls yet")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_dialog_that_cannot_be_loaded_is_opened_on_the_next_try()
    {
        var page = await SignedInAsync();
        await page.RouteAsync("**/assets/NewMessageDialog-*.js", route => route.AbortAsync());
        await Button(page, "New message").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This could not be loaded.");
        await Expect(page.GetByText("All done")).ToBeVisibleAsync();
        await page.UnrouteAllAsync();
        await Button(page, "New message").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_page_that_waits_for_the_inbox_says_that_it_is_loading()
    {
        var answers = new TaskCompletionSource();
        var page = await OpenAsync("/", prepare: page => page.RouteAsync("**/api/me", async route =>
        {
            await answers.Task;
            await route.ContinueAsync();
        }));
        await Button(page, "Continue as Ana").ClickAsync();
        await Expect(page.GetByText("Loading…")).ToBeVisibleAsync();
        answers.SetResult();
        await Expect(page.GetByText("All done")).ToBeVisibleAsync();
    }
}
