using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

/// <summary>Webhooks in the settings: added with a secret that is shown once, tested, and their deliveries.</summary>
public sealed class WebhookSectionTests(Chromium chromium) : PageTest(chromium)
{
    private static readonly string[] Types = ["message.received"];

    private readonly ConcurrentQueue<string> _received = new();
    private int _status = StatusCodes.Status200OK;

    [Fact]
    public async Task Webhook_is_added_tested_changed_and_deleted()
    {
        await using var receiver = await StartReceiverAsync();
        var url = receiver.Urls.Single() + "/hooks";
        var host = new Uri(url).Authority;
        var page = await SignedInAsync();
        await page.GotoAsync("/settings/webhooks");
        await Expect(page.GetByText("No webhooks yet")).ToBeVisibleAsync();

        await Button(page, "Add a webhook").ClickAsync();
        await Field(page, "Address").FillAsync("http://10.0.0.1/");
        await Button(page, "Save").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("in no private network");
        await Field(page, "Address").FillAsync(url);
        await page.GetByLabel("Messages that were sent").UncheckAsync();
        await Button(page, "Save").ClickAsync();
        await Expect(Field(page, "Secret")).ToHaveValueAsync(new Regex("^whsec_.{40}"));
        await Button(page, "Done").ClickAsync();
        await Expect(Item(page, url)).ToContainTextAsync("8 kinds of events");

        await Button(page, $"Deliveries to {host}").ClickAsync();
        await Button(page, "Send a test").ClickAsync();
        await Expect(Delivery(page, "Test")).ToContainTextAsync("Delivered · 1 attempt");
        Assert.Contains("webhook.test", Assert.Single(_received), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        await Button(page, $"Edit {host}").ClickAsync();
        await page.GetByRole(AriaRole.Switch, new() { Name = "Enabled" }).ClickAsync();
        await Button(page, "Save").ClickAsync();
        await Expect(Item(page, url)).ToContainTextAsync("Disabled");
        await Button(page, $"Edit {host}").ClickAsync();
        await Button(page, "Delete").ClickAsync();
        await Expect(page.GetByText("No webhooks yet")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Failed_webhook_is_tried_again()
    {
        _status = StatusCodes.Status410Gone;
        await using var receiver = await StartReceiverAsync();
        var url = receiver.Urls.Single() + "/hooks";
        await AskAsync(
            HttpMethod.Put, "api/webhooks/5b0c8d54-6a0e-4bb7-8b53-0a55f8ef2d10", new { url, types = Types });
        await CustomerWritesAsync("My boiler is cold");
        var page = await SignedInAsync();
        await page.GotoAsync("/settings/webhooks");
        await Button(page, $"Deliveries to {new Uri(url).Authority}").ClickAsync();
        await Expect(Delivery(page, "Messages of customers"))
            .ToContainTextAsync("Failed · 1 attempt · The receiver wants no webhooks any more");

        _status = StatusCodes.Status200OK;
        await Button(page, "Try again").ClickAsync();

        await Expect(Delivery(page, "Messages of customers")).ToContainTextAsync("Delivered");
        Assert.Equal(2, _received.Count);
        Assert.Single(_received.Distinct());
    }

    private static ILocator Delivery(IPage page, string type) =>
        page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Listitem).Filter(new() { HasText = type });

    private async Task<WebApplication> StartReceiverAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            _received.Enqueue(await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
            context.Response.StatusCode = _status;
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
