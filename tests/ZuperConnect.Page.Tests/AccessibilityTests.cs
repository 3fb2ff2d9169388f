using System.Text.Json.Nodes;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ZuperConnect.Hosting;
using ZuperConnect.Maintenance;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

/// <summary>WCAG 2.2 AA, as far as axe can check it.</summary>
public sealed class AccessibilityTests(Chromium chromium) : PageTest(chromium)
{
    private static readonly AxeRunOptions Wcag = new()
    {
        RunOnly = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
    };

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_list_and_a_conversation_have_no_violations(ColorScheme scheme)
    {
        await CustomerWritesAsync("Is my boiler ready?");
        await CustomerWritesAsync("STOP", from: "+12065550123");
        var page = await SignedInAsync(scheme: scheme);
        await Expect(Row(page, "(206) 555-0199")).ToBeVisibleAsync();
        await HasNoViolationsAsync(page);

        await Row(page, "(206) 555-0199").ClickAsync();
        await page.GetByPlaceholder("Text (206) 555-0199").FillAsync("Yes. We come at ten tomorrow.");
        await Button(page, "Send").ClickAsync();
        await page.GetByRole(AriaRole.Tab, new() { Name = "Comment" }).ClickAsync();
        await page.GetByPlaceholder("Only the team sees this").FillAsync("It is under warranty.");
        await Button(page, "Add comment").ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("It is under warranty.");
        await Expect(Timeline(page)).ToContainTextAsync("Delivered");
        await HasNoViolationsAsync(page);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Dialogs_and_settings_have_no_violations(ColorScheme scheme)
    {
        var page = await SignedInAsync(scheme: scheme);
        await Button(page, "New message").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await HasNoViolationsAsync(page);
        await page.GotoAsync("/settings");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Settings" })).ToBeVisibleAsync();
        await HasNoViolationsAsync(page);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Calls_customers_and_jobs_have_no_violations(ColorScheme scheme)
    {
        await CustomerCallsAsync();
        var page = await SignedInAsync(scheme: scheme);
        await Row(page, "(206) 555-0199").ClickAsync();
        await SavesCarlaWithAJobAsync(page);
        foreach (var section in new[] { "Calls", "Customers", "Jobs" })
        {
            await GoesToAsync(page, section);
            await Expect(page.GetByRole(AriaRole.Row)).ToHaveCountAsync(1);
            await HasNoViolationsAsync(page);
        }
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Statistics_have_no_violations(ColorScheme scheme)
    {
        await CustomerWritesAsync("Is my boiler ready?");
        var page = await SignedInAsync(scheme: scheme);
        await GoesToAsync(page, "Statistics");
        await Expect(page.GetByRole(AriaRole.Img)).ToHaveCountAsync(4);
        await HasNoViolationsAsync(page);
        await page.GetByRole(AriaRole.Radio, new() { Name = "Custom" }).ClickAsync();
        await page.GetByText("Messages as a table").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Table)).ToBeVisibleAsync();
        await HasNoViolationsAsync(page);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task A_call_and_colleagues_have_no_violations(ColorScheme scheme)
    {
        await CustomerWritesAsync("Is my boiler ready?");
        var page = await SignedInAsync(scheme: scheme);
        await Row(page, "(206) 555-0199").ClickAsync();
        var ben = await SignedInAsync("Ben");
        await Row(ben, "(206) 555-0199").ClickAsync();
        await ben.GetByPlaceholder("Text (206) 555-0199").FillAsync("We");
        await CustomerCallsAsync();
        await Expect(page.GetByText("Ben is writing…")).ToBeVisibleAsync();
        await Expect(Button(page, "Answer")).ToBeVisibleAsync();
        await HasNoViolationsAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Inbox" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Option, new() { Name = "Service" })).ToBeVisibleAsync();
        await HasNoViolationsAsync(page);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_customers_phones_have_no_violations(ColorScheme scheme)
    {
        await CustomerWritesAsync("Is my boiler ready?");
        var page = await OpenAsync("/phone.html", scheme: scheme);
        await Expect(page.GetByText("Is my boiler ready?")).ToBeVisibleAsync();
        await HasNoViolationsAsync(page);
        await Button(page, "What this phone does").First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await HasNoViolationsAsync(page);
        await page.Keyboard.PressAsync("Escape");
        await Button(page, "Call").First.ClickAsync();
        foreach (var user in new[] { "ana", "ben" })
        {
            await RingsAsync(user);
            await PostAsync($"local/phone/devices/{user}/decline", new { });
        }

        await Expect(Button(page, "Done speaking")).ToBeVisibleAsync();
        await HasNoViolationsAsync(page);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Each_section_of_the_settings_has_no_violations(ColorScheme scheme)
    {
        await CustomerWritesAsync("STOP");
        object[] events = [new { id = "1", eventType = "Microsoft.Communication.SomethingNew", eventTime = "2026-01-05T09:30:00Z" }];
        await PostAsync("runtime/webhooks/EventGrid?functionName=SmsReceived", events);
        await SignedInAsOtherAsync("cleo");
        var page = await SignedInAsync(scheme: scheme);
        foreach (var (section, shown) in new[]
        {
            ("me", "Your phone"), ("numbers", "Dispatch"), ("team", "Cleo"), ("import", "Drop a CSV or vCard file here"),
            ("opt-outs", "(206) 555-0199"), ("audit", "Who did what"), ("work", "What came"), ("status", "Table storage"),
            ("nonsense", "no such page"),
        })
        {
            await page.GotoAsync($"/settings/{section}");
            await Expect(page.GetByText(shown).First).ToBeVisibleAsync();
            await HasNoViolationsAsync(page);
        }
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Dialogs_of_the_settings_an_import_and_an_erasing_have_no_violations(ColorScheme scheme)
    {
        await CustomerWritesAsync("Is my boiler ready?");
        var page = await SignedInAsync(scheme: scheme);
        foreach (var (section, button) in new[]
        {
            ("numbers", "Edit Dispatch"), ("numbers", "Add a number"), ("team", "Edit Ben"), ("opt-outs", "Note an opt-out"),
        })
        {
            await page.GotoAsync($"/settings/{section}");
            await Button(page, button).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
            await HasNoViolationsAsync(page);
        }

        await page.GotoAsync("/settings/import");
        var file = "name,number,role\nCarla Lane,2065550199,Owner\nNobody,,\n"u8.ToArray();
        await page.Locator("main input[type=file]")
            .SetInputFilesAsync(new FilePayload { Name = "some.csv", MimeType = "text/csv", Buffer = file });
        await Expect(Button(page, "Import")).ToBeVisibleAsync();
        await HasNoViolationsAsync(page);
        await Button(page, "Import").ClickAsync();
        await Expect(page.GetByText("some.csv is imported.")).ToBeVisibleAsync();
        await HasNoViolationsAsync(page);

        await page.GotoAsync($"/inbox/all/open/all/{Conversation}");
        await Button(page, "Erase customer").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await HasNoViolationsAsync(page);

        await Field(page, "Type Carla Lane to confirm").FillAsync("Carla Lane");
        await Button(page, "Erase for good").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Progressbar)).ToBeVisibleAsync();
        await HasNoViolationsAsync(page);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Hours_and_automatic_texts_of_a_number_and_overdue_conversations_have_no_violations(ColorScheme scheme)
    {
        await AskAsync(HttpMethod.Put, "api/numbers/%2B14255550100", JsonNode.Parse("""
            {
              "hours": {
                "timeZone": "America/Los_Angeles",
                "windows": [{ "days": ["monday", "friday"], "opens": "00:00", "closes": "00:00" }],
                "holidays": ["2026-12-25"]
              },
              "automaticTexts": { "message": { "whenOpen": "We read it.", "whenClosed": "We are closed." }, "coolDownMinutes": 60 },
              "escalateAfterMinutes": 1
            }
            """));
        await CustomerWritesAsync("Is my boiler ready?");
        var page = await SignedInAsync(scheme: scheme);
        await page.GotoAsync("/settings/numbers");
        await Button(page, "Edit Dispatch").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("In business hours");
        await HasNoViolationsAsync(page);

        await AskAsync(HttpMethod.Put, "api/numbers/%2B14255550100", new { hours = (object?)null });
        var owner = Services.GetRequiredService<HostServices>().Conversations;
        await ActivatorUtilities.CreateInstance<OverdueReconciler>(Services, new LaterTimeProvider(TimeSpan.FromHours(1)))
            .RunAsync(owner, TestContext.Current.CancellationToken);
        await page.GotoAsync("/inbox/all/open/overdue");
        await Expect(Row(page, "Is my boiler ready?")).ToContainTextAsync("Overdue");
        await HasNoViolationsAsync(page);
    }

    [Theory]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(1440, ColorScheme.Dark)]
    [InlineData(360, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    public async Task Each_address_has_no_violations(int width, ColorScheme scheme)
    {
        await CustomerWritesAsync("Is my boiler ready?");
        var page = await SignedInAsync(width: width, scheme: scheme);
        foreach (var (address, shown) in new[]
        {
            ("/inbox/all/open/all", "Is my boiler ready?"), ("/inbox/all/closed/all", "Nothing closed yet"),
            ("/inbox/all/snoozed/all", "Nothing is snoozed"), ("/inbox/all/open/all?search=0199", "(206) 555-0199"),
            ("/inbox/all/open/all?search=boiler&in=messages", "boiler"), ($"/inbox/all/open/all/{Conversation}", "Is my boiler ready?"),
            ("/inbox/all/open/all/14255550100-12065550000", "not"), ("/calls", "No calls yet"), ("/customers", "No customers yet"),
            ("/jobs", "No jobs yet"), ("/settings/me", "Your phone"), ("/settings/webhooks", "Webhooks"),
            ("/settings/saved-replies", "Saved replies"),
        })
        {
            await page.GotoAsync(address);
            await Expect(page.GetByText(shown).Filter(new() { Visible = true }).First).ToBeVisibleAsync();
            await HasNoViolationsAsync(page);
        }
    }

    /// <summary>Asserts that a view has no violations.</summary>
    internal static async Task HasNoViolationsAsync(IPage page) => Assert.Empty(
        from violation in (await page.RunAxe(Wcag)).Violations
        from node in violation.Nodes
        select $"{violation.Id}: {node.Html} {string.Join("; ", node.Any.Select(check => check.Message))}");
}
