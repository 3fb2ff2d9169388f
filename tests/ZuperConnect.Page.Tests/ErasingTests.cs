using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ZuperConnect.Local.Clock;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

/// <summary>Erasing customers and conversations after confirmation.</summary>
public sealed class ErasingTests(Chromium chromium) : PageTest(chromium)
{
    private const string Number = "(206) 555-0199";

    // The erasure makes its second pass after two minutes.
    protected override void Configure(IServiceCollection services) => services.AddSingleton<TimeProvider>(new AcceleratedTimeProvider(20));

    [Fact]
    public async Task A_customer_is_erased_with_the_conversation_by_whoever_types_the_name()
    {
        var page = await WritesCarlaAsync();
        await Row(page, "Carla Lane").ClickAsync();
        await Button(page, "Erase customer").ClickAsync();
        var erase = Button(page, "Erase for good");
        await Expect(erase).ToBeDisabledAsync();
        await Field(page, "Type Carla Lane to confirm").FillAsync("Carla");
        await Expect(erase).ToBeDisabledAsync();
        await Field(page, "Type Carla Lane to confirm").FillAsync("carla lane");
        var seen = await HoldsAnswersAsync(page);
        await erase.ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/inbox/all/open/all$"));
        await Expect(page.GetByText("All done")).ToBeVisibleAsync();
        await Expect(Progress(page)).ToBeVisibleAsync();
        seen.SetResult();
        await Expect(page.GetByText("Carla Lane is erased.")).ToBeVisibleAsync();
        await Expect(Progress(page)).ToHaveCountAsync(0);
        await GoesToAsync(page, "Customers");
        await Expect(page.GetByText("No customers yet")).ToBeVisibleAsync();
        await page.GotoAsync("/settings/audit");
        await Expect(Item(page, "Ana erased a customer")).ToContainTextAsync("an erased customer");
    }

    [Fact]
    public async Task An_erasing_goes_on_while_other_views_are_shown()
    {
        var page = await WritesCarlaAsync();
        await GoesToAsync(page, "Customers");
        await Button(page, "Erase Carla Lane").ClickAsync();
        await Field(page, "Type Carla Lane to confirm").FillAsync(Number);
        var seen = await HoldsAnswersAsync(page);
        await Button(page, "Erase for good").ClickAsync();
        await Expect(page.GetByText("No customers yet")).ToBeVisibleAsync();
        await GoesToAsync(page, "Jobs");
        await Expect(Progress(page)).ToBeVisibleAsync();
        seen.SetResult();
        await Expect(page.GetByText("Carla Lane is erased.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_conversation_with_somebody_whom_nobody_saved_is_erased()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        await CustomerWritesAsync("And mine?", from: "+12065550123");
        var page = await SignedInAsync();
        await Row(page, Number).ClickAsync();
        await Button(page, "Erase conversation").ClickAsync();
        await Field(page, $"Type {Number} to confirm").FillAsync(Number);
        await Button(page, "Erase for good").ClickAsync();
        await Expect(page.GetByText($"{Number} is erased.")).ToBeVisibleAsync();
        await Expect(Row(page, Number)).ToHaveCountAsync(0);
        await Expect(Row(page, "(206) 555-0123")).ToBeVisibleAsync();
    }

    /// <summary>Delays the result of the erasure until the test has seen the page in between.</summary>
    private static async Task<TaskCompletionSource> HoldsAnswersAsync(IPage page)
    {
        var seen = new TaskCompletionSource();
        await page.RouteAsync("**/api/commands/*", async route =>
        {
            await seen.Task;
            await route.ContinueAsync();
        });
        return seen;
    }

    private static ILocator Progress(IPage page) => page.GetByRole(AriaRole.Progressbar, new() { Name = "Erasing Carla Lane" });

    private async Task<IPage> WritesCarlaAsync()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        await AskAsync(HttpMethod.Post, "api/customers", new { name = "Carla Lane", numbers = new[] { Customer } });
        var page = await SignedInAsync();
        await Expect(Row(page, "Carla Lane")).ToBeVisibleAsync();
        return page;
    }
}
