using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

/// <summary>The settings of the user, of the numbers and of the team.</summary>
public sealed class SettingsTests(Chromium chromium) : PageTest(chromium)
{
    private const string Number = "api/numbers/%2B14255550100";

    [Fact]
    public async Task Your_phone_is_changed_and_taken_away()
    {
        var page = await SignedInAsync("Ben");
        await page.GotoAsync("/settings/me");
        var phone = Field(page, "Your phone");
        await phone.FillAsync("425 555 0177");
        await Button(page, "Save").ClickAsync();
        await Expect(phone).ToHaveValueAsync("(425) 555-0177");
        await page.ReloadAsync();
        await Expect(phone).ToHaveValueAsync("(425) 555-0177");

        await phone.FillAsync("not a number");
        await Button(page, "Save").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This is no phone number.");

        await phone.FillAsync("");
        await Button(page, "Save").ClickAsync();
        await Expect(page.GetByText("You take no calls now.")).ToBeVisibleAsync();
        Assert.Null((await AskAsync(HttpMethod.Get, "api/me", userId: "ben"))!["device"]);
    }

    [Fact]
    public async Task The_theme_is_chosen()
    {
        var page = await SignedInAsync();
        await page.GotoAsync("/settings/me");
        await page.GetByRole(AriaRole.Radio, new() { Name = "Dark" }).ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await page.ReloadAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
    }

    [Fact]
    public async Task A_number_is_renamed_and_rings_only_some()
    {
        var page = await EditsDispatchAsync();
        await Field(page, "Name").FillAsync("Front desk");
        await page.GetByRole(AriaRole.Radio, new() { Name = "Only some" }).CheckAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Ben" }).CheckAsync();
        await Field(page, "Ring for, in seconds").FillAsync("30");
        await page.GetByRole(AriaRole.Switch, new() { Name = "Record calls" }).UncheckAsync();
        await Button(page, "Save").ClickAsync();
        await Expect(Item(page, "Front desk")).ToContainTextAsync("(425) 555-0100 · Rings Ben for 30 s · Voicemail");

        await page.GotoAsync("/inbox/all/open/all");
        await Button(page, "New message").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Front desk");
    }

    [Fact]
    public async Task A_greeting_of_any_sound_is_uploaded_heard_and_removed()
    {
        var page = await EditsDispatchAsync();
        var files = page.GetByRole(AriaRole.Dialog).Locator("input[type=file]");
        await files.SetInputFilesAsync(new FilePayload { Name = "notes.txt", MimeType = "audio/wav", Buffer = "no sound"u8.ToArray() });
        await Expect(page.GetByText("This browser cannot play that file.")).ToBeVisibleAsync();
        await files.SetInputFilesAsync(new FilePayload { Name = "long.wav", MimeType = "audio/wav", Buffer = StereoSound(seconds: 61) });
        await Expect(page.GetByText("It lasts 61 seconds. Choose one of at most 60.")).ToBeVisibleAsync();

        await files.SetInputFilesAsync(new FilePayload { Name = "hello.wav", MimeType = "audio/wav", Buffer = StereoSound(seconds: 2) });
        await Expect(page.GetByText("Callers hear it from the next call on.")).ToBeVisibleAsync();
        var sound = page.Locator("audio");
        Assert.Equal(2, await sound.EvaluateAsync<double>(
            """
            sound => new Promise((resolve, reject) => {
              sound.onended = () => resolve(sound.duration);
              sound.onerror = reject;
              sound.play();
            })
            """));

        await Button(page, "Remove").ClickAsync();
        await Expect(sound).ToHaveCountAsync(0);

        // Its own change must not conflict with that of the greeting.
        await Field(page, "Name").FillAsync("Front desk");
        await Button(page, "Save").ClickAsync();
        await Expect(Item(page, "Front desk")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_number_that_somebody_changed_meanwhile_is_shown_as_it_is_now()
    {
        var page = await EditsDispatchAsync();
        await AskAsync(HttpMethod.Put, Number, new { name = "Reception", takesVoicemail = false });
        await Field(page, "Name").FillAsync("Front desk");
        await Button(page, "Save").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Somebody changed this meanwhile.");
        await Expect(Field(page, "Name")).ToHaveValueAsync("Reception");
        await Expect(page.GetByRole(AriaRole.Switch, new() { Name = "Take voicemail" })).Not.ToBeCheckedAsync();

        await Field(page, "Name").FillAsync("Front desk");
        await Button(page, "Save").ClickAsync();
        await Expect(Item(page, "Front desk")).Not.ToContainTextAsync("Voicemail");
    }

    [Fact]
    public async Task A_number_is_added_once_and_retired()
    {
        var page = await SignedInAsync();
        await page.GotoAsync("/settings/numbers");
        await Button(page, "Add a number").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        var add = dialog.GetByRole(AriaRole.Button, new() { Name = "Add a number" });
        await Field(page, "Number").FillAsync("(425) 555-0100");
        await add.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("in the list already");
        await Field(page, "Number").FillAsync("425 555 0102");
        await Field(page, "Name").FillAsync("Billing");
        await add.ClickAsync();
        await Expect(Item(page, "Billing")).ToContainTextAsync("(425) 555-0102");

        await Button(page, "Edit Billing").ClickAsync();
        await page.GetByRole(AriaRole.Switch, new() { Name = "Retired" }).CheckAsync();
        await Button(page, "Save").ClickAsync();
        await Expect(Item(page, "Billing")).ToContainTextAsync("Retired");
    }

    [Fact]
    public async Task Who_signs_in_waits_until_an_admin_lets_them_in()
    {
        var ana = await SignedInAsync();
        await ana.GotoAsync("/settings/team");
        await Expect(ana.GetByText("Nobody waits.")).ToBeVisibleAsync();
        var cleo = await SignedInAsOtherAsync("cleo");
        await Expect(cleo.GetByText("not let in yet")).ToBeVisibleAsync();

        await Button(ana, "Let in Cleo").ClickAsync();
        await ana.GetByRole(AriaRole.Checkbox, new() { Name = "Call customers" }).UncheckAsync();
        await ana.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Let in", Exact = true }).ClickAsync();
        await Expect(Item(ana, "Cleo")).ToContainTextAsync("Read and answer conversations · Read the call log");

        await Expect(cleo.GetByRole(AriaRole.Link, new() { Name = "Inbox" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_member_becomes_an_admin_and_is_removed_but_the_last_admin_stays()
    {
        var page = await SignedInAsync();
        await page.GotoAsync("/settings/team");
        await Button(page, "Edit Ana").ClickAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "Member" }).CheckAsync();
        await Button(page, "Save").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("admin");
        await Button(page, "Cancel").ClickAsync();

        await Button(page, "Edit Ben").ClickAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "Admin" }).CheckAsync();
        await Button(page, "Save").ClickAsync();
        await Expect(Item(page, "Ben")).ToContainTextAsync("Admin");
        await Button(page, "Edit Ben").ClickAsync();
        await Button(page, "Remove from the team").ClickAsync();
        await Button(page, "Remove").ClickAsync();
        await Expect(page.GetByText("Ben is removed.")).ToBeVisibleAsync();
        await Expect(Item(page, "Ben")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task On_a_narrow_screen_the_list_of_settings_and_each_section_take_turns()
    {
        var page = await SignedInAsync(width: 360, height: 740);
        await page.GetByRole(AriaRole.Link, new() { Name = "Settings" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Numbers" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Settings sections" })).ToBeHiddenAsync();
        await Expect(Item(page, "Dispatch")).ToBeVisibleAsync();
        await Button(page, "All settings").ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/settings$"));
        await Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Settings sections" })).ToBeVisibleAsync();

        foreach (var section in new[] { "me", "numbers", "team", "import", "opt-outs", "audit", "work", "status" })
        {
            await page.GotoAsync($"/settings/{section}");
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 2 }).Last).ToBeVisibleAsync();
            Assert.False(await page.EvaluateAsync<bool>(
                "() => [document.documentElement, document.querySelector('main')].some(one => one.scrollWidth > one.clientWidth)"),
                    section);
        }
    }

    [Fact]
    public async Task On_a_narrow_screen_one_signs_out_in_the_settings()
    {
        var page = await SignedInAsync(width: 360, height: 740);
        await page.GetByRole(AriaRole.Link, new() { Name = "Settings" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Profile" }).ClickAsync();
        await Button(page, "Sign out").ClickAsync();
        await Expect(Button(page, "Continue as Ana")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(1440, "/inbox/all/open/all", "main")]
    [InlineData(360, "/inbox/all/open/all", "section[data-first-step]")]
    [InlineData(360, "/settings", "nav[data-first-step]")]
    [InlineData(360, "/settings/me", "main")]
    [InlineData(360, "/calls", "main")]
    public async Task The_skip_link_leads_to_what_is_on_the_screen(int width, string address, string element)
    {
        var page = await SignedInAsync(width: width);
        await page.GotoAsync(address);
        await Expect(page.Locator(element)).ToBeVisibleAsync();
        await Button(page, "Skip to the content").PressAsync("Enter");
        await Expect(page.Locator($"{element}:focus")).ToBeVisibleAsync();
    }

    private async Task<IPage> EditsDispatchAsync()
    {
        var page = await SignedInAsync();
        await page.GotoAsync("/settings/numbers");
        await Button(page, "Edit Dispatch").ClickAsync();
        return page;
    }

    /// <summary>A stereo tone as phones record it, which the API does not accept as a greeting.</summary>
    private static byte[] StereoSound(int seconds)
    {
        const int rate = 44_100;
        var file = new byte[44 + (seconds * rate * 4)];
        var header = file.AsSpan();
        Encoding.ASCII.GetBytes("RIFF", header);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], file.Length - 8);
        Encoding.ASCII.GetBytes("WAVEfmt ", header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(header[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(header[22..], 2);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], rate);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], rate * 4);
        BinaryPrimitives.WriteInt16LittleEndian(header[32..], 4);
        BinaryPrimitives.WriteInt16LittleEndian(header[34..], 16);
        Encoding.ASCII.GetBytes("data", header[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[40..], file.Length - 44);
        for (var at = 44; at < file.Length; at += 2)
        {
            BinaryPrimitives.WriteInt16LittleEndian(header[at..], (short)(8000 * Math.Sin(at / 60.0)));
        }

        return file;
    }
}
