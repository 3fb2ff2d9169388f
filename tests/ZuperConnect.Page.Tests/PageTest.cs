using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using ZuperConnect.Local;
using ZuperConnect.Local.Options;
using static Microsoft.Playwright.Assertions;

namespace ZuperConnect.Page.Tests;

/// <summary>A test of the page in a browser, with its own inbox.</summary>
public abstract class PageTest(Chromium chromium) : IAsyncLifetime
{
    protected const string Dispatch = "+14255550100";
    protected const string Customer = "+12065550199";
    protected const string Conversation = "14255550100-12065550199";

    /// <summary>In milliseconds. Long enough for a loaded machine; a passing test does not wait.</summary>
    private const float Timeout = 60_000;

    private readonly List<string> _faults = [];
    private readonly List<IBrowserContext> _windows = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("zuperconnect-page-").FullName;
    private LocalInbox? _inbox;
    private HttpClient _http = null!;

    /// <summary>Whether the inbox contains the demo.</summary>
    protected virtual bool Demo => false;

    /// <summary>The settings of the inbox; null for none.</summary>
    protected virtual IReadOnlyDictionary<string, string?>? Settings => null;

    /// <summary>The options of the inbox.</summary>
    protected LocalOptions Options =>
        new("http://127.0.0.1:0", _folder, Settings: Settings) { Durable = false, Page = chromium.Page, Demo = Demo };

    private LocalInbox Inbox => _inbox!;

    /// <summary>The address of the inbox.</summary>
    protected Uri InboxAddress => Inbox.Address;

    /// <summary>The services of the inbox.</summary>
    protected IServiceProvider Services => Inbox.Services;

    public virtual async ValueTask InitializeAsync()
    {
        _ = chromium.Browser;
        SetDefaultExpectTimeout(Timeout);
        await StartAsync(Options);
    }

    /// <summary>Starts the stopped inbox again at the same address with the same data.</summary>
    protected Task StartAgainAsync() => StartAsync(Options with { Urls = Inbox.Address.ToString().TrimEnd('/') });

    private async Task StartAsync(LocalOptions options)
    {
        _inbox = await LocalInbox.StartAsync(options, TestContext.Current.CancellationToken, builder =>
        {
            builder.Logging.ClearProviders();
            Configure(builder.Services);
        });
        _http = new HttpClient { BaseAddress = Inbox.Address };
    }

    /// <summary>Stops the inbox.</summary>
    protected async Task StopAsync()
    {
        await Inbox.DisposeAsync();
        _http.Dispose();
    }

    /// <summary>Changes the services of the inbox.</summary>
    protected virtual void Configure(IServiceCollection services)
    {
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var window in _windows)
        {
            await window.CloseAsync();
        }

        if (_inbox is not null)
        {
            await StopAsync();
        }

        Directory.Delete(_folder, recursive: true);
        Assert.Empty(_faults);
    }

    /// <summary>Opens a separate browser window, signed in.</summary>
    /// <param name="name">The user's name.</param>
    /// <param name="width">The width in CSS pixels.</param>
    /// <param name="height">The height in CSS pixels.</param>
    /// <param name="scheme">Light or dark.</param>
    /// <param name="prepare">Runs before the page is loaded.</param>
    protected async Task<IPage> SignedInAsync(
        string name = "Ana", int width = 1440, int height = 900, ColorScheme scheme = ColorScheme.Light, Func<IPage, Task>? prepare = null)
    {
        var page = await OpenAsync("/", width, height, scheme, prepare);
        await page.GetByRole(AriaRole.Button, new() { Name = $"Continue as {name}" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Sections" })).ToBeVisibleAsync();
        return page;
    }

    /// <summary>Opens a window that connects to the hub, and a task that completes when it is connected.</summary>
    protected async Task<(IPage Page, Task Connected)> ConnectedAsync()
    {
        var connected = new TaskCompletionSource();
        var page = await SignedInAsync(prepare: page =>
        {
            page.WebSocket += (_, socket) => socket.FrameReceived += (_, _) => connected.TrySetResult();
            return Task.CompletedTask;
        });
        return (page, connected.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
    }

    /// <summary>Opens a separate browser window, signed in as a user who may be unknown to the inbox.</summary>
    protected async Task<IPage> SignedInAsOtherAsync(string name)
    {
        var page = await OpenAsync("/");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Another name" }).FillAsync(name);
        await Button(page, "Continue").ClickAsync();
        return page;
    }

    /// <summary>Opens a separate browser window.</summary>
    protected async Task<IPage> OpenAsync(
        string address, int width = 1440, int height = 900, ColorScheme scheme = ColorScheme.Light, Func<IPage, Task>? prepare = null)
    {
        var page = await WindowAsync(InboxAddress.ToString(), width, height, scheme);
        await (prepare?.Invoke(page) ?? Task.CompletedTask);
        await page.GotoAsync(address);
        return page;
    }

    /// <summary>Opens a separate browser window at an address.</summary>
    protected async Task<IPage> WindowAsync(string address, int width = 1440, int height = 900, ColorScheme scheme = ColorScheme.Light)
    {
        var window = await chromium.Browser.NewContextAsync(new()
        {
            BaseURL = address,
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = scheme,
            Locale = "en-US",
            AcceptDownloads = true,
        });
        _windows.Add(window);
        window.SetDefaultTimeout(Timeout);
        var page = await window.NewPageAsync();
        page.PageError += (_, fault) => _faults.Add(fault);
        page.Console += (_, said) =>
        {
            // Violations of the policy only appear here.
            if (said.Type is "error" && said.Text.Contains("Content Security Policy", StringComparison.Ordinal))
            {
                _faults.Add(said.Text);
            }
        };
        return page;
    }

    /// <summary>Sends a customer's text.</summary>
    protected Task CustomerWritesAsync(string text, string from = Customer, string to = Dispatch) =>
        PostAsync("local/phone/sms", new { from, to, text });

    /// <summary>Makes the devices ring longer than a slow machine needs for answering.</summary>
    protected Task RingsForLongAsync() =>
        AskAsync(HttpMethod.Put, $"api/numbers/{Uri.EscapeDataString(Dispatch)}", new { ringTimeSeconds = 120 });

    /// <summary>Places a customer's call.</summary>
    /// <returns>The id of the call.</returns>
    protected async Task<string> CustomerCallsAsync()
    {
        await RingsForLongAsync();
        return (string)(await PostAsync("local/phone/calls", new { from = Customer, to = Dispatch }))!["callId"]!;
    }

    /// <summary>Places a customer's call that nobody answers, and leaves a voicemail of five seconds.</summary>
    protected async Task VoicemailAsync()
    {
        var call = await CustomerCallsAsync();
        foreach (var user in new[] { "ana", "ben" })
        {
            await RingsAsync(user);
            await PostAsync($"local/phone/devices/{user}/decline", new { });
        }

        // The greeting is played first.
        await EventuallyAsync(() => PostAsync($"local/phone/calls/{call}/voicemail", new { seconds = 5 }));
    }

    private static async Task EventuallyAsync(Func<Task> act)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await act();
                return;
            }
            catch (HttpRequestException) when (tries < 600)
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }
    }

    protected Task<HttpResponseMessage> GetAsync(string address, string encodings = "") =>
        _http.SendAsync(
            new(HttpMethod.Get, address) { Headers = { { "Accept-Encoding", encodings } } }, TestContext.Current.CancellationToken);

    protected async Task<JsonNode?> PostAsync(string address, object body)
    {
        var response = await _http.PostAsJsonAsync(address, body, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return text is "" ? null : JsonNode.Parse(text);
    }

    /// <summary>Sends an API request, as another program would.</summary>
    protected async Task<JsonNode?> AskAsync(HttpMethod method, string address, object? body = null, string userId = "ana")
    {
        var token = (string)(await PostAsync("local/sign-in", new { userId }))!["token"]!;
        using var request = new HttpRequestMessage(method, address) { Headers = { Authorization = new("Bearer", token) } };
        request.Content = body is null ? null : JsonContent.Create(body);
        var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return text is "" ? null : JsonNode.Parse(text);
    }

    /// <summary>Waits until a user's device rings.</summary>
    protected async Task RingsAsync(string userId)
    {
        while (await StateAsync() is not "rings")
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        async Task<string?> StateAsync() => (string?)JsonNode.Parse(
            await _http.GetStringAsync($"local/phone/devices/{userId}", TestContext.Current.CancellationToken))!["state"];
    }

    /// <summary>Saves the open conversation's number as Carla Lane, and creates a job.</summary>
    protected static async Task SavesCarlaWithAJobAsync(IPage page)
    {
        await Button(page, "Add as customer").ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Name" }).FillAsync("Carla Lane");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "E-mail" }).FillAsync("carla@example.com");
        await Button(page, "Save").ClickAsync();
        await Button(page, "New job").ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "What is to be done?" }).FillAsync("Repair the boiler");
        await Button(page, "Save").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Jobs" })).ToContainTextAsync("Repair the boiler");
    }

    /// <summary>Lets the page's requests to some addresses be refused.</summary>
    protected static Task FailAsync(IPage page, string addresses) => page.RouteAsync(addresses, route => route.FulfillAsync(new()
    {
        Status = 400,
        ContentType = "application/problem+json",
        Body = """{"status":400,"code":"invalid","title":"Not valid","detail":"It does not work today."}""",
    }));

    /// <summary>Opens a section by name.</summary>
    protected static async Task GoesToAsync(IPage page, string section)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = section, Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = section, Exact = true })).ToBeVisibleAsync();
    }

    /// <summary>The texts that the customer's phone received.</summary>
    protected async Task<string> PhoneAsync() =>
        await _http.GetStringAsync($"local/phone/sms?number={Uri.EscapeDataString(Customer)}", TestContext.Current.CancellationToken);

    /// <summary>The row of the list with a name.</summary>
    protected static ILocator Row(IPage page, string name) => page.GetByRole(AriaRole.Row).Filter(new() { HasText = name });

    /// <summary>The timeline.</summary>
    protected static ILocator Timeline(IPage page) => page.GetByRole(AriaRole.Region, new() { Name = "Messages and calls" });

    /// <summary>The item of a card with a name.</summary>
    protected static ILocator Item(IPage page, string name) =>
        page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Listitem).Filter(new() { HasText = name });

    /// <summary>A field by its full name.</summary>
    protected static ILocator Field(IPage page, string name) => page.GetByRole(AriaRole.Textbox, new() { Name = name, Exact = true });

    /// <summary>A button by its full name.</summary>
    protected static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
