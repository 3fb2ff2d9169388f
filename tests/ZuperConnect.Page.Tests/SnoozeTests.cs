using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ZuperConnect.Local.BackgroundWork;
using ZuperConnect.Maintenance;
using ZuperConnect.Propagation;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

/// <summary>Snoozing conversations on the page, and closing them after silence.</summary>
public sealed class SnoozeTests(Chromium chromium) : PageTest(chromium)
{
    [Fact]
    public async Task User_snoozes_a_conversation_by_key_and_it_returns_when_the_customer_writes()
    {
        await CustomerWritesAsync("Call me tomorrow");
        var page = await SignedInAsync();
        await Row(page, "Call me tomorrow").ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("Call me tomorrow");

        await page.Keyboard.PressAsync("z");
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Tomorrow morning" }).ClickAsync();

        await Expect(Timeline(page)).ToContainTextAsync("Ana snoozed the conversation until");
        await Expect(Row(page, "Call me tomorrow")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Radio, new() { Name = "Snoozed" }).ClickAsync();
        await Expect(Row(page, "Call me tomorrow").GetByTitle("Snoozed until")).ToContainTextAsync("8:00");

        await CustomerWritesAsync("Now, please");
        await Expect(Row(page, "Now, please")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Radio, new() { Name = "Open" }).ClickAsync();
        await Expect(Row(page, "Now, please")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Conversation_that_the_customer_wrote_to_meanwhile_is_not_snoozed()
    {
        await CustomerWritesAsync("Call me tomorrow");
        var page = await SignedInAsync();
        await Row(page, "Call me tomorrow").ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("Call me tomorrow");

        // Happens after the page is shown and before the time is chosen.
        await page.RouteAsync($"**/api/conversations/{Conversation}", async route =>
        {
            if (route.Request.Method is "PATCH" && route.Request.PostData!.Contains("snoozedUntil", StringComparison.Ordinal))
            {
                await CustomerWritesAsync("It is urgent!");
            }

            await route.ContinueAsync();
        });
        await Button(page, "Snooze").ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "In an hour" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Not done: the customer did something new.");
        await Expect(Row(page, "It is urgent!")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task User_ends_a_snooze()
    {
        await CustomerWritesAsync("Call me tomorrow");
        var page = await SignedInAsync();
        await Row(page, "Call me tomorrow").ClickAsync();
        await Button(page, "Snooze").ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "In an hour" }).ClickAsync();
        await Button(page, "End snooze").ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("Ana ended the snooze");
        await Expect(Row(page, "Call me tomorrow")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Answered_conversation_is_closed_after_the_days_of_silence_that_an_admin_set()
    {
        var page = await SignedInAsync();
        await page.GotoAsync("/settings/numbers");
        await Button(page, "Edit Dispatch").ClickAsync();
        await page.GetByLabel("Close after days of silence").FillAsync("2");
        await Button(page, "Save").ClickAsync();
        await Expect(page.GetByText("Saved.")).ToBeVisibleAsync();
        await CustomerWritesAsync("Is my boiler ready?");
        await CustomerWritesAsync("Nobody answers me", "+12065550102");
        await page.GotoAsync($"/inbox/all/open/all/{Conversation}");
        await page.GetByPlaceholder("Text (206) 555-0199").FillAsync("It is.");
        await page.Keyboard.PressAsync("Enter");
        await Expect(Timeline(page)).ToContainTextAsync("Delivered");

        await MaintainedAsync(TimeSpan.FromDays(3));

        await Expect(Timeline(page)).ToContainTextAsync("Closed after 2 days of silence");
        await Expect(Row(page, "It is.")).ToHaveCountAsync(0);
        await Expect(Row(page, "Nobody answers me")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "Closed" }).ClickAsync();
        await Expect(Row(page, "It is.")).ToBeVisibleAsync();
    }

    /// <summary>Runs the daily maintenance, and the work that it leaves, as they run after a time.</summary>
    private async Task MaintainedAsync(TimeSpan after)
    {
        var (later, worker) = (new LaterTimeProvider(after), Services.GetRequiredService<LocalWorker>());
        await ActivatorUtilities.CreateInstance<SilentConversations>(Services, later).RunDailyAsync(TestContext.Current.CancellationToken);
        await ActivatorUtilities.CreateInstance<WorkReconciler>(Services, later).RunAsync(
            TimeSpan.FromSeconds(-1),
            (item, _) =>
            {
                worker.Schedule(item);
                return Task.CompletedTask;
            },
            TestContext.Current.CancellationToken);
    }
}
