using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

/// <summary>Messages that are sent later, on the page.</summary>
public sealed class SendLaterTests(Chromium chromium) : PageTest(chromium)
{
    [Fact]
    public async Task User_schedules_a_message_changes_it_and_sends_it_now()
    {
        var page = await ScheduledAsync("We come at ten.");
        await Expect(page.GetByPlaceholder("Text (206) 555-0199")).ToHaveValueAsync("");
        await Expect(Timeline(page)).ToContainTextAsync("Scheduled");

        await Button(page, "Change").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByLabel("Message").FillAsync("We come at nine.");
        await Button(page, "Schedule").ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("We come at nine.");
        await Expect(Timeline(page)).Not.ToContainTextAsync("We come at ten.");

        await Button(page, "Send now").ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("Delivered");
        await Expect(Timeline(page)).Not.ToContainTextAsync("Scheduled");
    }

    [Fact]
    public async Task Colleague_sees_a_scheduled_message_and_cancels_it()
    {
        var ana = await ScheduledAsync("We come at ten.");
        var ben = await SignedInAsync("Ben");
        await Row(ben, "Is my boiler ready?").ClickAsync();
        await Button(ben, "Cancel message").ClickAsync();
        await Expect(Timeline(ben)).ToContainTextAsync("Canceled by Ben.");
        await Expect(Timeline(ana)).ToContainTextAsync("Canceled by Ben.");
        await Expect(Button(ana, "Send now")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Message_with_a_time_of_its_own_is_canceled_when_the_customer_writes_first()
    {
        var page = await WritingAsync("We come at ten.");
        await Button(page, "Send later").ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "A date and time" }).ClickAsync();
        await page.GetByLabel("Cancel it if the customer writes first").CheckAsync();
        await Button(page, "Schedule").ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("It is canceled if the customer writes first.");

        await CustomerWritesAsync("Never mind");

        await Expect(Timeline(page)).ToContainTextAsync("Canceled because the customer wrote first.");
    }

    [Fact]
    public async Task Message_that_is_sent_now_after_a_colleagues_reply_is_asked_about_and_sent_all_the_same()
    {
        var page = await ScheduledAsync("We come at ten.");
        await Expect(Button(page, "Send now")).ToBeVisibleAsync();

        // Ben's reply is stored after the page is shown and before the button is pressed.
        await page.RouteAsync("**/send", async route =>
        {
            await AskAsync(HttpMethod.Post, $"api/conversations/{Conversation}/messages", new { text = "At nine." }, "ben");
            await page.UnrouteAsync("**/send");
            await route.ContinueAsync();
        });
        await Button(page, "Send now").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Ben answered meanwhile.");
        await Button(page, "Send all the same").ClickAsync();

        await Expect(Button(page, "Send now")).ToHaveCountAsync(0);
        await Expect(Timeline(page)).ToContainTextAsync("We come at ten.");
    }

    [Fact]
    public async Task First_message_to_a_customer_is_scheduled_in_the_dialog_for_new_messages()
    {
        var page = await SignedInAsync();
        var timeline = Timeline(page);
        await Button(page, "New message").ClickAsync();
        await page.GetByRole(AriaRole.Combobox, new() { Name = "To" }).FillAsync("206 555 0199");
        await page.GetByRole(AriaRole.Option, new() { Name = "Save (206) 555-0199 as a customer" }).ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Name for (206) 555-0199" }).FillAsync("Carla Lane");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Message" }).FillAsync("Your boiler is due.");
        await Button(page, "Send later").ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "A date and time" }).ClickAsync();
        await page.GetByLabel("Cancel it if the customer writes first").CheckAsync();
        await Button(page, "Schedule").ClickAsync();

        await Expect(timeline).ToContainTextAsync("Your boiler is due.");
        await Expect(timeline).ToContainTextAsync("It is canceled if the customer writes first.");
        await Expect(Row(page, "Carla Lane")).ToBeVisibleAsync();
        Assert.DoesNotContain("Your boiler is due.", await PhoneAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Button_says_why_a_message_with_pictures_cannot_be_sent_later()
    {
        var page = await WritingAsync("We come at ten.");
        await Expect(Button(page, "Send later")).ToBeEnabledAsync();
        var chooser = await page.RunAndWaitForFileChooserAsync(() => Button(page, "Attach pictures").ClickAsync());
        await chooser.SetFilesAsync(new FilePayload { Name = "plan.png", MimeType = "image/png", Buffer = TestImage.Png() });

        await Expect(Button(page, "A message with pictures cannot be sent later")).ToBeDisabledAsync();
        await Expect(page.GetByTitle("A message with pictures cannot be sent later")).ToBeVisibleAsync();
    }

    private async Task<IPage> ScheduledAsync(string text)
    {
        var page = await WritingAsync(text);
        await Button(page, "Send later").ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Tomorrow morning" }).ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync(text);
        return page;
    }

    private async Task<IPage> WritingAsync(string text)
    {
        await CustomerWritesAsync("Is my boiler ready?");
        var page = await SignedInAsync();
        await Row(page, "Is my boiler ready?").ClickAsync();
        await page.GetByPlaceholder("Text (206) 555-0199").FillAsync(text);
        return page;
    }
}
