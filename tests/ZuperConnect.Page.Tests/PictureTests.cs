using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

/// <summary>Pictures of customers and of the team.</summary>
public sealed class PictureTests(Chromium chromium) : PageTest(chromium)
{
    private const string Number = "(206) 555-0199";

    [Fact]
    public async Task A_customers_picture_is_shown_opened_and_downloaded()
    {
        await CustomerSendsAsync("");
        var page = await SignedInAsync();
        await Expect(Row(page, Number)).ToContainTextAsync("Picture");
        await Row(page, Number).ClickAsync();
        var thumbnail = Button(page, "Open picture.png");
        await IsLoadedAsync(thumbnail.Locator("img"));

        await thumbnail.ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await IsLoadedAsync(dialog.GetByRole(AriaRole.Img, new() { Name = "picture.png" }));
        var download = await page.RunAndWaitForDownloadAsync(
            () => dialog.GetByRole(AriaRole.Button, new() { Name = "Download" }).ClickAsync());
        Assert.Equal("picture.png", download.SuggestedFilename);
        await page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(thumbnail).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_picture_has_its_space_before_it_is_loaded()
    {
        await CustomerSendsAsync("Look");
        var release = new TaskCompletionSource();
        var page = await SignedInAsync(prepare: page => page.RouteAsync("**/attachments/**ticket=*", async route =>
        {
            await release.Task;
            await route.ContinueAsync();
        }));
        await Row(page, Number).ClickAsync();
        var thumbnail = Button(page, "Open picture.png");
        await Expect(thumbnail.Locator("img")).ToBeAttachedAsync();
        var before = await thumbnail.BoundingBoxAsync();

        release.SetResult();
        await IsLoadedAsync(thumbnail.Locator("img"));

        var after = await thumbnail.BoundingBoxAsync();
        Assert.Equal((before!.Y, before.Width, before.Height), (after!.Y, after.Width, after.Height));
        Assert.True(before.Height > 100);
    }

    [Fact]
    public async Task A_chosen_picture_is_sent_and_appears_on_the_phone()
    {
        await CustomerWritesAsync("What will it look like?");
        var phone = Phone(await OpenAsync("/phone.html"));
        var page = await SignedInAsync();
        await Row(page, Number).ClickAsync();
        await ChooseAsync(page, "plan.png");
        await Expect(Preview(page, "plan.png")).ToContainTextAsync("KB");

        await Button(page, "Send").ClickAsync();

        await IsLoadedAsync(Button(page, "Open plan.png").Locator("img"));
        await Expect(Timeline(page)).ToContainTextAsync("Delivered");
        await Expect(Preview(page, "plan.png")).ToHaveCountAsync(0);
        await Expect(Row(page, Number)).ToContainTextAsync("You: Picture");
        await IsLoadedAsync(phone.GetByRole(AriaRole.Img, new() { Name = "Picture" }));
    }

    [Fact]
    public async Task A_picture_from_a_phone_appears_in_the_inbox()
    {
        var page = await SignedInAsync();
        var window = await OpenAsync("/phone.html");
        var phone = Phone(window);
        var chooser = await window.RunAndWaitForFileChooserAsync(
            () => phone.GetByRole(AriaRole.Button, new() { Name = "Attach a picture" }).ClickAsync());
        await chooser.SetFilesAsync(File("boiler.png"));
        await Expect(phone).ToContainTextAsync("1 picture");

        await phone.GetByPlaceholder("Text Dispatch").FillAsync("It drips here");
        await phone.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();

        await IsLoadedAsync(phone.GetByRole(AriaRole.Img, new() { Name = "Picture" }));
        await Row(page, Number).ClickAsync();
        await IsLoadedAsync(Button(page, "Open picture.png").Locator("img"));
        await Expect(Timeline(page)).ToContainTextAsync("It drips here");
    }

    [Theory]
    [InlineData("paste", "clipboardData")]
    [InlineData("drop", "dataTransfer")]
    public async Task Pictures_are_pasted_and_dropped(string type, string property)
    {
        await CustomerWritesAsync("What will it look like?");
        var page = await SignedInAsync();
        await Row(page, Number).ClickAsync();
        var field = page.GetByPlaceholder($"Text {Number}");
        await field.EvaluateAsync(
            """
            (field, { type, property, content }) => {
                const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
                const data = new DataTransfer();
                data.items.add(new File([bytes], 'shot.png', { type: 'image/png' }));
                const event = type === 'paste'
                    ? new ClipboardEvent(type, { clipboardData: data, bubbles: true, cancelable: true })
                    : new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true });
                field.dispatchEvent(event);
            }
            """,
            new { type, property, content = Convert.ToBase64String(TestImage.Png()) });

        await Expect(Preview(page, "shot.png")).ToContainTextAsync("KB");
        await field.FillAsync("Like this");
        await Button(page, "Send").ClickAsync();

        await Expect(Timeline(page)).ToContainTextAsync("Delivered");
        await Expect(Button(page, "Open shot.png")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_cannot_be_sent_is_said_and_can_be_removed()
    {
        await CustomerWritesAsync("What will it look like?");
        var page = await SignedInAsync();
        await Row(page, Number).ClickAsync();
        await ChooseAsync(page, new FilePayload { Name = "plan.pdf", MimeType = "application/pdf", Buffer = "%PDF"u8.ToArray() });
        await Expect(page.GetByRole(AriaRole.Alert).First).ToHaveTextAsync("Only JPEG, PNG and GIF pictures can be sent.");
        await ChooseAsync(page, new FilePayload { Name = "no.png", MimeType = "image/png", Buffer = "<svg/>"u8.ToArray() });
        await Expect(Preview(page, "no.png")).ToContainTextAsync("Only JPEG, PNG and GIF pictures can be sent.");
        await page.GetByPlaceholder($"Text {Number}").FillAsync("Like this");
        await Expect(Button(page, "Send")).ToBeDisabledAsync();

        await Button(page, "Remove plan.pdf").ClickAsync();
        await Button(page, "Remove no.png").ClickAsync();

        await Button(page, "Send").ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("Like this");
    }

    [Fact]
    public async Task Pictures_of_a_draft_are_kept_while_another_conversation_is_shown()
    {
        await CustomerWritesAsync("What will it look like?");
        await CustomerWritesAsync("Hello", from: "+12065550123");
        var page = await SignedInAsync();
        await Row(page, Number).ClickAsync();
        await ChooseAsync(page, "plan.png");
        await Row(page, "(206) 555-0123").ClickAsync();
        await Expect(Preview(page, "plan.png")).ToHaveCountAsync(0);

        await Row(page, Number).ClickAsync();

        await Expect(Preview(page, "plan.png")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_file_that_is_no_picture_is_a_download()
    {
        await CustomerSendsAsync("My card", "text/vcard", "BEGIN:VCARD\r\nEND:VCARD\r\n"u8.ToArray());
        var page = await SignedInAsync();
        await Row(page, Number).ClickAsync();

        var download = await page.RunAndWaitForDownloadAsync(() => Button(page, "Download contact.vcf").ClickAsync());

        Assert.Equal("contact.vcf", download.SuggestedFilename);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Pictures_have_no_violations(ColorScheme scheme)
    {
        await CustomerSendsAsync("Look");
        var page = await SignedInAsync(scheme: scheme);
        await Row(page, Number).ClickAsync();
        await ChooseAsync(page, "plan.png");
        await ChooseAsync(page, new FilePayload { Name = "plan.pdf", MimeType = "application/pdf", Buffer = "%PDF"u8.ToArray() });
        await Expect(Preview(page, "plan.png")).ToContainTextAsync("KB");
        await AccessibilityTests.HasNoViolationsAsync(page);

        await Button(page, "Open picture.png").ClickAsync();
        await IsLoadedAsync(page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Img));
        await AccessibilityTests.HasNoViolationsAsync(page);
    }

    /// <summary>A customer sends a picture.</summary>
    private Task CustomerSendsAsync(string text, string contentType = "image/png", byte[]? content = null) => PostAsync(
        "local/phone/sms",
        new { from = Customer, to = Dispatch, text, pictures = new[] { new { contentType, content = content ?? TestImage.Png() } } });

    private static Task ChooseAsync(IPage page, string name) => ChooseAsync(page, File(name));

    private static async Task ChooseAsync(IPage page, FilePayload file)
    {
        var chooser = await page.RunAndWaitForFileChooserAsync(() => Button(page, "Attach pictures").ClickAsync());
        await chooser.SetFilesAsync(file);
        await Expect(Preview(page, file.Name)).ToBeVisibleAsync();
    }

    private static FilePayload File(string name) => new() { Name = name, MimeType = "image/png", Buffer = TestImage.Png() };

    private static ILocator Preview(IPage page, string name) =>
        page.GetByRole(AriaRole.List, new() { Name = "Pictures of the message" }).GetByRole(AriaRole.Listitem)
            .Filter(new() { HasText = name });

    /// <summary>Waits until a picture is displayed.</summary>
    private static Task IsLoadedAsync(ILocator picture) => Expect(picture).ToHaveJSPropertyAsync("naturalWidth", 320);

    private static ILocator Phone(IPage page) => page.GetByRole(AriaRole.Region, new() { Name = $"Phone of {Number}" });
}
