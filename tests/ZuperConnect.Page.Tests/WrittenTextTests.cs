using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

/// <summary>What a user has written is not lost.</summary>
public sealed class WrittenTextTests(Chromium chromium) : PageTest(chromium)
{
    [Fact]
    public async Task What_is_typed_while_a_comment_is_saved_stays()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        var page = await SignedInAsync();
        await page.GotoAsync($"/inbox/all/open/all/{Conversation}");
        var (asked, answers) = (new TaskCompletionSource(), new TaskCompletionSource());
        await page.RouteAsync("**/comments", async route =>
        {
            asked.SetResult();
            await answers.Task;
            await route.ContinueAsync();
        });
        await page.GetByRole(AriaRole.Tab, new() { Name = "Comment" }).ClickAsync();
        var field = page.GetByPlaceholder("Only the team sees this");
        await field.FillAsync("It is under warranty.");
        await field.PressAsync("Enter");
        await asked.Task;
        await field.PressSequentiallyAsync(" Ask Ben.");
        answers.SetResult();
        await Expect(Timeline(page)).ToContainTextAsync("It is under warranty.");
        await Expect(Button(page, "Add comment")).ToBeEnabledAsync();
        await Expect(field).ToHaveValueAsync("It is under warranty. Ask Ben.");
    }

    [Fact]
    public async Task A_click_beside_a_dialog_does_not_drop_what_was_written_in_it()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        var page = await SignedInAsync();
        await page.GotoAsync($"/inbox/all/open/all/{Conversation}");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Button(page, "Add as customer").ClickAsync();
        await Expect(dialog).ToBeVisibleAsync();
        await page.Mouse.ClickAsync(5, 5);
        await Expect(dialog).ToHaveCountAsync(0);

        await Button(page, "Add as customer").ClickAsync();
        await Field(page, "Notes").FillAsync("Rings twice");
        await page.Mouse.ClickAsync(5, 5);
        await page.EvaluateAsync("new Promise(frame => requestAnimationFrame(() => requestAnimationFrame(frame)))");
        await Expect(Field(page, "Notes")).ToHaveValueAsync("Rings twice");
        await page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_new_message_that_is_refused_is_sent_after_another_attempt()
    {
        var page = await SignedInAsync();
        await Button(page, "New message").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "New message" });
        await dialog.GetByLabel("To").FillAsync("(206) 555-0177");
        await page.GetByRole(AriaRole.Option, new() { NameRegex = new("555-0177") }).ClickAsync();
        var name = dialog.GetByLabel("Name");
        await name.FillAsync("Carla Lain");
        await Field(page, "Message").FillAsync("We come at ten.");
        await FailAsync(page, "**/api/conversations");
        await Button(page, "Save and send").ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("It does not work today.");
        await Expect(dialog).ToContainTextAsync("Carla Lain · (206) 555-0177");

        await page.UnrouteAllAsync();
        await Field(page, "Message").FillAsync("We come at eleven.");
        await Button(page, "Send").ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("We come at eleven.");
        await Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync("Carla Lain");
    }

    [Fact]
    public async Task A_recipient_that_cannot_be_saved_is_corrected()
    {
        var page = await SignedInAsync();
        await Button(page, "New message").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "New message" });
        await dialog.GetByLabel("To").FillAsync("(206) 555-0177");
        await page.GetByRole(AriaRole.Option, new() { NameRegex = new("555-0177") }).ClickAsync();
        await dialog.GetByLabel("Name").FillAsync("Carla Lain");
        await Field(page, "Message").FillAsync("We come at ten.");

        // The customer is saved, but the page does not learn it.
        var isLost = true;
        await page.RouteAsync("**/api/customers", async route =>
        {
            if (isLost && route.Request.Method is "POST")
            {
                isLost = false;
                await route.FetchAsync();
                await route.AbortAsync();
            }
            else
            {
                await route.ContinueAsync();
            }
        });
        await Button(page, "Save and send").ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("The inbox does not answer.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Change" }).ClickAsync();
        await dialog.GetByLabel("To").FillAsync("(206) 555-0178");
        await page.GetByRole(AriaRole.Option, new() { NameRegex = new("555-0178") }).ClickAsync();
        await dialog.GetByLabel("Name").FillAsync("Carla Lane");
        await Button(page, "Save and send").ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("We come at ten.");
    }
}
