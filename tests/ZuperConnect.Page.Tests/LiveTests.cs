using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

/// <summary>Live updates of other users' and customers' actions.</summary>
[Collection(nameof(Restarted))]
public sealed class LiveTests(Chromium chromium) : PageTest(chromium)
{
    private const string Number = "(206) 555-0199";
    private const string Address = $"/inbox/all/open/all/{Conversation}";

    [Fact]
    public async Task Changes_of_one_dispatcher_are_shown_to_the_other()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        var (ana, ben) = (await SignedInAsync(), await SignedInAsync("Ben"));
        await ana.GotoAsync(Address);
        await Row(ben, Number).ClickAsync();

        await ben.GetByPlaceholder($"Text {Number}").FillAsync("We come at ten.");
        await Button(ben, "Send").ClickAsync();
        await Expect(Timeline(ana)).ToContainTextAsync("We come at ten.");
        await Expect(Row(ana, Number)).ToContainTextAsync("Ben: We come at ten.");

        await ben.GetByRole(AriaRole.Tab, new() { Name = "Comment" }).ClickAsync();
        await ben.GetByPlaceholder("Only the team sees this").FillAsync("It is under warranty.");
        await Button(ben, "Add comment").ClickAsync();
        await Expect(Timeline(ana)).ToContainTextAsync("It is under warranty.");

        await Button(ben, "Close").ClickAsync();
        await Expect(Timeline(ana)).ToContainTextAsync("Ben closed the conversation");
        await Expect(Button(ana, "Reopen")).ToBeVisibleAsync();
        await Expect(Row(ana, Number)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_hint_is_followed_by_reading_that_one_conversation_and_no_list()
    {
        var (page, connected) = await ConnectedAsync();
        await connected;
        await Expect(page.GetByText("All done")).ToBeVisibleAsync();
        await page.RouteAsync("**/api/conversations?**", route => route.AbortAsync());
        await CustomerWritesAsync("Is my boiler ready?");
        await Expect(Row(page, Number)).ToContainTextAsync("Is my boiler ready?");
        await Expect(page.Locator("[aria-live=polite].hidden-text")).ToHaveTextAsync($"New message from {Number}");
    }

    [Fact]
    public async Task A_conversation_further_down_in_the_list_changes_goes_and_comes_up()
    {
        foreach (var person in Enumerable.Range(100, 60))
        {
            await CustomerWritesAsync("Hello?", from: $"+12065550{person}");
        }

        var (page, connected) = await ConnectedAsync();
        await connected;
        var (read, closed) = (Row(page, "(206) 555-0102"), Row(page, "(206) 555-0103"));
        await ScrollsToAsync(page, read);
        await ScrollsToAsync(page, closed);

        await Expect(read.GetByTitle("1 unread")).ToBeVisibleAsync();
        await AskAsync(HttpMethod.Patch, "api/conversations/14255550100-12065550102", new { read = true }, userId: "ben");
        await Expect(read.GetByTitle("1 unread")).ToHaveCountAsync(0);
        await Expect(read).ToBeVisibleAsync();
        await AskAsync(HttpMethod.Patch, "api/conversations/14255550100-12065550103", new { status = "closed" }, userId: "ben");
        await Expect(closed).ToHaveCountAsync(0);
        await AskAsync(HttpMethod.Delete, "api/conversations/14255550100-12065550101", userId: "ana");
        await Expect(page.GetByRole(AriaRole.Grid)).ToHaveAttributeAsync("aria-rowcount", "58");

        await CustomerWritesAsync("It is urgent!", from: "+12065550102");
        await page.GetByRole(AriaRole.Grid).EvaluateAsync("list => { list.scrollTop = 0; }");
        await Expect(page.GetByRole(AriaRole.Row).First).ToContainTextAsync("It is urgent!");
    }

    [Fact]
    public async Task Many_that_a_colleague_closes_at_once_go()
    {
        foreach (var person in Enumerable.Range(100, 60))
        {
            await CustomerWritesAsync("Hello?", from: $"+12065550{person}");
        }

        var (page, connected) = await ConnectedAsync();
        await connected;
        await ScrollsToAsync(page, Row(page, "(206) 555-0101"));
        var marks = Enumerable.Range(100, 55)
            .Select(person => new { id = $"14255550100-12065550{person}", status = "closed", seenThrough = 1 });
        await AskAsync(HttpMethod.Post, "api/conversations/marks", new { marks }, userId: "ben");
        await Expect(page.GetByRole(AriaRole.Grid)).ToHaveAttributeAsync("aria-rowcount", "5");
    }

    [Fact]
    public async Task Colleagues_who_look_and_write_are_shown_until_they_leave()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        var (ana, ben) = (await SignedInAsync(), await SignedInAsync("Ben"));
        await ana.GotoAsync(Address);
        await ben.GotoAsync(Address);
        var header = ana.GetByRole(AriaRole.Main).Locator("header");
        await Expect(header).ToContainTextAsync("Ben is looking");
        await Expect(Row(ana, Number)).ToContainTextAsync("Ben is looking");
        await Expect(ben.GetByRole(AriaRole.Main).Locator("header")).ToContainTextAsync("Ana is looking");
        await Expect(header).Not.ToContainTextAsync("Ana is");

        var text = ben.GetByPlaceholder($"Text {Number}");
        await text.FillAsync("We");
        await Expect(ana.GetByText("Ben is writing…")).ToBeVisibleAsync();
        await text.FillAsync("");
        await Expect(ana.GetByText("Ben is writing…")).ToHaveCountAsync(0);

        await text.FillAsync("We come");
        await Expect(ana.GetByText("Ben is writing…")).ToBeVisibleAsync();
        await ben.GetByRole(AriaRole.Link, new() { Name = "Settings" }).ClickAsync();
        await Expect(ana.GetByText("Ben is writing…")).ToHaveCountAsync(0);
        await Expect(Row(ana, Number)).Not.ToContainTextAsync("Ben");
    }

    [Fact]
    public async Task A_comment_that_is_written_is_nobodys_business()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        var states = new List<string>();
        var ana = await SignedInAsync(prepare: page =>
        {
            page.Request += (_, request) =>
                states.AddRange(request.Url.EndsWith("/presence", StringComparison.Ordinal) ? [request.PostData ?? ""] : []);
            return Task.CompletedTask;
        });
        await ana.RunAndWaitForRequestAsync(
            () => ana.GotoAsync(Address), request => request.Url.EndsWith("/presence", StringComparison.Ordinal));
        await ana.GetByRole(AriaRole.Tab, new() { Name = "Comment" }).ClickAsync();
        await ana.GetByPlaceholder("Only the team sees this").FillAsync("It is under warranty.");
        await ana.GetByRole(AriaRole.Tab, new() { Name = "Message" }).ClickAsync();
        Assert.DoesNotContain(states, state => state.Contains("writing", StringComparison.Ordinal));
        await ana.RunAndWaitForRequestAsync(
            () => ana.GetByPlaceholder($"Text {Number}").FillAsync("We"), request =>
                request.PostData?.Contains("writing", StringComparison.Ordinal) is true);

        // On a slow machine the first state is sent more than once.
        Assert.Equal(["""{"state":"looking"}""", """{"state":"writing"}"""], states.Distinct());
    }

    [Fact]
    public async Task What_came_while_the_inbox_was_away_is_shown_when_it_is_back()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        var (page, connected) = await ConnectedAsync();
        await connected;
        await Row(page, Number).ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("Is my boiler ready?");

        await StopAsync();
        await Expect(page.GetByText("No connection.")).ToBeVisibleAsync();
        await StartAgainAsync();
        await CustomerWritesAsync("Are you there?");
        await CustomerWritesAsync("Hello from somebody else", from: "+12065550123");
        await Expect(Timeline(page)).ToContainTextAsync("Are you there?");
        await Expect(Row(page, "(206) 555-0123")).ToBeVisibleAsync();
        await Expect(page.GetByText("No connection.")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_inbox_without_live_updates_is_asked_again_and_again()
    {
        var page = await SignedInAsync(prepare: page => page.RouteAsync("**/api/live/**", route => route.FulfillAsync(new()
        {
            Status = 404,
            ContentType = "application/problem+json",
            Body = """{"status":404,"code":"noLiveUpdates","title":"There are no live updates"}""",
        })));
        await Expect(page.GetByText("All done")).ToBeVisibleAsync();
        await CustomerWritesAsync("Is my boiler ready?");
        await Expect(Row(page, Number)).ToContainTextAsync("Is my boiler ready?");
        await Row(page, Number).ClickAsync();
        await CustomerWritesAsync("Hello?");
        await Expect(Timeline(page)).ToContainTextAsync("Hello?");
    }

    [Fact]
    public async Task The_title_the_icon_and_the_inboxes_say_how_much_is_unread()
    {
        var page = await SignedInAsync();
        await Expect(page).ToHaveTitleAsync("ZuperConnect");
        await CustomerWritesAsync("To dispatch");
        await CustomerWritesAsync("To service", to: "+14255550101");
        await CustomerWritesAsync("To service too", from: "+12065550123", to: "+14255550101");
        await Expect(page).ToHaveTitleAsync("(3) ZuperConnect");
        await Expect(page.Locator("link[rel=icon]")).ToHaveAttributeAsync("href", new Regex("^data:image/svg"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Inbox" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Option, new() { Name = "All inboxes" })).ToContainTextAsync("3 Unread");
        await Expect(page.GetByRole(AriaRole.Option, new() { Name = "Service" })).ToContainTextAsync("2 Unread");
        await Expect(page.GetByRole(AriaRole.Option, new() { Name = "Dispatch" })).ToContainTextAsync("1 Unread");
        await page.Keyboard.PressAsync("Escape");

        foreach (var conversation in new[] { Conversation, "14255550101-12065550199", "14255550101-12065550123" })
        {
            await AskAsync(HttpMethod.Patch, $"api/conversations/{conversation}", new { read = true }, userId: "ben");
        }

        await Expect(page).ToHaveTitleAsync("ZuperConnect");
        await Expect(page.Locator("link[rel=icon]")).ToHaveAttributeAsync("href", "/icon.svg");
    }

    private static async Task ScrollsToAsync(IPage page, ILocator row)
    {
        await page.GetByRole(AriaRole.Grid).HoverAsync();
        while (!await row.IsVisibleAsync())
        {
            await page.Mouse.WheelAsync(0, 600);
            await page.WaitForTimeoutAsync(100);
        }
    }
}
