using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

/// <summary>Search in messages and comments, rebuilding the index, and merging customers.</summary>
public sealed class MessageSearchTests(Chromium chromium) : PageTest(chromium)
{
    private const string Other = "+12065550111";

    [Fact]
    public async Task A_message_of_long_ago_is_found_by_its_words_and_the_timeline_opens_there()
    {
        await CustomerWritesAsync("The boiler in the CAFÉ leaks");
        for (var text = 0; text < 70; text++)
        {
            await CustomerWritesAsync($"And another thing, number {text}");
        }

        await CustomerWritesAsync("Hello", from: Other);
        var page = await SignedInAsync();
        await page.GetByRole(AriaRole.Searchbox).FillAsync("cafe boil");
        await page.GetByRole(AriaRole.Radio, new() { Name = "In messages" }).ClickAsync();
        var hit = Hits(page).GetByRole(AriaRole.Row);
        await Expect(hit).ToHaveCountAsync(1);
        await Expect(hit).ToContainTextAsync("(206) 555-0199");
        await Expect(hit.Locator("mark")).ToHaveTextAsync(["boiler", "CAFÉ"]);

        await hit.ClickAsync();
        await Expect(Timeline(page).GetByText("The boiler in the CAFÉ leaks")).ToBeInViewportAsync();
        await Expect(Timeline(page).Locator("[data-found]")).ToContainTextAsync("The boiler in the CAFÉ leaks");

        await page.GetByRole(AriaRole.Searchbox).First.FillAsync("boilerplate");
        await Expect(page.GetByText("No message with “boilerplate”")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "Names and numbers" }).ClickAsync();
        await page.GetByRole(AriaRole.Searchbox).First.FillAsync("0111");
        await Expect(Row(page, "(206) 555-0111")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_conversation_is_searched_with_its_comments()
    {
        await CustomerWritesAsync("My boiler leaks");
        await AskAsync(HttpMethod.Post, $"api/conversations/{Conversation}/comments", new { text = "The boiler is ten years old" });
        await CustomerWritesAsync("My boiler, too", from: Other);
        var page = await SignedInAsync();
        await page.GotoAsync($"/inbox/all/open/all/{Conversation}");
        await Button(page, "Search this conversation").ClickAsync();
        var find = page.GetByRole(AriaRole.Region, new() { Name = "Search this conversation" });
        await find.GetByRole(AriaRole.Searchbox).FillAsync("boil");
        await Expect(Hits(page).GetByRole(AriaRole.Row)).ToHaveCountAsync(2);
        await Expect(Hits(page).GetByRole(AriaRole.Row).First).ToContainTextAsync("Ana, comment");
        await Hits(page).GetByRole(AriaRole.Row).First.ClickAsync();
        await Expect(Timeline(page).Locator("[data-found]")).ToContainTextAsync("ten years old");
        await Expect(page).ToHaveURLAsync(new Regex("item="));
        await Button(page, "Close the search").ClickAsync();
        await Expect(find).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(360, 740, ColorScheme.Light)]
    [InlineData(1440, 900, ColorScheme.Dark)]
    public async Task Messages_are_found_on_every_screen(int width, int height, ColorScheme scheme)
    {
        foreach (var from in (string[])[Customer, Other])
        {
            await CustomerWritesAsync(
                "My boiler leaks, and there is water everywhere in the kitchen. Please send somebody today", from: from);
        }

        var page = await SignedInAsync(width: width, height: height, scheme: scheme);
        await page.GotoAsync("/inbox/all/open/all?search=boil&in=messages");
        await Expect(Hits(page).GetByRole(AriaRole.Row)).ToHaveCountAsync(2);
        await Hits(page).GetByRole(AriaRole.Row).First.ClickAsync();
        await Expect(Timeline(page).Locator("[data-found]")).ToBeVisibleAsync();
        if (width < 480)
        {
            await Button(page, "Details").Or(Button(page, "Hide details")).ClickAsync();
        }

        await Button(page, "Search this conversation").ClickAsync();
        await page.GetByRole(AriaRole.Region, new() { Name = "Search this conversation" }).GetByRole(AriaRole.Searchbox).FillAsync("water");
        await Expect(Hits(page).Last.GetByRole(AriaRole.Row)).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task The_search_index_is_rebuilt_by_an_admin()
    {
        await CustomerWritesAsync("My boiler leaks");
        var page = await SignedInAsync();
        await page.GotoAsync("/settings/work");
        await Button(page, "Rebuild").ClickAsync();
        await Expect(page.GetByText("Rebuilt. Messages, calls and comments compared: 1.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Two_customers_become_one()
    {
        await CustomerWritesAsync("My boiler leaks");
        await CustomerWritesAsync("This is my other phone", from: Other);
        await AskAsync(HttpMethod.Post, "api/customers", new { name = "Carla Lane", numbers = (string[])[Customer] });
        await AskAsync(HttpMethod.Post, "api/customers", new { name = "C. Lane", numbers = (string[])[Other], notes = "Ring twice" });
        var page = await SignedInAsync();
        await Row(page, "Carla Lane").ClickAsync();
        await Button(page, "Merge with another").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(page.Locator("button[type=submit]", new() { HasText = "Merge" })).ToBeDisabledAsync();
        await page.GetByRole(AriaRole.Combobox, new() { Name = "The other customer" }).FillAsync("lane");
        await Expect(page.GetByRole(AriaRole.Option)).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Option, new() { Name = "C. Lane" }).ClickAsync();
        await Expect(dialog).ToContainTextAsync("Carla Lane gets the numbers, conversations and jobs of C. Lane.");
        await Expect(dialog).ToContainTextAsync("This cannot be undone.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Merge", Exact = true }).ClickAsync();

        await Expect(page.GetByText("C. Lane is now Carla Lane.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Complementary, new() { Name = "Customer" })).ToContainTextAsync("(206) 555-0111");
        await Expect(page.GetByRole(AriaRole.Complementary, new() { Name = "Customer" })).ToContainTextAsync("Ring twice");
        await Expect(Row(page, "Carla Lane")).ToHaveCountAsync(2);
        await page.GotoAsync("/settings/audit");
        await Expect(Item(page, "Ana merged customers").First).ToBeVisibleAsync();
    }

    private static ILocator Hits(IPage page) => page.GetByRole(AriaRole.Grid, new() { Name = "Messages found" });
}
