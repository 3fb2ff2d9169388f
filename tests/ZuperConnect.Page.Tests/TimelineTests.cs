using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

/// <summary>What the timeline shows, and what the user has therefore seen.</summary>
public sealed class TimelineTests(Chromium chromium) : PageTest(chromium)
{
    private const string Address = $"/inbox/all/open/all/{Conversation}";

    [Fact]
    public async Task A_conversation_is_not_closed_over_a_text_that_the_timeline_does_not_show_yet()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        var page = await SignedInAsync();
        await page.GotoAsync(Address);
        await Expect(Timeline(page)).ToContainTextAsync("Is my boiler ready?");
        var arrives = new TaskCompletionSource();
        await page.RouteAsync("**/timeline?**", async route =>
        {
            await arrives.Task;
            await route.ContinueAsync();
        });
        await CustomerWritesAsync("Wait, one more thing");
        await page.GetByRole(AriaRole.Tab, new() { Name = "Comment" }).ClickAsync();
        await page.GetByPlaceholder("Only the team sees this").FillAsync("It is under warranty.");
        await Button(page, "Add comment").ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("It is under warranty.");
        await Expect(Timeline(page)).Not.ToContainTextAsync("Wait, one more thing");

        await Button(page, "Close").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Not done: the customer did something new.");
        arrives.SetResult();
        await Expect(Timeline(page)).ToContainTextAsync("Wait, one more thing");
        await Expect(page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_timeline_that_cannot_be_loaded_says_so_and_nothing_is_read_until_it_is_there()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        var (page, connected) = await ConnectedAsync();
        await connected;
        await FailAsync(page, "**/timeline?**");
        await Row(page, "(206) 555-0199").ClickAsync();
        var main = page.GetByRole(AriaRole.Main);
        await Expect(main).ToContainTextAsync("This could not be loaded.");
        await Expect(Button(page, "Close")).ToHaveCountAsync(0);
        await Expect(Row(page, "(206) 555-0199").GetByTitle("1 unread")).ToBeVisibleAsync();

        await page.UnrouteAllAsync();
        await Button(page, "Try again").ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("Is my boiler ready?");
        await Expect(Row(page, "(206) 555-0199").GetByTitle("1 unread")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Older_messages_that_cannot_be_loaded_are_loaded_with_another_attempt()
    {
        foreach (var number in Enumerable.Range(1, 60))
        {
            await CustomerWritesAsync($"Text {number}.");
        }

        await AskAsync(HttpMethod.Patch, $"api/conversations/{Conversation}", new { read = true });
        var (page, connected) = await ConnectedAsync();
        await connected;
        await FailAsync(page, "**/timeline?**cursor=**");
        await Row(page, "(206) 555-0199").ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("Text 60.");
        await Timeline(page).EvaluateAsync("timeline => { timeline.scrollTop = 0; }");
        await Expect(Timeline(page)).ToContainTextAsync("What is older could not be loaded.");

        await page.UnrouteAllAsync();
        await Button(page, "Try again").ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("Text 2.");
        await Expect(Timeline(page)).Not.ToContainTextAsync("What is older could not be loaded.");
    }
}
