using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

public sealed class ShotTests(Chromium chromium) : PageTest(chromium)
{
    [Theory(Explicit = true)]
    [InlineData(1440, 900, ColorScheme.Light)]
    [InlineData(1440, 900, ColorScheme.Dark)]
    [InlineData(360, 740, ColorScheme.Light)]
    public async Task Shots(int width, int height, ColorScheme scheme)
    {
        var png = TestImage.Png();
        object One(string type, byte[] content) => new { contentType = type, content };
        await PostAsync("local/phone/sms", new { from = Customer, to = Dispatch, text = "Look at this, it drips", pictures = new[] { One("image/png", png) } });
        await PostAsync("local/phone/sms", new { from = Customer, to = Dispatch, text = "", pictures = new[] { One("image/png", png), One("image/png", TestImage.Png(300, 600)), One("text/vcard", [1, 2, 3]) } });
        await PostAsync("local/phone/sms", new { from = Customer, to = Dispatch, text = "", pictures = new[] { One("image/png", [1, 2, 3]) } });
        var page = await SignedInAsync(width: width, height: height, scheme: scheme);
        await page.GetByRole(AriaRole.Row).Filter(new() { HasText = "(206) 555-0199" }).ClickAsync();
        var chooser = await page.RunAndWaitForFileChooserAsync(() => Button(page, "Attach pictures").ClickAsync());
        await chooser.SetFilesAsync([new FilePayload { Name = "plan.png", MimeType = "image/png", Buffer = png }]);
        await page.GetByPlaceholder("Text (206) 555-0199").FillAsync("Like this?");
        await Button(page, "Send").ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("Delivered");
        chooser = await page.RunAndWaitForFileChooserAsync(() => Button(page, "Attach pictures").ClickAsync());
        await chooser.SetFilesAsync([
            new FilePayload { Name = "a long name of a picture of the boiler.png", MimeType = "image/png", Buffer = png },
            new FilePayload { Name = "plan.pdf", MimeType = "application/pdf", Buffer = png },
            new FilePayload { Name = "no.png", MimeType = "image/png", Buffer = [1] }]);
        await Task.Delay(1500);
        await Shoot(page, "composer");
        await Button(page, "Open plan.png").ClickAsync();
        await Task.Delay(800);
        await Shoot(page, "dialog");
        var phone = await OpenAsync("/phone.html", width, height, scheme);
        await Task.Delay(2500);
        await Shoot(phone, "phone");
        await (await OpenListAsync()).ScreenshotAsync(new() { Path = $"/tmp/zc/pictures-shots/list-{width}-{scheme}.png" });

        async Task<IPage> OpenListAsync()
        {
            await page.GotoAsync("/inbox/all/open/all");
            await Task.Delay(1000);
            return page;
        }

        Task Shoot(IPage one, string name) => one.ScreenshotAsync(new() { Path = $"/tmp/zc/pictures-shots/{name}-{width}-{scheme}.png" });
    }
}
