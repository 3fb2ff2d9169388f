using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

/// <summary>Desktop notifications, as requested from the browser.</summary>
public sealed class NotificationTests(Chromium chromium) : PageTest(chromium)
{
    private const string Wanted = "Desktop notifications";
    private const string WithText = "Show the text of messages in them";

    // A browser without a desktop shows none.
    private const string Recorder = """
        window.notes = [];
        window.Notification = class {
          static permission = 'default';
          static async requestPermission() { return (this.permission = 'granted'); }
          constructor(title, options) { Object.assign(this, { title, ...options }); window.notes.push(this); }
          close() { this.closed = true; }
        };
        """;

    [Fact]
    public async Task They_say_what_is_new_where_the_user_wants_them_and_lead_there()
    {
        var page = await SignedInAsync(prepare: page => page.AddInitScriptAsync(Recorder));
        await CustomerWritesAsync("Nobody asked for notifications yet.");
        await Expect(Row(page, "Nobody asked")).ToBeVisibleAsync();
        await GoesToAsync(page, "Settings");
        await page.GetByLabel(Wanted).CheckAsync();

        await CustomerWritesAsync("My card is 1234.");
        Assert.Equal([("New message from (206) 555-0199", "To Dispatch", Conversation)], await NotesAsync(page, 1));
        await page.GetByLabel(WithText).CheckAsync();
        await CustomerWritesAsync("Hello?", from: "+12065550123");
        Assert.Equal(("New message from (206) 555-0123", "Hello?", "14255550100-12065550123"), (await NotesAsync(page, 2))[1]);

        await page.EvaluateAsync("notes[1].onclick()");
        await Expect(page).ToHaveURLAsync(new Regex("/14255550100-12065550123$"));
        Assert.True(await page.EvaluateAsync<bool>("notes[1].closed"));
    }

    [Fact]
    public async Task A_conversation_that_is_on_the_screen_needs_no_notification()
    {
        await CustomerWritesAsync("Is my boiler ready?");
        var page = await SignedInAsync(prepare: page => page.AddInitScriptAsync(Recorder));
        await GoesToAsync(page, "Settings");
        await page.GetByLabel(Wanted).CheckAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Inbox" }).ClickAsync();
        await Row(page, "(206) 555-0199").ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("Is my boiler ready?");
        await CustomerWritesAsync("Are you there?");
        await Expect(Timeline(page)).ToContainTextAsync("Are you there?");
        await CustomerWritesAsync("Hello?", from: "+12065550123");
        Assert.Equal(["14255550100-12065550123"], (await NotesAsync(page, 1)).Select(note => note.Tag));
    }

    [Fact]
    public async Task A_browser_that_refuses_them_shows_what_is_new_all_the_same()
    {
        // As Chrome on Android does.
        const string Refuses = Recorder
            + "window.Notification = class extends Notification { constructor() { super(); throw TypeError(); } }";
        var page = await SignedInAsync(prepare: page => page.AddInitScriptAsync(Refuses));
        await GoesToAsync(page, "Settings");
        await page.GetByLabel(Wanted).CheckAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Inbox" }).ClickAsync();
        await CustomerWritesAsync("Is my boiler ready?");
        await page.WaitForFunctionAsync("() => notes.length > 0");
        await Expect(Row(page, "Is my boiler ready?")).ToBeVisibleAsync();
        await Expect(page.GetByText("No connection.")).ToHaveCountAsync(0);
    }

    private static async Task<IReadOnlyList<(string Title, string Body, string Tag)>> NotesAsync(IPage page, int count)
    {
        await page.WaitForFunctionAsync("count => notes.length >= count", count);
        var notes = await page.EvaluateAsync<JsonElement>("notes.map(note => [note.title, note.body, note.tag])");
        return [.. notes.EnumerateArray().Select(note => (note[0].GetString()!, note[1].GetString()!, note[2].GetString()!))];
    }
}
