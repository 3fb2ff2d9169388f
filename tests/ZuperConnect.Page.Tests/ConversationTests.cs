using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

/// <summary>The view of a conversation.</summary>
public sealed partial class ConversationTests(Chromium chromium) : PageTest(chromium)
{
    private const string Address = $"/inbox/all/open/all/{Conversation}";

    [Fact]
    public async Task Markup_in_a_text_is_shown_as_text()
    {
        const string Text = "<img src=x onerror=\"document.title='broken in'\"><b>bold</b>";
        await CustomerWritesAsync(Text);
        var page = await SignedInAsync();
        await Row(page, "(206) 555-0199").ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync(Text);
        Assert.Equal(0, await Timeline(page).Locator("img, b").CountAsync());
        Assert.NotEqual("broken in", await page.TitleAsync());
    }

    [Fact]
    public async Task A_text_that_fails_says_so_in_the_list()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        var page = await SignedInAsync();
        var phone = $"/local/phone/customers/{Uri.EscapeDataString(Customer)}";
        await Expect(await page.APIRequest.PutAsync(phone, new() { DataObject = new { texts = "failed" } })).ToBeOKAsync();
        await Row(page, "(206) 555-0199").ClickAsync();
        await page.GetByPlaceholder("Text (206) 555-0199").FillAsync("We come at ten.");
        await Button(page, "Send").ClickAsync();
        await Expect(Row(page, "(206) 555-0199")).ToContainTextAsync("Failed: We come at ten.");
    }

    [Theory]
    [InlineData(1440)]
    [InlineData(1100)]
    [InlineData(360)]
    public async Task What_is_loaded_later_moves_no_button_under_the_pointer(int width)
    {
        await CustomerWritesAsync("Is my boiler ready?");
        var arrives = new TaskCompletionSource();
        var page = await SignedInAsync(width: width, prepare: page => page.RouteAsync(LoadedLater(), async route =>
        {
            await arrives.Task;
            await route.ContinueAsync();
        }));
        await Row(page, "(206) 555-0199").ClickAsync();
        await page.GetByPlaceholder("Text (206) 555-0199").FillAsync("We come at ten.");
        ILocator[] buttons = [Button(page, "Call"), Button(page, "Mark as unread"), Button(page, "Close"), Button(page, "Send")];
        await Expect(Button(page, "Mark as unread")).ToBeVisibleAsync();
        var before = await PlacesAsync();

        arrives.SetResult();
        await Expect(Button(page, "Send later")).ToBeVisibleAsync();
        await Expect(Button(page, "Snooze")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Assignee" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Complementary, new() { Name = "Customer" }))
            .ToBeVisibleAsync(new() { Visible = width >= 1180 });
        Assert.Equal(before, await PlacesAsync());

        async Task<IEnumerable<string>> PlacesAsync() =>
            await Task.WhenAll(buttons.Select(async button => (await button.BoundingBoxAsync()) is { } box ? $"{box.X} {box.Y}" : "-"));
    }

    [Fact]
    public async Task A_draft_is_kept_over_a_reload_for_each_conversation_and_mode()
    {
        await CustomerWritesAsync("One");
        await CustomerWritesAsync("Two", from: "+12065550123");
        var page = await SignedInAsync();
        await page.GotoAsync(Address);
        await page.GetByPlaceholder("Text (206) 555-0199").FillAsync("Half a");
        await page.ReloadAsync();
        await Expect(page.GetByPlaceholder("Text (206) 555-0199")).ToHaveValueAsync("Half a");
        await page.GetByRole(AriaRole.Tab, new() { Name = "Comment" }).ClickAsync();
        await Expect(page.GetByPlaceholder("Only the team sees this")).ToHaveValueAsync("");
        await Row(page, "(206) 555-0123").ClickAsync();
        await Expect(page.GetByPlaceholder("Text (206) 555-0123")).ToHaveValueAsync("");
    }

    [Fact]
    public async Task Who_opted_out_cannot_be_texted()
    {
        await CustomerWritesAsync("STOP");
        var page = await SignedInAsync();
        await page.GotoAsync(Address);
        await Expect(page.GetByText("This customer opted out of texts.")).ToBeVisibleAsync();
        Assert.Equal(0, await Button(page, "Send").CountAsync());
    }

    [Fact]
    public async Task A_message_that_could_not_be_sent_is_kept_and_sent_when_the_connection_is_back()
    {
        await CustomerWritesAsync("Hello?");
        var page = await SignedInAsync();
        await page.GotoAsync(Address);
        await page.RouteAsync("**/messages", route => route.AbortAsync());
        await page.GetByPlaceholder("Text (206) 555-0199").FillAsync("On our way.");
        await page.Keyboard.PressAsync("Enter");
        await Expect(Timeline(page)).ToContainTextAsync("Not sent yet");
        await Expect(Row(page, "(206) 555-0199")).ToContainTextAsync("Not sent yet: On our way.");

        await page.UnrouteAsync("**/messages");
        await Expect(Timeline(page)).ToContainTextAsync("Delivered");
        Assert.Equal(1, await Timeline(page).GetByText("On our way.").CountAsync());
    }

    [Fact]
    public async Task It_is_read_after_having_been_looked_at_and_stays_unread_where_marked_so()
    {
        await CustomerWritesAsync("Hello?");
        var page = await SignedInAsync();
        await page.GotoAsync(Address);
        await Expect(Button(page, "Mark as unread")).ToBeVisibleAsync();
        await Button(page, "Mark as unread").ClickAsync();
        await Expect(Button(page, "Mark as read")).ToBeVisibleAsync();
        await page.WaitForTimeoutAsync(3000);
        await Expect(Button(page, "Mark as read")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task It_opens_where_the_unread_messages_begin_and_is_read_at_the_end()
    {
        await CustomerWritesAsync("The first of all");
        var page = await SignedInAsync();
        await page.GotoAsync(Address);
        await Button(page, "Close").ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("Ana closed the conversation");
        await page.GotoAsync("/inbox");
        foreach (var number in Enumerable.Range(1, 30))
        {
            await CustomerWritesAsync($"Text {number}.");
        }

        await Row(page, "Text 30.").ClickAsync();
        await Expect(Timeline(page).GetByText("Unread", new() { Exact = true })).ToBeInViewportAsync();
        await Expect(Timeline(page).GetByText(new Regex(@"Text 1\.$"))).ToBeInViewportAsync();
        await Expect(Timeline(page).GetByText(new Regex(@"Text 30\.$"))).Not.ToBeInViewportAsync();
        await Expect(Button(page, "Mark as read")).ToBeVisibleAsync();

        await Button(page, "New below").ClickAsync();
        await Expect(Timeline(page).GetByText(new Regex(@"Text 30\.$"))).ToBeInViewportAsync();
        await Expect(Button(page, "Mark as unread")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_close_is_refused_where_the_customer_did_something_new_and_that_is_shown()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        var page = await SignedInAsync();
        await page.GotoAsync(Address);
        await Expect(Timeline(page)).ToContainTextAsync("Is my boiler ready?");

        // Happens after the page is shown and before the button is pressed.
        await page.RouteAsync($"**/api/conversations/{Conversation}", async route =>
        {
            if (route.Request.Method is "PATCH" && route.Request.PostData!.Contains("closed", StringComparison.Ordinal))
            {
                await CustomerWritesAsync("Wait, one more thing");
            }

            await route.ContinueAsync();
        });
        await Button(page, "Close").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Not done: the customer did something new.");
        await Expect(Timeline(page)).ToContainTextAsync("Wait, one more thing");
        await Expect(page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task On_a_small_screen_list_and_conversation_are_two_steps()
    {
        await CustomerWritesAsync("Hello?");
        var page = await SignedInAsync(width: 360, height: 740);
        await Row(page, "(206) 555-0199").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Grid)).ToBeHiddenAsync();
        Assert.Equal(360, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await Button(page, "Back to the list").ClickAsync();
        await Expect(Row(page, "(206) 555-0199")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_main_actions_work_by_keyboard_alone()
    {
        await CustomerWritesAsync("Hello?");
        var page = await SignedInAsync();
        await Expect(Row(page, "(206) 555-0199")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(Timeline(page)).ToContainTextAsync("Hello?");
        await page.Keyboard.PressAsync("r");
        await page.Keyboard.TypeAsync("We come at ten.");
        await page.Keyboard.PressAsync("Enter");
        await Expect(Timeline(page)).ToContainTextAsync("Delivered");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("e");
        await Expect(Timeline(page)).ToContainTextAsync("Ana closed the conversation");
        await page.Keyboard.PressAsync("?");
        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard shortcuts" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_new_message_a_comment_a_search_and_saving_a_customer_work_by_keyboard_alone()
    {
        await CustomerWritesAsync("Hello?");
        var page = await SignedInAsync();
        await Expect(Row(page, "Hello?")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("n");
        await Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "To" })).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("206 555 0123");
        await Expect(page.GetByRole(AriaRole.Option, new() { Name = "Save (206) 555-0123 as a customer" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await Field(page, "Name for (206) 555-0123").PressSequentiallyAsync("Carla Lane");
        await Field(page, "Message").PressSequentiallyAsync("We are on our way.");
        await Button(page, "Save and send").PressAsync("Enter");
        await Expect(Timeline(page)).ToContainTextAsync("We are on our way.");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        await page.Keyboard.PressAsync("c");
        await Expect(page.GetByPlaceholder("Only the team sees this")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("It is under warranty.");
        await page.Keyboard.PressAsync("Enter");
        await Expect(Timeline(page)).ToContainTextAsync("It is under warranty.");

        await page.Keyboard.PressAsync("Escape");
        await page.GetByRole(AriaRole.Main).PressAsync("k");
        await page.Keyboard.PressAsync("/");
        await Expect(page.GetByRole(AriaRole.Searchbox)).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("0199");
        await Expect(page.GetByRole(AriaRole.Row)).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Tab");
        await Row(page, "(206) 555-0199").PressAsync("Enter");
        await Expect(Timeline(page)).ToContainTextAsync("Hello?");
        await Button(page, "Add as customer").PressAsync("Enter");
        await Field(page, "Name").PressSequentiallyAsync("Ruth Adeyemi");
        await Button(page, "Save").PressAsync("Enter");
        await Expect(Row(page, "Ruth Adeyemi")).ToBeVisibleAsync();
        await Row(page, "Ruth Adeyemi").FocusAsync();
        await Expect(Row(page, "Ruth Adeyemi").GetByTitle("1 unread")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("u");
        await Expect(Row(page, "Ruth Adeyemi").GetByTitle("1 unread")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Arrows_that_scroll_the_timeline_or_move_a_slider_open_no_other_conversation()
    {
        await CustomerWritesAsync("And mine?", from: "+12065550123");
        await VoicemailAsync();
        var page = await SignedInAsync();
        await Row(page, "(206) 555-0199").ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex(Conversation));
        foreach (var focused in new[] { Timeline(page), Timeline(page).GetByRole(AriaRole.Slider) })
        {
            await focused.PressAsync("ArrowDown");
            await focused.PressAsync("ArrowUp");
            await focused.PressAsync("ArrowDown");
            await Expect(page).ToHaveURLAsync(new Regex(Conversation));
        }

        await Timeline(page).PressAsync("j");
        await Expect(page).ToHaveURLAsync(new Regex("12065550123"));
    }

    [Fact]
    public async Task The_list_of_shortcuts_has_all_of_them()
    {
        var page = await SignedInAsync();
        await Expect(page.GetByText("All done")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("?");
        var keys = page.GetByRole(AriaRole.Dialog).Locator("kbd");
        await Expect(keys).ToHaveTextAsync(["↑ ↓", "j k", "Enter", "Space", "e", "u", "a", "z", "r", "c", "n", "/", "Esc", "?"]);
    }

    [GeneratedRegex("/assets/(AssigneeSelect|CustomerPanel|InboxSwitcher|SendLater|SnoozeMenu|WhoseFilter)-.*\\.js$")]
    private static partial Regex LoadedLater();
}
