using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

/// <summary>The list of conversations.</summary>
public sealed class ListTests(Chromium chromium) : PageTest(chromium)
{
    [Fact]
    public async Task It_loads_more_by_scrolling_and_keeps_its_place_when_something_new_comes_in()
    {
        foreach (var person in Enumerable.Range(100, 70))
        {
            await CustomerWritesAsync("Hello?", from: $"+12065550{person}");
        }

        var page = await SignedInAsync();
        await Expect(Row(page, "(206) 555-0169")).ToBeVisibleAsync();
        var list = page.GetByRole(AriaRole.Grid);
        await list.HoverAsync();
        await ScrollUntilAsync(page, Row(page, "(206) 555-0105"));

        await list.EvaluateAsync("list => { list.scrollTop -= 500; }");
        var row = Row(page, "(206) 555-0115");
        await Expect(row).ToBeVisibleAsync();
        var before = await TopAsync(row);
        await CustomerWritesAsync("It is urgent!", from: "+12065550250");
        await Expect(list).ToHaveAttributeAsync("aria-rowcount", "71");
        Assert.Equal(before, await TopAsync(row), tolerance: 2);

        await list.EvaluateAsync("list => { list.scrollTop = 0; }");
        await Expect(page.GetByRole(AriaRole.Row).First).ToContainTextAsync("It is urgent!");
    }

    [Fact]
    public async Task Its_number_view_filter_and_search_stand_in_the_address()
    {
        await CustomerWritesAsync("To dispatch");
        await CustomerWritesAsync("To service", to: "+14255550101");
        var page = await SignedInAsync();
        await Expect(page.GetByRole(AriaRole.Row)).ToHaveCountAsync(2);
        await page.GetByRole(AriaRole.Button, new() { Name = "Inbox" }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "Service" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row)).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Button, new() { Name = "Unread", Exact = true }).Or(page.GetByRole(AriaRole.Radio, new() { Name = "Unread", Exact = true })).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/inbox/14255550101/open/unread$"));
        await page.ReloadAsync();
        await Expect(Row(page, "To service")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Searchbox).FillAsync("0199");
        await Expect(page).ToHaveURLAsync(new Regex("search=0199$"));
        await page.GoBackAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/inbox/14255550101/open/all$"));
    }

    private static async Task ScrollUntilAsync(IPage page, ILocator row)
    {
        for (var tries = 0; !await row.IsVisibleAsync(); tries++)
        {
            Assert.True(tries < 300, string.Create(CultureInfo.InvariantCulture, $"It is not there after {tries} scrolls."));
            await page.Mouse.WheelAsync(0, 400);
            await page.WaitForTimeoutAsync(100);
        }
    }

    private static async Task<double> TopAsync(ILocator row) => (await row.BoundingBoxAsync())!.Y;
}
