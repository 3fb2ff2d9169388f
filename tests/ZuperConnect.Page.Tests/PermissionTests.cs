using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

/// <summary>Sections without permission are hidden, and their addresses show a message.</summary>
public sealed class PermissionTests(Chromium chromium) : PageTest(chromium)
{
    [Fact]
    public async Task A_member_finds_nothing_of_the_admins()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        await AskAsync(HttpMethod.Post, "api/customers", new { name = "Carla Lane", numbers = new[] { Customer } });
        var page = await SignedInAsync("Ben");
        await page.GotoAsync("/settings");
        var sections = page.GetByRole(AriaRole.Navigation, new() { Name = "Settings sections" });
        await Expect(sections.GetByRole(AriaRole.Link)).ToHaveTextAsync(["Profile", "Saved replies", "Import and export", "Opt-outs"]);
        foreach (var section in new[] { "numbers", "team", "audit", "work", "status" })
        {
            await page.GotoAsync($"/settings/{section}");
            await Expect(page.GetByText("Only admins may see this")).ToBeVisibleAsync();
        }

        await GoesToAsync(page, "Customers");
        await Expect(Row(page, "Carla Lane")).ToBeVisibleAsync();
        await Expect(Button(page, "Erase Carla Lane")).ToHaveCountAsync(0);
        await page.GotoAsync($"/inbox/all/open/all/{Conversation}");
        await Expect(page.GetByRole(AriaRole.Complementary, new() { Name = "Customer" })).ToContainTextAsync("Carla Lane");
        await Expect(Button(page, "Erase customer")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_address_of_no_section_says_so()
    {
        var page = await SignedInAsync();
        await page.GotoAsync("/settings/nonsense");
        await Expect(page.GetByText("There is no such page")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Who_may_not_call_has_no_call_button_and_no_phone()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        await AllowsBenAsync("conversations");
        var page = await SignedInAsync("Ben");
        await page.GotoAsync($"/inbox/all/open/all/{Conversation}");
        await Expect(Button(page, "Close")).ToBeVisibleAsync();
        await Expect(Button(page, "Call")).ToHaveCountAsync(0);
        await Expect(Sections(page)).ToHaveTextAsync(["Inbox", "Customers", "Jobs", "Statistics", "Settings"]);
        await page.GotoAsync("/calls");
        await Expect(page.GetByText("You may not see this")).ToBeVisibleAsync();
        await Expect(page.GetByText("“Read the call log”")).ToBeVisibleAsync();
        await page.GotoAsync("/settings/me");
        await Expect(page.GetByText("You may not call.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Who_may_not_see_conversations_has_the_call_log_alone()
    {
        await AllowsBenAsync("callLogs");
        var page = await SignedInAsync("Ben");
        await Expect(page).ToHaveURLAsync(new Regex("/calls$"));
        await Expect(Sections(page)).ToHaveTextAsync(["Calls", "Settings"]);
        await Expect(page.GetByText("No calls yet")).ToBeVisibleAsync();
        foreach (var address in new[] { "/inbox/all/open/all", "/customers", "/jobs" })
        {
            await page.GotoAsync(address);
            await Expect(page.GetByText("You may not see this")).ToBeVisibleAsync();
            await Expect(page.GetByText("“Read and answer conversations”")).ToBeVisibleAsync();
        }

        await page.GotoAsync("/settings/import");
        await Expect(page.GetByText("You may not see this")).ToBeVisibleAsync();
    }

    private static ILocator Sections(IPage page) =>
        page.GetByRole(AriaRole.Navigation, new() { Name = "Sections", Exact = true }).GetByRole(AriaRole.Link);

    private Task AllowsBenAsync(params string[] permissions) => AskAsync(HttpMethod.Put, "api/team/ben", new { permissions });
}
