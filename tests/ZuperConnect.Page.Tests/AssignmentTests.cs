using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

/// <summary>Assigning conversations on the page.</summary>
public sealed class AssignmentTests(Chromium chromium) : PageTest(chromium)
{
    [Fact]
    public async Task User_assigns_a_conversation_and_the_colleague_finds_it_among_theirs()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        await CustomerWritesAsync("Hello", "+12065550102");
        await AskAsync(HttpMethod.Get, "api/me", userId: "ben");
        var ana = await SignedInAsync();
        var ben = await SignedInAsync("Ben");
        await ChooseAsync(ben, "Whose", "Mine");
        await Expect(ben.GetByText("Nothing is assigned to you")).ToBeVisibleAsync();

        await Row(ana, "Is my boiler ready?").ClickAsync();
        await ChooseAsync(ana, "Assignee", "Ben");

        await Expect(Timeline(ana)).ToContainTextAsync("Ana assigned the conversation to Ben");
        await Expect(Row(ben, "Is my boiler ready?")).ToBeVisibleAsync();
        await Expect(Row(ben, "Hello")).ToHaveCountAsync(0);
        await ChooseAsync(ana, "Whose", "Unassigned");
        await Expect(Row(ana, "Is my boiler ready?")).ToHaveCountAsync(0);
        await Expect(Row(ana, "Hello")).ToBeVisibleAsync();
        await ChooseAsync(ana, "Whose", "Ben");
        await Expect(Row(ana, "Is my boiler ready?")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Many_are_assigned_at_once()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        await CustomerWritesAsync("Hello", "+12065550102");
        await AskAsync(HttpMethod.Get, "api/me", userId: "ben");
        var page = await SignedInAsync();
        await Row(page, "Is my boiler ready?").Locator("label").ClickAsync();
        await Button(page, "Choose all 2").ClickAsync();
        await ChooseAsync(page, "Assign the chosen", "Ben");
        await Expect(page.GetByText("2 conversations assigned.")).ToBeVisibleAsync();

        await ChooseAsync(page, "Whose", "Unassigned");
        await Expect(page.GetByRole(AriaRole.Row)).ToHaveCountAsync(0);
        await ChooseAsync(page, "Whose", "Ben");
        await Expect(Row(page, "Is my boiler ready?")).ToBeVisibleAsync();
        await Expect(Row(page, "Hello")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Members_are_counted_and_what_a_removed_one_had_is_found()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        await AskAsync(HttpMethod.Get, "api/me", userId: "ben");
        await AskAsync(HttpMethod.Patch, $"api/conversations/{Conversation}", new { assignee = "ben" });
        var page = await SignedInAsync();
        var (whose, ben) = (
            page.GetByRole(AriaRole.Button, new() { Name = "Whose" }), page.GetByRole(AriaRole.Option, new() { Name = "Ben" }));
        await whose.ClickAsync();
        await Expect(ben).ToHaveTextAsync("Ben1");

        await AskAsync(HttpMethod.Delete, "api/team/ben");
        await CustomerWritesAsync("Hello", "+12065550102");
        await page.ReloadAsync();
        await whose.ClickAsync();
        await Expect(ben).ToHaveTextAsync("Ben1");
        await ben.ClickAsync();

        await Expect(Row(page, "Is my boiler ready?")).ToBeVisibleAsync();
        await Expect(Row(page, "Hello")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Key_takes_a_conversation_and_gives_it_back()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        var page = await SignedInAsync();
        await Row(page, "Is my boiler ready?").ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("Is my boiler ready?");

        await page.Keyboard.PressAsync("a");
        await Expect(Timeline(page)).ToContainTextAsync("Ana took the conversation");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Assignee" })).ToContainTextAsync("Ana");

        await page.Keyboard.PressAsync("a");
        await Expect(Timeline(page)).ToContainTextAsync("Ana made the conversation everybody’s");
    }

    [Fact]
    public async Task Member_who_is_away_is_not_chosen()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        var ben = await SignedInAsync("Ben");
        await ben.GotoAsync("/settings/me");
        await ben.GetByRole(AriaRole.Switch, new() { Name = "Away" }).ClickAsync();
        await Expect(ben.GetByRole(AriaRole.Switch, new() { Name = "Away" })).ToBeCheckedAsync();

        var ana = await SignedInAsync();
        await Row(ana, "Is my boiler ready?").ClickAsync();
        await ana.GetByRole(AriaRole.Button, new() { Name = "Assignee" }).ClickAsync();
        await Expect(ana.GetByRole(AriaRole.Option, new() { Name = "Ben" })).ToBeDisabledAsync();
    }

    [Fact]
    public async Task Number_assigns_a_conversation_to_who_replies()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        var page = await SignedInAsync();
        await page.GotoAsync("/settings/numbers");
        await Button(page, "Edit Dispatch").ClickAsync();
        await page.GetByRole(AriaRole.Switch, new() { Name = "Assign to who responds" }).ClickAsync();
        await Button(page, "Save").ClickAsync();
        await Expect(page.GetByText("Saved.")).ToBeVisibleAsync();
        await page.GotoAsync("/");
        await Row(page, "Is my boiler ready?").ClickAsync();
        await page.GetByPlaceholder("Text (206) 555-0199").FillAsync("It is.");
        await page.Keyboard.PressAsync("Enter");
        await Expect(Timeline(page)).ToContainTextAsync("Ana took the conversation");
    }

    private static async Task ChooseAsync(IPage page, string select, string option)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = select }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = option }).ClickAsync();
    }
}
