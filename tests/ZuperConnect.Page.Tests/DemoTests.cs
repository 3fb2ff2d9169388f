using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

/// <summary>The inbox with the demo.</summary>
[Collection(nameof(Restarted))]
public sealed partial class DemoTests(Chromium chromium) : PageTest(chromium)
{
    protected override bool Demo => true;

    [Fact]
    public async Task The_first_look_shows_a_week_of_a_business()
    {
        var page = await SignedInAsync();
        foreach (var name in new[] { "Ruth Adeyemi", "Carla Lane", "Elena Marsh", "(360) 555-0110" })
        {
            await Expect(Row(page, name)).ToBeVisibleAsync();
        }

        await Row(page, "Ruth Adeyemi").ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("I smell gas");
        await Expect(Timeline(page)).ToContainTextAsync("Ana called");
        await Expect(Timeline(page)).ToContainTextAsync("Comment, only the team sees it");
        await Expect(Timeline(page)).ToContainTextAsync("Ana made a job: Gas smell at cooker, check and seal");
        await Expect(Timeline(page)).ToContainTextAsync("Theo");

        await page.GetByRole(AriaRole.Searchbox).FillAsync("petrakis");
        await page.GetByText("Closed", new() { Exact = true }).ClickAsync();
        await Expect(Row(page, "Gus Petrakis")).ToBeVisibleAsync();
        await GoesToAsync(page, "Customers");
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Abigail Stone" })).ToBeVisibleAsync();
        await GoesToAsync(page, "Jobs");
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Water test, hardness" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_voicemail_of_the_demo_plays()
    {
        var page = await SignedInAsync();
        await Row(page, "(206) 555-0188").ClickAsync();
        var player = page.GetByRole(AriaRole.Group, new() { Name = "Voicemail" });
        await player.GetByRole(AriaRole.Button, new() { Name = "Play" }).ClickAsync();
        await Expect(player).ToContainTextAsync(Playing());
        await Expect(player).ToContainTextAsync("0:19");
    }

    [Fact]
    public async Task What_was_done_is_there_after_the_next_start()
    {
        var page = await SignedInAsync();
        await Row(page, "Peter Van Dyke").ClickAsync();
        await page.GetByPlaceholder("Text Peter Van Dyke").FillAsync("Theo comes within the hour. Keep the dog.");
        await Button(page, "Send").ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("Delivered");

        await StopAsync();
        await StartAgainAsync();
        page = await SignedInAsync();
        await Expect(Row(page, "Peter Van Dyke")).ToContainTextAsync("You: Theo comes within the hour. Keep the dog.");
        await Expect(Row(page, "Carla Lane")).ToHaveCountAsync(1);
    }

    [GeneratedRegex("0:0[1-9]")]
    private static partial Regex Playing();
}
