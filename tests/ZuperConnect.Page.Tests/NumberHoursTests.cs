using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ZuperConnect.Hosting;
using ZuperConnect.Maintenance;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

/// <summary>Business hours, automatic texts and overdue conversations on the page.</summary>
public sealed class NumberHoursTests(Chromium chromium) : PageTest(chromium)
{
    private const string Number = "api/numbers/%2B14255550100";

    // A browser without a desktop shows none.
    private const string Recorder = """
        window.notes = [];
        window.Notification = class {
          static permission = 'default';
          static async requestPermission() { return (this.permission = 'granted'); }
          constructor(title, options) { Object.assign(this, { title, ...options }); window.notes.push(this); }
          close() {}
        };
        """;

    [Fact]
    public async Task Admin_sets_business_hours_and_reads_them_in_the_list()
    {
        var page = await SignedInAsync();
        await OpenNumberAsync(page);
        await Switch(page, "Closed at some times").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Mon–Fri 8:00–17:00");
        await page.GetByLabel("Time zone").FillAsync("America/Los_Angeles");
        await Button(page, "Add opening hours").ClickAsync();
        await Button(page, "Add a holiday").ClickAsync();
        await page.GetByLabel("Holiday", new() { Exact = true }).FillAsync("2026-12-25");
        await Switch(page, "Voicemail at once when closed").ClickAsync();
        await Button(page, "Save").ClickAsync();

        await Expect(page.GetByText("Saved.")).ToBeVisibleAsync();
        await Expect(page.GetByText("Mon–Fri 8:00–17:00, Sat 9:00–12:00")).ToBeVisibleAsync();
        var number = await NumberAsync();
        Assert.Equal("America/Los_Angeles", (string)number["hours"]!["timeZone"]!);
        Assert.Equal(["2026-12-25"], number["hours"]!["holidays"]!.AsArray().Select(day => (string)day!));
        Assert.True((bool)number["voicemailWhenClosed"]!);
    }

    [Fact]
    public async Task Customer_gets_the_text_that_an_admin_wrote_and_the_timeline_shows_it_as_automatic()
    {
        var page = await SignedInAsync();
        await OpenNumberAsync(page);
        await Switch(page, "On a text").ClickAsync();
        await page.GetByRole(AriaRole.Group, new() { Name = "On a text" }).GetByLabel("Text").FillAsync("Thank you, we read it soon.");
        await Button(page, "Save").ClickAsync();
        await Expect(page.GetByText("Saved.")).ToBeVisibleAsync();

        await CustomerWritesAsync("Is my boiler ready?");
        await page.GotoAsync("/");
        await Expect(Row(page, "Is my boiler ready?")).ToContainTextAsync("1");
        await Row(page, "Is my boiler ready?").ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("Thank you, we read it soon.");
        await Expect(Timeline(page)).ToContainTextAsync("Automatic text");
        Assert.Contains("Thank you, we read it soon.", await PhoneAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Overdue_conversation_is_reported_marked_and_filtered_until_it_is_answered()
    {
        await AskAsync(HttpMethod.Put, Number, new { escalateAfterMinutes = 1 });
        var page = await SignedInAsync(prepare: page => page.AddInitScriptAsync(Recorder));
        await GoesToAsync(page, "Settings");
        await page.GetByLabel("Desktop notifications").CheckAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Inbox" }).ClickAsync();
        await CustomerWritesAsync("Is my boiler ready?");
        await Expect(Row(page, "Is my boiler ready?")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Radio, new() { Name = "Overdue" })).ToHaveCountAsync(0);

        await BecomesOverdueAsync();

        await Expect(Row(page, "Is my boiler ready?")).ToContainTextAsync("Overdue");
        await page.WaitForFunctionAsync("() => notes.some(note => note.title === '(206) 555-0199 has waited too long for an answer')");
        await page.GetByRole(AriaRole.Radio, new() { Name = "Overdue 1" }).ClickAsync();
        await Row(page, "Is my boiler ready?").ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("Overdue: the customer has waited since");

        await page.GetByPlaceholder("Text (206) 555-0199").FillAsync("It is.");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("Nobody waits for an answer")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Overdue_conversation_is_reported_without_live_updates()
    {
        await AskAsync(HttpMethod.Put, Number, new { escalateAfterMinutes = 1 });
        var page = await SignedInAsync(prepare: async page =>
        {
            await page.AddInitScriptAsync(Recorder);
            await page.RouteAsync("**/api/live/**", route => route.FulfillAsync(new()
            {
                Status = 404,
                ContentType = "application/problem+json",
                Body = """{"status":404,"code":"noLiveUpdates","title":"There are no live updates"}""",
            }));
        });
        await GoesToAsync(page, "Settings");
        await page.GetByLabel("Desktop notifications").CheckAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Inbox" }).ClickAsync();
        await CustomerWritesAsync("Is my boiler ready?");
        await Expect(Row(page, "Is my boiler ready?")).ToBeVisibleAsync();

        await BecomesOverdueAsync();

        await page.WaitForFunctionAsync("() => notes.some(note => note.title === '(206) 555-0199 has waited too long for an answer')");
        Assert.Equal(1, await page.EvaluateAsync<int>("notes.filter(note => note.title.includes('waited')).length"));
    }

    [Fact]
    public async Task Unresponded_conversations_can_start_with_the_one_that_waits_longest()
    {
        await CustomerWritesAsync("First");
        await CustomerWritesAsync("Second", "+12065550102");
        var page = await SignedInAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "Unresponded" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row).First).ToContainTextAsync("Second");

        await Button(page, "Longest first").ClickAsync();

        await Expect(page.GetByRole(AriaRole.Row).First).ToContainTextAsync("First");
        await CustomerWritesAsync("First again");
        await Expect(page.GetByRole(AriaRole.Row).First).ToContainTextAsync("First again");
        await Expect(page.GetByRole(AriaRole.Row).Last).ToContainTextAsync("Second");
    }

    /// <summary>Lets the business be open for a long time before now, as the reconciler counts it.</summary>
    private async Task BecomesOverdueAsync()
    {
        var owner = Services.GetRequiredService<HostServices>().Conversations;
        var later = ActivatorUtilities.CreateInstance<OverdueReconciler>(Services, new LaterTimeProvider(TimeSpan.FromHours(1)));
        await later.RunAsync(owner, TestContext.Current.CancellationToken);
    }

    private static async Task OpenNumberAsync(IPage page)
    {
        await page.GotoAsync("/settings/numbers");
        await Button(page, "Edit Dispatch").ClickAsync();
    }

    private static ILocator Switch(IPage page, string name) => page.GetByRole(AriaRole.Switch, new() { Name = name });

    private async Task<JsonNode> NumberAsync() => (await AskAsync(HttpMethod.Get, "api/numbers"))!["items"]!.AsArray()
        .Single(one => (string)one!["number"]! == Dispatch)!;
}
