using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ZuperConnect.Conversations;
using ZuperConnect.Outbox;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

/// <summary>The sections for admins: audit log, failed work, and status.</summary>
public sealed class MaintenanceSectionTests(Chromium chromium) : PageTest(chromium)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_audit_log_says_who_did_what_and_leads_there()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        await AskAsync(HttpMethod.Patch, $"api/conversations/{Conversation}", new { read = true, seenThrough = 1 }, "ben");
        await AskAsync(HttpMethod.Post, "api/customers", new { name = "Carla Lane", numbers = new[] { Customer } });
        await AskAsync(HttpMethod.Put, "api/team/ben", new { role = "admin" });
        await AskAsync(HttpMethod.Put, "api/numbers/%2B14255550100", new { name = "Front desk" });
        var page = await SignedInAsync();
        await page.GotoAsync("/settings/audit");
        await Expect(Item(page, "Ana changed a number")).ToContainTextAsync("Front desk");
        await Expect(Item(page, "Ana changed a member")).ToContainTextAsync("Ben");
        await Expect(Item(page, "Ana saved a customer")).ToContainTextAsync("Carla Lane");
        await Item(page, "Ben marked a conversation").GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex($"/{Conversation}$"));
        await Expect(Timeline(page)).ToContainTextAsync("Is my boiler ready?");
    }

    [Fact]
    public async Task The_audit_log_is_read_page_by_page()
    {
        await Parallel.ForAsync(0, 60, Cancellation, async (at, _) =>
            await AskAsync(HttpMethod.Put, $"api/opt-outs/%2B1206555{at:0000}", new { optedOut = true }));
        var page = await SignedInAsync();
        await page.GotoAsync("/settings/audit");
        await Expect(page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "noted an opt-out" })).ToHaveCountAsync(50);
        await Button(page, "Show more").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "noted an opt-out" })).ToHaveCountAsync(60);
        await Expect(Button(page, "Show more")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Failed_work_is_tried_again()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        await FailsAsync();
        var page = await SignedInAsync();
        await page.GotoAsync("/settings/status");
        await Expect(page.GetByText("It works, but something needs you")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Look", Exact = true }).ClickAsync();
        await Expect(Item(page, "Make a conversation findable")).ToContainTextAsync("The disk was full. · tried 9 times");
        await Item(page, "Make a conversation findable").GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await Expect(page.GetByText("Nothing failed.")).ToBeVisibleAsync();
        await page.GotoAsync("/settings/status");
        await Expect(page.GetByText("Everything works")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_event_that_cannot_be_read_is_looked_at_tried_again_and_discarded()
    {
        object[] events = [new { id = "1", eventType = "Microsoft.Communication.SomethingNew", eventTime = "2026-01-05T09:30:00Z" }];
        await PostAsync("runtime/webhooks/EventGrid?functionName=SmsReceived", events);
        var page = await SignedInAsync();
        await page.GotoAsync("/settings/work");
        var item = Item(page, "An event that this version cannot read");
        await item.GetByText("What came").ClickAsync();
        await Expect(item).ToContainTextAsync("Microsoft.Communication.SomethingNew");
        await item.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("cannot");
        await item.GetByRole(AriaRole.Button, new() { Name = "Discard" }).ClickAsync();
        await item.GetByRole(AriaRole.Button, new() { Name = "Discard for good" }).ClickAsync();
        await Expect(page.GetByText("Everything that came was read.")).ToBeVisibleAsync();
    }

    /// <summary>Creates a work item that was given up.</summary>
    private async Task FailsAsync()
    {
        Assert.True(ConversationId.TryParse(Conversation, out var conversation));
        var now = DateTimeOffset.UtcNow;
        var workItems = Services.GetRequiredService<WorkItemStore>();
        while (await workItems.FindAsync(WorkId.OfIndexing(conversation), Cancellation) is not null)
        {
            await Task.Delay(20, Cancellation);
        }

        var work = WorkItem.New(WorkId.OfIndexing(conversation), WorkKind.IndexConversation, now);
        await workItems.AddAsync([work with { FailedAt = now, Failure = "The disk was full.", Attempts = 9 }], Cancellation);
    }
}
