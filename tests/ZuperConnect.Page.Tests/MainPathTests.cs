using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

/// <summary>The story of the README with the mouse.</summary>
public sealed class MainPathTests(Chromium chromium) : PageTest(chromium)
{
    private const string Number = "(206) 555-0199";

    [Fact]
    public async Task A_customer_texts_and_Ana_answers()
    {
        var page = await SignedInAsync();
        await Expect(page.GetByText("All done")).ToBeVisibleAsync();

        await CustomerWritesAsync("Is my boiler ready?");
        await Row(page, Number).ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("Is my boiler ready?");
        await Expect(page).ToHaveURLAsync(new Regex($"/inbox/all/open/all/{Conversation}$"));

        await page.GetByPlaceholder($"Text {Number}").FillAsync("Yes. We come at ten tomorrow.");
        await Button(page, "Send").ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("Yes. We come at ten tomorrow.");
        await Expect(Timeline(page)).ToContainTextAsync("Delivered");
        await Expect(Row(page, Number)).ToContainTextAsync("You: Yes. We come at ten tomorrow.");
        Assert.Contains("Yes. We come at ten tomorrow.", await PhoneAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conversation_is_closed_and_the_customers_next_text_opens_it()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        var page = await SignedInAsync();
        await Row(page, Number).ClickAsync();
        await Button(page, "Close").ClickAsync();
        await Expect(Button(page, "Reopen")).ToBeVisibleAsync();
        await Expect(Timeline(page)).ToContainTextAsync("Ana closed the conversation");
        await Expect(Row(page, Number)).ToHaveCountAsync(0);

        await CustomerWritesAsync("Hello?");
        await Expect(Timeline(page)).ToContainTextAsync("Reopened by new activity");
        await Expect(Row(page, Number)).ToContainTextAsync("Hello?");
    }

    [Fact]
    public async Task A_close_is_undone()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        var page = await SignedInAsync();
        await Row(page, Number).ClickAsync();
        await Button(page, "Close").ClickAsync();
        await Button(page, "Undo").ClickAsync();
        await Expect(Button(page, "Close").Last).ToBeVisibleAsync();
        await Expect(Row(page, Number)).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Two_closes_are_undone_one_after_the_other_and_the_focus_holds_an_undo()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        await CustomerWritesAsync("And mine?", from: "+12065550123");
        var page = await SignedInAsync(prepare: page => page.Clock.InstallAsync());
        foreach (var number in new[] { Number, "(206) 555-0123" })
        {
            await Row(page, number).ClickAsync();
            await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).ClickAsync();
            await Expect(Row(page, number)).ToHaveCountAsync(0);
        }

        await Expect(Button(page, "Undo")).ToHaveCountAsync(2);
        await Button(page, "Undo").First.FocusAsync();
        await page.Clock.FastForwardAsync("00:10");
        await Expect(Button(page, "Undo")).ToHaveCountAsync(1);
        await Button(page, "Undo").PressAsync("Enter");
        await Expect(Row(page, Number)).ToBeVisibleAsync();
        await Expect(Row(page, "(206) 555-0123")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_comment_is_no_message()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        var page = await SignedInAsync();
        await Row(page, Number).ClickAsync();
        await page.GetByRole(AriaRole.Tab, new() { Name = "Comment" }).ClickAsync();
        await page.GetByPlaceholder("Only the team sees this").FillAsync("It is under warranty.");
        await Button(page, "Add comment").ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("Ana Comment, only the team sees it");
        await Expect(Timeline(page)).ToContainTextAsync("It is under warranty.");
        Assert.DoesNotContain("warranty", await PhoneAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_voicemail_plays_and_downloads()
    {
        await VoicemailAsync();
        var page = await SignedInAsync();
        await Row(page, "Voicemail").ClickAsync();
        var player = page.GetByRole(AriaRole.Group, new() { Name = "Voicemail" });
        await player.GetByRole(AriaRole.Button, new() { Name = "Play" }).ClickAsync();
        await Expect(player).ToContainTextAsync(new Regex("0:0[1-5]"));

        var file = await page.RunAndWaitForDownloadAsync(() => player.GetByRole(AriaRole.Button, new() { Name = "Download" }).ClickAsync());
        Assert.EndsWith(".wav", file.SuggestedFilename, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_voicemail_whose_address_ends_while_it_plays_is_heard_to_its_end()
    {
        await VoicemailAsync();
        var page = await SignedInAsync();
        var tickets = 0;
        await page.RouteAsync("**/tickets", route =>
        {
            tickets++;
            return route.ContinueAsync();
        });
        await Row(page, "Voicemail").ClickAsync();
        var player = page.GetByRole(AriaRole.Group, new() { Name = "Voicemail" });
        await Button(page, "Play").ClickAsync();
        await Expect(player).ToContainTextAsync("0:01 /");

        // A recording of a few seconds is loaded before its address ends.
        await player.Locator("audio").EvaluateAsync(
            """
            audio => {
              audio.addEventListener('playing', () => { audio.dataset.from = audio.currentTime; });
              audio.dispatchEvent(new Event('error'));
            }
            """);
        await Expect(player.Locator("audio")).ToHaveAttributeAsync("data-from", new Regex("^(0\\.[1-9]|[1-5])"));
        await Expect(player).ToContainTextAsync("0:05 /");
        await Expect(player.GetByRole(AriaRole.Button, new() { Name = "Play" })).ToBeVisibleAsync();
        Assert.Equal(2, tickets);
    }

    [Fact]
    public async Task A_number_is_saved_and_found_by_name_and_last_digits()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        await CustomerWritesAsync("And mine?", from: "+12065550123");
        var page = await SignedInAsync();
        await Row(page, Number).ClickAsync();
        await Button(page, "Add as customer").ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Name" }).FillAsync("Carla Lane");
        await Button(page, "Save").ClickAsync();
        await Expect(Row(page, "Carla Lane")).ToBeVisibleAsync();

        var search = page.GetByRole(AriaRole.Searchbox);
        await search.FillAsync("carla");
        await Expect(page.GetByRole(AriaRole.Row)).ToHaveCountAsync(1);
        await Expect(Row(page, "Carla Lane").Locator("mark")).ToHaveTextAsync(["Carla"]);
        await search.FillAsync("5550199");
        await Expect(page.GetByRole(AriaRole.Row).Locator("mark")).ToHaveTextAsync(["555-0199"]);
        await Expect(Row(page, "Carla Lane")).ToContainTextAsync(Number);
        await search.FillAsync("0123");
        await Expect(Row(page, "(206) 555-0123")).ToBeVisibleAsync();
        await Expect(Row(page, "Carla Lane")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_new_message_goes_to_a_number_that_is_saved_first_and_then_to_the_customer_found_by_last_digits()
    {
        var page = await SignedInAsync();
        await Button(page, "New message").ClickAsync();
        await page.GetByRole(AriaRole.Combobox, new() { Name = "To" }).FillAsync("206 555 0199");
        await page.GetByRole(AriaRole.Option, new() { Name = $"Save {Number} as a customer" }).ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = $"Name for {Number}" }).FillAsync("Carla Lane");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Message" }).FillAsync("We are on our way.");
        await Button(page, "Save and send").ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("We are on our way.");

        await Button(page, "New message").ClickAsync();
        await page.GetByRole(AriaRole.Combobox, new() { Name = "To" }).FillAsync("0199");
        await page.GetByRole(AriaRole.Option, new() { Name = "Carla Lane" }).ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Message" }).FillAsync("Ten minutes.");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("Ten minutes.");
    }
}
