using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

/// <summary>The other sections.</summary>
public sealed class SectionTests(Chromium chromium) : PageTest(chromium)
{
    private const string Number = "(206) 555-0199";

    [Theory]
    [InlineData("Calls", "No calls yet")]
    [InlineData("Customers", "No customers yet")]
    [InlineData("Jobs", "No jobs yet")]
    public async Task A_section_says_that_it_is_empty(string section, string words)
    {
        var page = await SignedInAsync();
        await GoesToAsync(page, section);
        await Expect(page.GetByText(words)).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("Calls", "Carla Lane")]
    [InlineData("Customers", "carla@example.com")]
    [InlineData("Jobs", "Repair the boiler")]
    public async Task A_row_of_a_section_leads_to_the_conversation(string section, string row)
    {
        await CustomerCallsAsync();
        var page = await SignedInAsync();
        await Row(page, Number).ClickAsync();
        await SavesCarlaWithAJobAsync(page);
        await GoesToAsync(page, section);
        await Row(page, row).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex($"/{Conversation}$"));
        await Expect(Timeline(page)).ToContainTextAsync("Incoming call");
    }

    [Fact]
    public async Task Customers_are_found_by_name()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        var page = await SignedInAsync();
        await Row(page, Number).ClickAsync();
        await SavesCarlaWithAJobAsync(page);
        await GoesToAsync(page, "Customers");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("nobody");
        await Expect(page.GetByText("Nothing found for “nobody”")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Searchbox).FillAsync("car");
        await Expect(Row(page, "Carla Lane")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_customer_without_a_conversation_is_written_to()
    {
        var page = await SignedInAsync();
        var token = (string)(await PostAsync("local/sign-in", new { userId = "ana" }))!["token"]!;
        await page.APIRequest.PostAsync("/api/customers", new()
        {
            Headers = new Dictionary<string, string> { ["Authorization"] = $"Bearer {token}" },
            DataObject = new { name = "Carla Lane", numbers = new[] { Customer } },
        });
        await GoesToAsync(page, "Customers");
        await Row(page, "Carla Lane").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "New message" });
        await Expect(dialog).ToContainTextAsync($"Carla Lane · {Number}");
        await dialog.GetByRole(AriaRole.Textbox, new() { Name = "Message" }).FillAsync("We are on our way.");
        await Button(page, "Send").ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("We are on our way.");
    }

    [Fact]
    public async Task A_call_in_progress_has_a_running_time_among_the_calls()
    {
        await CustomerCallsAsync();
        var page = await SignedInAsync();
        await GoesToAsync(page, "Calls");
        await Expect(Row(page, Number)).ToContainTextAsync("Ringing");
        await RingsAsync("ana");
        await PostAsync("local/phone/devices/ana/answer", new { });
        await Expect(Row(page, Number)).ToContainTextAsync("In progress by Ana");
        await Expect(Row(page, Number).GetByRole(AriaRole.Timer)).ToHaveTextAsync(new Regex("^[0-9]+:[0-9]{2}$"));
    }

    [Fact]
    public async Task A_new_call_is_shown_while_more_than_one_page_is_loaded()
    {
        var connected = new TaskCompletionSource();
        var page = await SignedInAsync(prepare: async page =>
        {
            page.WebSocket += (_, socket) => socket.FrameReceived += (_, _) => connected.TrySetResult();
            await page.RouteAsync("**/api/calls?limit=50**", route => route.ContinueAsync(new()
            {
                Url = route.Request.Url.Replace("limit=50", "limit=2", StringComparison.Ordinal),
            }));
        });
        await RingsForLongAsync();
        foreach (var person in new[] { 123, 124, 125 })
        {
            await PostAsync("local/phone/calls", new { from = $"+12065550{person}", to = Dispatch });
        }

        await connected.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        await GoesToAsync(page, "Calls");
        await Expect(page.GetByRole(AriaRole.Row)).ToHaveCountAsync(3);
        await CustomerCallsAsync();
        await Expect(page.GetByRole(AriaRole.Row).First).ToContainTextAsync(Number);
        await Expect(page.GetByRole(AriaRole.Row)).ToHaveCountAsync(4);
    }

    [Fact]
    public async Task Missed_calls_are_chosen_from_the_others()
    {
        await CustomerCallsAsync();
        foreach (var user in new[] { "ana", "ben" })
        {
            await RingsAsync(user);
            await PostAsync($"local/phone/devices/{user}/decline", new { });
        }

        var page = await SignedInAsync();
        await GoesToAsync(page, "Calls");
        await page.GetByRole(AriaRole.Radio, new() { Name = "Answered" }).ClickAsync();
        await Expect(page.GetByText("No such calls")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "Missed" }).ClickAsync();
        await Expect(Row(page, Number)).ToContainTextAsync("Missed");
    }
}
