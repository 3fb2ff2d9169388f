using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

/// <summary>The banner of active calls at the top of every section.</summary>
public sealed partial class CallBannerTests(Chromium chromium) : PageTest(chromium)
{
    private const string Number = "(206) 555-0199";

    [Fact]
    public async Task A_call_is_answered_and_hung_up_from_any_section()
    {
        var page = await SignedInAsync();
        await GoesToAsync(page, "Settings");
        await CustomerCallsAsync();
        await Expect(Banner(page)).ToContainTextAsync($"{Number}calls Dispatch");
        await Expect(page.Locator("[aria-live=polite].hidden-text")).ToHaveTextAsync($"Incoming call from {Number}");
        await Button(page, "Answer").ClickAsync();
        await Expect(Banner(page)).ToContainTextAsync("On the line with Dispatch");
        await Expect(Banner(page).GetByRole(AriaRole.Timer)).ToHaveTextAsync(RunningTime());
        await Expect(Button(page, "Answer")).ToHaveCountAsync(0);

        await Button(page, "Open").ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("In progress by Ana");
        await Expect(Timeline(page).GetByRole(AriaRole.Timer)).ToHaveTextAsync(RunningTime());
        await Button(page, "Hang up").ClickAsync();
        await Expect(Banner(page)).ToHaveCountAsync(0);
        await Expect(Timeline(page)).ToContainTextAsync("Answered by Ana");
    }

    [Fact]
    public async Task A_call_that_is_declined_rings_on_for_the_others()
    {
        var (ana, ben) = (await SignedInAsync(), await SignedInAsync("Ben"));
        await CustomerCallsAsync();
        await RingsAsync("ben");
        await Button(ana, "Decline").ClickAsync();
        await Expect(Button(ana, "Decline")).ToHaveCountAsync(0);
        await Expect(Banner(ana)).ToContainTextAsync("calls Dispatch");

        await Button(ben, "Answer").ClickAsync();
        await Expect(Banner(ben)).ToContainTextAsync("On the line");
        await Expect(Banner(ana)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_page_that_is_opened_while_it_rings_knows_of_it()
    {
        await CustomerCallsAsync();
        await RingsAsync("ana");
        var page = await SignedInAsync();
        await Expect(Banner(page)).ToContainTextAsync("calls Dispatch");
        await Button(page, "Decline").ClickAsync();
        await PostAsync("local/phone/devices/ben/decline", new { });
        await Expect(Banner(page)).ToHaveCountAsync(0);
        await Row(page, Number).ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("Missed");
    }

    [Fact]
    public async Task A_users_own_phone_rings_first_when_they_call()
    {
        await CustomerWritesAsync("Please call me.");
        var page = await SignedInAsync();
        await Row(page, Number).ClickAsync();
        await Button(page, "Call").ClickAsync();
        await Expect(Banner(page)).ToContainTextAsync("Your phone rings");
        await Button(page, "Answer").ClickAsync();
        await Expect(Button(page, "Hang up")).ToBeVisibleAsync();
        await Button(page, "Hang up").ClickAsync();
        await Expect(Banner(page)).ToHaveCountAsync(0);
    }

    private static ILocator Banner(IPage page) => page.GetByRole(AriaRole.Region, new() { Name = "Calls now" });

    [GeneratedRegex(@"^\d+:\d\d$")]
    private static partial Regex RunningTime();
}
