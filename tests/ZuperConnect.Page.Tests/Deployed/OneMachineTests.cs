using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using Yarp.ReverseProxy.Transforms;
using ZuperConnect.Local.Webhooks;
using ZuperConnect.Tests;
using ZuperConnect.Tests.Local;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests.Deployed;

/// <summary>The page on one machine: behind a reverse proxy, at the same origin as the inbox, with sign-in at an issuer.</summary>
public sealed class OneMachineTests(Chromium chromium) : PageTest(chromium)
{
    private const string PublicHost = "inbox.example";

    private readonly ConcurrentBag<string> _forwarded = [];
    private TestIssuer _issuer = null!;
    private WebApplication _proxy = null!;

    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Auth:Authority"] = _issuer.Address,
        ["Auth:Audience"] = TestIssuer.Audience,
        ["Auth:PageClientId"] = TestIssuer.ClientId,
        ["Auth:FirstAdmin"] = "ana",
        ["PublicAddress"] = $"https://{PublicHost}",
    };

    public override async ValueTask InitializeAsync()
    {
        _issuer = await TestIssuer.StartAsync();
        await base.InitializeAsync();
        _proxy = await StartProxyAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await base.DisposeAsync();
        }
        finally
        {
            await _proxy.DisposeAsync();
            await _issuer.DisposeAsync();
        }
    }

    [Fact]
    public async Task Who_signs_in_at_the_issuer_gets_new_texts_live_through_the_proxy_and_signs_out()
    {
        await TextAsync("Is my boiler ready?");
        var page = await WindowAsync(_proxy.Urls.Single());
        var connections = new ConcurrentBag<string>();
        page.WebSocket += (_, socket) => connections.Add(socket.Url);
        await page.GotoAsync($"/inbox/all/open/all/{Conversation}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in as Ana" }).ClickAsync();
        await Expect(Timeline(page)).ToContainTextAsync("Is my boiler ready?");

        await TextAsync("Is anybody there?");
        await Expect(Timeline(page)).ToContainTextAsync("Is anybody there?");
        Assert.Contains(connections, address => address.Contains("/api/live", StringComparison.Ordinal));
        Assert.Contains("/api/live", _forwarded);

        await page.GotoAsync("/settings");
        await Button(page, "Sign out").ClickAsync();
        await Expect(page.GetByText("You are signed out.")).ToBeVisibleAsync();
        await Expect(Button(page, "Continue as Ana")).Not.ToBeVisibleAsync();
    }

    /// <summary>Sends a customer's text as Event Grid does.</summary>
    private async Task TextAsync(string text)
    {
        using var http = new HttpClient { BaseAddress = InboxAddress };
        using var body = new StringContent(
            EventGridSamples.SmsReceived($"Incoming_{Guid.NewGuid():N}", Customer, Dispatch, text), Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(
            $"runtime/webhooks/EventGrid?functionName=SmsReceived&code={Services.GetRequiredService<EventGridKey>().Code}", body,
            TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
    }

    private async Task<WebApplication> StartProxyAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddHttpForwarder();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.Use((context, next) =>
        {
            _forwarded.Add(context.Request.Path);
            return next(context);
        });
        app.MapForwarder("{**path}", InboxAddress.ToString(), transforms => transforms
            .AddRequestHeader("Host", PublicHost, append: false)
            .AddRequestHeader("X-Forwarded-For", "203.0.113.7", append: false)
            .AddRequestHeader("X-Forwarded-Proto", "https", append: false));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
