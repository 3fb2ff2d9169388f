using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

/// <summary>The windows of the inbox and of the customers' phones.</summary>
public sealed class PhoneWindowTests(Chromium chromium) : PageTest(chromium)
{
    private const string Number = "(206) 555-0199";

    [Fact]
    public async Task A_text_from_a_phone_appears_in_the_inbox_and_the_answer_on_the_phone()
    {
        var inbox = await SignedInAsync();
        var phone = Phone(await OpenAsync("/phone.html"));
        await phone.GetByPlaceholder("Text Dispatch").FillAsync("Is my boiler ready?");
        await phone.GetByPlaceholder("Text Dispatch").PressAsync("Enter");
        await Expect(phone).ToContainTextAsync("Customer: Is my boiler ready?");

        await Row(inbox, Number).ClickAsync();
        await inbox.GetByPlaceholder($"Text {Number}").FillAsync("Yes. We come at ten tomorrow.");
        await Button(inbox, "Send").ClickAsync();
        await Expect(phone).ToContainTextAsync("Dispatch: Yes. We come at ten tomorrow.");
    }

    [Fact]
    public async Task A_customer_who_sends_STOP_cannot_be_texted_any_more()
    {
        var inbox = await SignedInAsync();
        var phone = Phone(await OpenAsync("/phone.html"));
        await phone.GetByRole(AriaRole.Button, new() { Name = "STOP" }).ClickAsync();
        await Row(inbox, Number).ClickAsync();
        await Expect(inbox.GetByText("This customer opted out of texts.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_customer_calls_and_talks_with_who_answers()
    {
        await RingsForLongAsync();
        var phone = Phone(await OpenAsync("/phone.html"));
        await Button(phone, "Call").ClickAsync();
        await RingsAsync("ana");
        await Expect(phone).ToContainTextAsync("Ringing…");
        await PostAsync("local/phone/devices/ana/answer", new { });
        await Expect(phone).ToContainTextAsync("Connected");
        await Expect(phone).ToContainTextAsync("“This call is recorded.”");
        await Button(phone, "Hang up").ClickAsync();
        await Expect(phone).ToContainTextAsync("You called · 0:");
    }

    [Fact]
    public async Task A_customer_whom_nobody_answers_leaves_a_voicemail()
    {
        await RingsForLongAsync();
        var inbox = await SignedInAsync();
        var phone = Phone(await OpenAsync("/phone.html"));
        await Button(phone, "Call").ClickAsync();
        foreach (var user in new[] { "ana", "ben" })
        {
            await RingsAsync(user);
            await PostAsync($"local/phone/devices/{user}/decline", new { });
        }

        await Expect(phone).ToContainTextAsync("Please leave a message after the tone.");
        await Button(phone, "Done speaking").ClickAsync();
        await Expect(phone).ToContainTextAsync("You called, and reached the voicemail");
        await Expect(Row(inbox, Number)).ToContainTextAsync("Voicemail");
    }

    [Fact]
    public async Task The_business_calls_and_the_customer_answers_or_declines()
    {
        await CustomerWritesAsync("Please call me.");
        var inbox = await SignedInAsync();
        var phone = Phone(await OpenAsync("/phone.html"));
        await Expect(phone).ToContainTextAsync("Please call me.");
        await Row(inbox, Number).ClickAsync();
        await CallsAsync();
        await Button(phone, "Answer").ClickAsync();
        await Expect(phone).ToContainTextAsync("Connected");
        await Button(phone, "Hang up").ClickAsync();
        await Expect(phone).ToContainTextAsync("They called · 0:");
        await Expect(Timeline(inbox)).ToContainTextAsync("Answered");

        await CallsAsync();
        await Button(phone, "Decline").ClickAsync();
        await Expect(phone).ToContainTextAsync("Missed call");
        await Expect(Timeline(inbox)).ToContainTextAsync("No answer");

        async Task CallsAsync()
        {
            await Button(inbox, "Call").First.ClickAsync();
            await RingsAsync("ana");
            await PostAsync("local/phone/devices/ana/answer", new { });
            await Expect(phone).ToContainTextAsync("is calling");
        }
    }

    [Fact]
    public async Task Phones_are_added_and_put_away_and_are_there_after_a_reload()
    {
        var page = await OpenAsync("/phone.html");
        await Expect(Phone(page)).ToBeVisibleAsync();
        await Button(page, "Somebody new").ClickAsync();
        await Expect(Phone(page, "(206) 555-0100")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Another customer" }).FillAsync("206 555 0123");
        await page.GetByRole(AriaRole.Option, new() { Name = "(206) 555-0123" }).ClickAsync();
        await Expect(Phone(page, "(206) 555-0123")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Another customer" }).FillAsync("nobody");
        await page.Keyboard.PressAsync("Escape");
        await Button(Phone(page, "(206) 555-0100"), "Put this phone away").ClickAsync();
        await Expect(Phone(page, "(206) 555-0100")).ToHaveCountAsync(0);
        await page.ReloadAsync();
        await Expect(Phone(page, "(206) 555-0123")).ToBeVisibleAsync();
        await Expect(Phone(page, "(206) 555-0100")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_phone_whose_luck_is_out_lets_texts_fail()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        var inbox = await SignedInAsync();
        var page = await OpenAsync("/phone.html");
        await Button(Phone(page), "What this phone does").ClickAsync();
        await page.GetByLabel("When it is texted").SelectOptionAsync("They do not arrive");
        await Expect(page.GetByLabel("When it is texted")).ToHaveValueAsync("failed");
        await Row(inbox, Number).ClickAsync();
        await inbox.GetByPlaceholder($"Text {Number}").FillAsync("We come at ten.");
        await Button(inbox, "Send").ClickAsync();
        await Expect(Row(inbox, Number)).ToContainTextAsync("Failed: We come at ten.");
    }

    [Fact]
    public async Task On_a_small_screen_nothing_is_wider_than_the_screen()
    {
        var page = await OpenAsync("/phone.html", 360, 740);
        await Expect(Phone(page)).ToBeVisibleAsync();
        Assert.Equal(360, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    private static ILocator Phone(IPage page, string name = Number) => page.GetByRole(AriaRole.Region, new() { Name = $"Phone of {name}" });

    private static ILocator Button(ILocator within, string name) => within.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
