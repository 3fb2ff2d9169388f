using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

/// <summary>
/// Screenshots of the main views with the demo. They are only taken on request: with <c>-explicit only</c>, to the folder in an environment
/// variable.
/// </summary>
public sealed class ScreenshotTests(Chromium chromium) : PageTest(chromium)
{
    private const string Setting = "PAGE_TESTS_SCREENSHOTS";
    private const string Carla = "/inbox/all/open/all/14255550100-12065550199";

    protected override bool Demo => true;

    [Theory(Explicit = true)]
    [InlineData(1440, 900, ColorScheme.Light)]
    [InlineData(1440, 900, ColorScheme.Dark)]
    [InlineData(1024, 768, ColorScheme.Light)]
    [InlineData(1024, 768, ColorScheme.Dark)]
    [InlineData(360, 740, ColorScheme.Light)]
    [InlineData(360, 740, ColorScheme.Dark)]
    public async Task Pictures_of_the_main_views(int width, int height, ColorScheme scheme)
    {
        var inbox = await SignedInAsync(width: width, height: height, scheme: scheme);
        var page = inbox;
        await Expect(Row(page, "Ruth Adeyemi")).ToBeVisibleAsync();
        await ShootAsync("list");
        await page.GotoAsync(Carla);
        await Expect(Timeline(page)).ToContainTextAsync("ready for the winter");
        await Expect(page.GetByText("via ")).ToBeVisibleAsync();
        await ShootAsync("conversation");
        await page.GotoAsync("/inbox/all/open/all/14255550100-14255550118");
        await Expect(Timeline(page)).ToContainTextAsync("Blue van behind you");
        await ShootAsync("calls-and-comments");
        await page.GotoAsync("/inbox/all/closed/all");
        await Expect(Row(page, "Gus Petrakis")).ToBeVisibleAsync();
        await ShootAsync("closed");
        foreach (var section in new[] { "calls", "customers", "jobs" })
        {
            await page.GotoAsync($"/{section}");
            await Expect(page.GetByRole(AriaRole.Row).First).ToBeVisibleAsync();
            await ShootAsync(section);
        }

        await page.GotoAsync("/statistics");
        await Expect(page.GetByRole(AriaRole.Img).First).ToBeVisibleAsync();
        await ShootAsync("statistics");
        await page.GotoAsync("/settings");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Settings" })).ToBeVisibleAsync();
        await ShootAsync("settings");
        await page.GotoAsync("/inbox/all/open/all");
        await Button(page, "New message").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await ShootAsync("new-message");

        page = await OpenAsync("/phone.html", width, height, scheme);
        var phone = page.GetByRole(AriaRole.Region, new() { Name = "Phone of Carla Lane" });
        await Expect(phone).ToContainTextAsync("ready for the winter");
        await ShootAsync("phones");
        await phone.GetByRole(AriaRole.Button, new() { Name = "What this phone does" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await ShootAsync("phone-luck");
        await page.Keyboard.PressAsync("Escape");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Another customer" }).FillAsync("a");
        await Expect(page.GetByRole(AriaRole.Option, new() { Name = "Abigail Stone" })).ToBeVisibleAsync();
        await ShootAsync("phone-added");
        await page.Keyboard.PressAsync("Escape");
        await phone.GetByRole(AriaRole.Button, new() { Name = "Call" }).ClickAsync();
        await RingsAsync("ana");
        await Expect(page.GetByText("Ringing…")).ToBeVisibleAsync();
        await ShootAsync("phone-calls");
        foreach (var user in new[] { "ana", "mia" })
        {
            await PostAsync($"local/phone/devices/{user}/decline", new { });
        }

        await Expect(page.GetByText("Speak after the tone", new() { Exact = true })).ToBeVisibleAsync();
        await ShootAsync("phone-voicemail");
        await phone.GetByRole(AriaRole.Button, new() { Name = "Done speaking" }).ClickAsync();

        await inbox.GotoAsync(Carla);
        await Button(inbox, "Call").First.ClickAsync();
        await RingsAsync("ana");
        await PostAsync("local/phone/devices/ana/answer", new { });
        await Expect(phone).ToContainTextAsync("is calling");
        await ShootAsync("phone-rings");

        Task ShootAsync(string name) => SaveAsync(page, name, scheme);
    }

    [Theory(Explicit = true)]
    [InlineData(1440, 900, ColorScheme.Light)]
    [InlineData(1440, 900, ColorScheme.Dark)]
    [InlineData(360, 740, ColorScheme.Light)]
    [InlineData(360, 740, ColorScheme.Dark)]
    public async Task Pictures_of_what_waits_for_its_time(int width, int height, ColorScheme scheme)
    {
        var page = await SignedInAsync(width: width, height: height, scheme: scheme);
        await page.GotoAsync(Carla);
        if (width > 1000)
        {
            await Expect(page.GetByText("Customer since")).ToBeVisibleAsync();
        }

        await page.GetByPlaceholder("Text Carla Lane").FillAsync("We will be there at ten.");
        await Button(page, "Send later").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Menu)).ToBeVisibleAsync();
        await ShootAsync("later-menu");
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "A date and time" }).ClickAsync();
        await page.GetByLabel("Cancel it if the customer writes first").CheckAsync();
        await ShootAsync("later-dialog");
        await Button(page, "Schedule").ClickAsync();
        await Expect(Button(page, "Send now")).ToBeVisibleAsync();
        await ShootAsync("later-scheduled");
        await Button(page, "Cancel message").ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("Canceled by Ana.");
        await Expect(page.GetByText("It will not be sent.")).ToBeVisibleAsync();
        await ShootAsync("later-canceled");
        await Button(page, "Snooze").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Menu)).ToBeVisibleAsync();
        await ShootAsync("snooze-menu");
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "A date and time" }).ClickAsync();
        await ShootAsync("snooze-dialog");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Snooze" }).ClickAsync();
        await Expect(Button(page, "End snooze")).ToBeVisibleAsync();
        await ShootAsync("snoozed");
        await page.GotoAsync("/inbox/all/snoozed/all");
        await Expect(Row(page, "Carla Lane")).ToBeVisibleAsync();
        await ShootAsync("snoozed-list");
        await page.GotoAsync("/settings/numbers");
        await page.GetByRole(AriaRole.Button, new() { Name = "Edit" }).First.ClickAsync();
        await page.GetByLabel("Close after days of silence").ScrollIntoViewIfNeededAsync();
        await ShootAsync("close-after-days");

        Task ShootAsync(string name) => SaveAsync(page, name, scheme);
    }

    [Theory(Explicit = true)]
    [InlineData(1440, 900, ColorScheme.Light)]
    [InlineData(1440, 900, ColorScheme.Dark)]
    [InlineData(360, 740, ColorScheme.Light)]
    [InlineData(360, 740, ColorScheme.Dark)]
    public async Task Pictures_of_what_teams_use(int width, int height, ColorScheme scheme)
    {
        await AskAsync(
            HttpMethod.Put, "api/saved-replies/2d0e1f7a-57d5-4e0a-9d0f-2b1f7c5a9e33",
            new { name = "On our way", text = "Hello {customer.name}, we are on our way. {user.name}" });
        await AskAsync(
            HttpMethod.Put, "api/saved-replies/2d0e1f7a-57d5-4e0a-9d0f-2b1f7c5a9e34",
            new { name = "Ordered", text = "The part is ordered. We call you when it is here." });
        await AskAsync(
            HttpMethod.Put, "api/webhooks/5b0c8d54-6a0e-4bb7-8b53-0a55f8ef2d10",
            new { url = "https://hooks.business.example/inbox", types = (string[])["message.received", "conversation.overdue"] });
        var page = await SignedInAsync(width: width, height: height, scheme: scheme);
        await page.GotoAsync("/inbox/all/open/all");
        await Row(page, "Carla Lane").Locator("label").ClickAsync();
        await Row(page, "Elena Marsh").Locator("label").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Assign the chosen" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Option).First).ToBeVisibleAsync();
        await SaveAsync(page, "assign-many", scheme);
        await page.GotoAsync(Carla);
        await Expect(Timeline(page)).ToContainTextAsync("ready for the winter");
        await page.GetByPlaceholder("Text Carla Lane").PressSequentiallyAsync("/o");
        await Expect(page.GetByRole(AriaRole.Option, new() { Name = "On our way" })).ToBeVisibleAsync();
        await SaveAsync(page, "saved-reply", scheme);

        foreach (var (section, open) in new[] { ("saved-replies", "Edit On our way"), ("webhooks", "Edit hooks.business.example"),
            ("webhooks", "Deliveries to hooks.business.example"), ("numbers", "Edit Front desk") })
        {
            await page.GotoAsync($"/settings/{section}");
            await Expect(Button(page, open)).ToBeVisibleAsync();
            await SaveAsync(page, section, scheme);
            await Button(page, open).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
            await SaveAsync(page, $"{section}-{open.Split(' ')[0].ToLowerInvariant()}", scheme);
        }

        await page.GotoAsync(Carla);
        if (width < 480)
        {
            await Button(page, "Details").ClickAsync();
        }

        await Button(page, "Merge with another").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Combobox).FillAsync("ab");
        await Expect(page.GetByRole(AriaRole.Option).First).ToBeVisibleAsync();
        await SaveAsync(page, "merge", scheme);
    }

    private static async Task SaveAsync(IPage page, string name, ColorScheme scheme)
    {
        var folder = Environment.GetEnvironmentVariable(Setting)
            ?? throw new InvalidOperationException($"{Setting} names the folder of the pictures.");
        var file = Path.Combine(folder, $"{name}-{page.ViewportSize!.Width}-{scheme.ToString().ToLowerInvariant()}.png");

        // Parts that are loaded later are shown, too.
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await page.ScreenshotAsync(new() { Path = file, Animations = ScreenshotAnimations.Disabled });
    }
}
