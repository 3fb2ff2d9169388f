using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

/// <summary>Nobody answers twice: the page asks before it sends a reply after a colleague's that it did not show.</summary>
public sealed class AlreadyAnsweredTests(Chromium chromium) : PageTest(chromium)
{
    [Fact]
    public async Task Reply_after_a_colleagues_is_asked_about_and_sent_all_the_same()
    {
        await CustomerWritesAsync("When do you come?");
        var page = await SignedInAsync();
        await AnswersWhileBenDoesAsync(page);
        await Button(page, "Send all the same").ClickAsync();
        await Expect(Timeline(page)).Not.ToContainTextAsync("answered meanwhile");
        await Expect(Timeline(page)).ToContainTextAsync("We come at ten.");
        while (!(await PhoneAsync()).Contains("We come at ten.", StringComparison.Ordinal))
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Reply_after_a_colleagues_is_discarded()
    {
        await CustomerWritesAsync("When do you come?");
        var page = await SignedInAsync();
        await AnswersWhileBenDoesAsync(page);
        await Button(page, "Discard").ClickAsync();
        await Expect(Timeline(page)).Not.ToContainTextAsync("We come at ten.");
        Assert.DoesNotContain("We come at ten.", await PhoneAsync());
    }

    [Fact]
    public async Task Reply_to_send_later_is_asked_about_and_scheduled_all_the_same()
    {
        await CustomerWritesAsync("When do you come?");
        var page = await SignedInAsync();
        await AnswersWhileBenDoesAsync(page, async () =>
        {
            await Button(page, "Send later").ClickAsync();
            await page.GetByRole(AriaRole.Menuitem, new() { Name = "Tomorrow morning" }).ClickAsync();
        });
        await Button(page, "Send all the same").ClickAsync();
        await Expect(Timeline(page)).Not.ToContainTextAsync("answered meanwhile");
        await Expect(Button(page, "Send now")).ToBeVisibleAsync();
        await Expect(Timeline(page)).ToContainTextAsync("We come at ten.");
        Assert.DoesNotContain("We come at ten.", await PhoneAsync());
    }

    /// <summary>Ben's reply is stored before the API gets Ana's, which was written without having seen it.</summary>
    private async Task AnswersWhileBenDoesAsync(IPage page, Func<Task>? send = null)
    {
        await page.GotoAsync($"/inbox/all/open/all/{Conversation}");
        await Expect(Timeline(page)).ToContainTextAsync("When do you come?");
        await page.RouteAsync("**/messages", async route =>
        {
            await AskAsync(HttpMethod.Post, $"api/conversations/{Conversation}/messages", new { text = "At nine." }, "ben");
            await page.UnrouteAsync("**/messages");
            await route.ContinueAsync();
        });
        await page.GetByPlaceholder("Text (206) 555-0199").FillAsync("We come at ten.");
        await (send?.Invoke() ?? page.Keyboard.PressAsync("Enter"));
        await Expect(Timeline(page)).ToContainTextAsync("Ben answered meanwhile. Send all the same?");
        await Expect(Timeline(page)).ToContainTextAsync("At nine.");
    }
}
