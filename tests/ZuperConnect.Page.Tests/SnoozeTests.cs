using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

/// <summary>Snoozing conversations on the page.</summary>
public sealed class SnoozeTests(Chromium chromium) : PageTest(chromium)
{
    [Fact]
    public async Task User_snoozes_a_conversation_by_key_and_it_returns_when_the_customer_writes()
    {
        await CustomerWritesAsync("Call me tomorrow");
        var page = await SignedInAsync();
        await Row(page, "Call me tomorrow").ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("Call me tomorrow");

        await page.Keyboard.PressAsync("z");
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Tomorrow morning" }).ClickAsync();

        await Expect(Timeline(page)).ToContainTextAsync("Ana snoozed the conversation until");
        await Expect(Row(page, "Call me tomorrow")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Radio, new() { Name = "Snoozed" }).ClickAsync();
        await Expect(Row(page, "Call me tomorrow")).ToBeVisibleAsync();

        await CustomerWritesAsync("Now, please");
        await Expect(Row(page, "Now, please")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Radio, new() { Name = "Open" }).ClickAsync();
        await Expect(Row(page, "Now, please")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task User_ends_a_snooze()
    {
        await CustomerWritesAsync("Call me tomorrow");
        var page = await SignedInAsync();
        await Row(page, "Call me tomorrow").ClickAsync();
        await Button(page, "Snooze").ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "In an hour" }).ClickAsync();
        await Button(page, "End snooze").ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("Ana ended the snooze");
        await Expect(Row(page, "Call me tomorrow")).ToBeVisibleAsync();
    }
}
