using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

/// <summary>Saved replies on the page: written in the settings, and inserted with a slash.</summary>
public sealed class SavedReplyTests(Chromium chromium) : PageTest(chromium)
{
    [Fact]
    public async Task Reply_is_saved_in_the_settings_and_inserted_with_the_customers_name()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        await AskAsync(HttpMethod.Post, "api/customers", new { name = "Carla Lane", numbers = new[] { Customer } });
        var page = await SignedInAsync();
        await page.GotoAsync("/settings/saved-replies");
        await Button(page, "New saved reply").ClickAsync();
        await Field(page, "Name").FillAsync("On our way");
        await Field(page, "Text").FillAsync("Hello {customer.name}, we are on our way. {user.name}");
        await Button(page, "Save").ClickAsync();
        await Expect(Item(page, "On our way")).ToContainTextAsync("Hello {customer.name}");

        await page.GotoAsync($"/inbox/all/open/all/{Conversation}");
        var text = page.GetByPlaceholder("Text Carla Lane");
        await text.PressSequentiallyAsync("/way");
        var option = page.GetByRole(AriaRole.Option, new() { Name = "On our way" });
        await Expect(option).ToBeVisibleAsync();
        Assert.True(await option.EvaluateAsync<bool>(
            """
            option => {
              const box = option.getBoundingClientRect();
              return option.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
            }
            """), "Something covers the saved reply.");
        await page.Keyboard.PressAsync("Enter");
        await Expect(text).ToHaveValueAsync("Hello Carla Lane, we are on our way. Ana");
        await page.Keyboard.PressAsync("Enter");
        await Expect(Timeline(page)).ToContainTextAsync("Hello Carla Lane, we are on our way. Ana");
    }

    [Fact]
    public async Task List_is_closed_and_a_slash_in_a_word_opens_none()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        await AskAsync(
            HttpMethod.Put, "api/saved-replies/2d0e1f7a-57d5-4e0a-9d0f-2b1f7c5a9e33", new { name = "Order", text = "It is ordered." });
        var page = await SignedInAsync();
        await page.GotoAsync($"/inbox/all/open/all/{Conversation}");
        var text = page.GetByPlaceholder("Text (206) 555-0199");
        var option = page.GetByRole(AriaRole.Option, new() { Name = "Order" });
        await text.PressSequentiallyAsync("/or");
        await Expect(option).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(option).ToHaveCountAsync(0);
        await text.FillAsync("");
        await text.PressSequentiallyAsync("today and/or");
        await Expect(option).ToHaveCountAsync(0);
        await text.PressSequentiallyAsync(" /or");
        await option.ClickAsync();
        await Expect(text).ToHaveValueAsync("today and/or It is ordered.");
    }

    [Fact]
    public async Task Saved_reply_is_changed_and_deleted()
    {
        await AskAsync(
            HttpMethod.Put, "api/saved-replies/2d0e1f7a-57d5-4e0a-9d0f-2b1f7c5a9e33", new { name = "Order", text = "It is ordered." });
        var page = await SignedInAsync();
        await page.GotoAsync("/settings/saved-replies");
        await Button(page, "Edit Order").ClickAsync();
        await Field(page, "Text").FillAsync("It arrives tomorrow.");
        await Button(page, "Save").ClickAsync();
        await Expect(Item(page, "Order")).ToContainTextAsync("It arrives tomorrow.");
        await Button(page, "Edit Order").ClickAsync();
        await Button(page, "Delete").ClickAsync();
        await Expect(page.GetByText("No saved replies yet")).ToBeVisibleAsync();
    }
}
