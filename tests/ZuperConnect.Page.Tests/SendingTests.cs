using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

/// <summary>Each text that a user writes arrives once, and in order.</summary>
public sealed partial class SendingTests(Chromium chromium) : PageTest(chromium)
{
    private const string Address = $"/inbox/all/open/all/{Conversation}";

    [Fact]
    public async Task A_double_click_sends_a_failed_text_again_once()
    {
        var page = await FailedAsync();
        var (asked, answers) = (0, new TaskCompletionSource());
        await page.RouteAsync("**/resend", async route =>
        {
            Interlocked.Increment(ref asked);
            await answers.Task;
            await route.ContinueAsync();
        });
        await Button(page, "Send again").DblClickAsync();
        answers.SetResult();
        await Expect(Timeline(page)).ToContainTextAsync("Delivered");
        await Expect(Button(page, "Send again")).ToBeDisabledAsync();
        Assert.Equal(1, Volatile.Read(ref asked));
        Assert.Single(Regex.Matches(await PhoneAsync(), "We come at ten."));
    }

    [Fact]
    public async Task Another_attempt_to_send_again_is_the_same_message_for_the_inbox()
    {
        var page = await FailedAsync();
        var ids = new List<string?>();
        await page.RouteAsync("**/resend", route =>
        {
            ids.Add((string?)JsonNode.Parse(route.Request.PostData!)!["messageId"]);
            return ids.Count is 1 ? route.AbortAsync() : route.ContinueAsync();
        });
        await Button(page, "Send again").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Button(page, "Send again").ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("Delivered");
        Assert.Equal(2, ids.Count);
        Assert.Single(ids.Distinct());
    }

    [Fact]
    public async Task A_text_that_may_have_arrived_is_sent_again_after_a_question()
    {
        var page = await FailedAsync(page => page.RouteAsync("**/timeline?**", async route =>
        {
            var response = await route.FetchAsync();
            var body = Failed().Replace(await response.TextAsync(), "\"delivery\":\"unknown\"");
            await route.FulfillAsync(new() { Response = response, Body = body });
        }));
        await Expect(Timeline(page)).ToContainTextAsync("Nobody knows whether it arrived");
        await Button(page, "Send again").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Send it again?" });
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        Assert.DoesNotContain("We come at ten.", await PhoneAsync());

        await Button(page, "Send again").ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("Delivered");
    }

    [Fact]
    public async Task What_a_closed_tab_was_sending_another_tab_sends()
    {
        await CustomerWritesAsync("When do you come?");
        var closed = await SignedInAsync();
        var other = await closed.Context.NewPageAsync();
        await other.GotoAsync(Address);
        await Button(other, "Continue as Ana").ClickAsync();
        await Expect(Timeline(other)).ToContainTextAsync("When do you come?");

        await closed.GotoAsync(Address);
        var sends = new TaskCompletionSource();
        await closed.RouteAsync("**/messages", _ =>
        {
            sends.TrySetResult();
            return Task.CompletedTask;
        });
        await closed.GetByPlaceholder("Text (206) 555-0199").FillAsync("We come at ten.");
        await Button(closed, "Send").ClickAsync();
        await sends.Task;
        await Expect(Timeline(other)).ToContainTextAsync("We come at ten.");
        Assert.DoesNotContain("We come at ten.", await PhoneAsync());

        await closed.CloseAsync();
        await Expect(Timeline(other)).ToContainTextAsync("Delivered");
        Assert.Single(Regex.Matches(await PhoneAsync(), "We come at ten."));
    }

    [Fact]
    public async Task A_text_does_not_overtake_earlier_ones_that_wait_for_the_connection()
    {
        await CustomerWritesAsync("When do you come?");
        var page = await SignedInAsync();
        await page.GotoAsync(Address);
        var isAway = true;
        await page.RouteAsync("**/messages", route => isAway ? route.AbortAsync() : route.ContinueAsync());
        foreach (var text in new[] { "We come at ten.", "No, at eleven." })
        {
            await page.GetByPlaceholder("Text (206) 555-0199").FillAsync(text);
            await Button(page, "Send").ClickAsync();
            await Expect(Timeline(page).GetByText("Not sent yet")).Not.ToHaveCountAsync(0);
        }

        await Expect(Timeline(page).GetByText("Not sent yet")).ToHaveCountAsync(2);
        isAway = false;
        await page.GetByPlaceholder("Text (206) 555-0199").FillAsync("Bye.");
        await Button(page, "Send").ClickAsync();
        await Expect(Timeline(page).GetByText("Delivered")).ToHaveCountAsync(3);
        Assert.Matches(Ordered(), await PhoneAsync());
    }

    /// <summary>Opens a conversation with a text that failed. The next one does not fail.</summary>
    private async Task<IPage> FailedAsync(Func<IPage, Task>? prepare = null)
    {
        await CustomerWritesAsync("When do you come?");
        var phone = $"local/phone/customers/{Uri.EscapeDataString(Customer)}";
        await AskAsync(HttpMethod.Put, phone, new { texts = "failed" });
        await AskAsync(HttpMethod.Post, $"api/conversations/{Conversation}/messages", new { text = "We come at ten." });
        var page = await SignedInAsync(prepare: prepare);
        await Row(page, "Failed: We come at ten.").ClickAsync();
        await AskAsync(HttpMethod.Put, phone, new { texts = "delivered" });
        await Expect(Button(page, "Send again")).ToBeVisibleAsync();
        return page;
    }

    [GeneratedRegex("\"delivery\":\"failed\"")]
    private static partial Regex Failed();

    [GeneratedRegex("at ten.*at eleven.*Bye|Bye.*at eleven.*at ten", RegexOptions.Singleline)]
    private static partial Regex Ordered();
}
