using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

/// <summary>The customer's details beside the conversation.</summary>
public sealed class CustomerPanelTests(Chromium chromium) : PageTest(chromium)
{
    private const string Address = $"/inbox/all/open/all/{Conversation}";

    [Fact]
    public async Task Customer_whom_two_edit_keeps_what_both_wrote()
    {
        var (page, customer) = await CarlaAsync();
        await Button(page, "Edit").ClickAsync();
        await Field(page, "E-mail").FillAsync("carla@example.com");
        await AskAsync(HttpMethod.Put, customer, new { notes = "Rings twice" }, userId: "ben");
        await Button(page, "Save").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Somebody changed this meanwhile.");
        await Expect(Field(page, "Notes")).ToHaveValueAsync("Rings twice");
        await Expect(Field(page, "E-mail")).ToHaveValueAsync("carla@example.com");

        await Button(page, "Save").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Expect(Panel(page)).ToContainTextAsync("Rings twice");
        var saved = await AskAsync(HttpMethod.Get, customer);
        Assert.Equal(("carla@example.com", "Rings twice"), ((string?)saved!["email"], (string?)saved["notes"]));
    }

    [Fact]
    public async Task Customer_and_jobs_are_shown_as_a_colleague_changes_them()
    {
        var (page, customer) = await CarlaAsync();
        await AskAsync(HttpMethod.Put, customer, new { notes = "Rings twice" }, userId: "ben");
        await AskAsync(HttpMethod.Post, $"api/conversations/{Conversation}/jobs", new { title = "Repair the boiler" }, userId: "ben");
        await Expect(Panel(page)).ToContainTextAsync("Repair the boiler");
        await Expect(Panel(page)).ToContainTextAsync("Rings twice");
    }

    [Fact]
    public async Task Customer_and_jobs_that_cannot_be_loaded_say_so()
    {
        var (page, _) = await CarlaAsync();
        await FailAsync(page, "**/api/customers/*");
        await FailAsync(page, "**/api/jobs?**");
        await page.ReloadAsync();
        await Expect(Panel(page).GetByText("This could not be loaded.")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Job_that_cannot_be_saved_says_why_in_its_dialog()
    {
        var (page, _) = await CarlaAsync();
        await Button(page, "New job").ClickAsync();
        await FailAsync(page, "**/jobs");
        await Field(page, "What is to be done?").FillAsync("Repair the boiler");
        await Button(page, "Save").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Alert)).ToContainTextAsync("It does not work today.");
    }

    private async Task<(IPage Page, string Customer)> CarlaAsync()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        var customer = await AskAsync(HttpMethod.Post, $"api/conversations/{Conversation}/customer", new { name = "Carla Lane" });
        var (page, connected) = await ConnectedAsync();
        await connected;
        await page.GotoAsync(Address);
        await Expect(Panel(page)).ToContainTextAsync("No jobs yet");
        await Expect(Button(page, "Edit")).ToBeVisibleAsync();
        return (page, $"api/customers/{customer!["id"]}");
    }

    private static ILocator Panel(IPage page) => page.GetByRole(AriaRole.Complementary, new() { Name = "Customer" });
}
