using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using ZuperConnect.Local;
using ZuperConnect.Local.Options;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Demo;

/// <summary>An inbox with the demo in its own folder, for tests that change nothing.</summary>
public sealed class DemoInbox : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private LocalInbox _inbox = null!;

    public async ValueTask InitializeAsync() => _inbox = await StartAsync(_folder, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _inbox.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Signs in as ana.</summary>
    public Task<HttpClient> SignInAsync() => SignInAsync(_inbox);

    /// <summary>Starts an inbox in a folder.</summary>
    public static Task<LocalInbox> StartAsync(TemporaryFolder folder, CancellationToken cancellation, bool demo = true, bool fresh = false)
    {
        var options = new LocalOptions("http://127.0.0.1:0", folder.Path, fresh) { Durable = false, Demo = demo };
        return LocalInbox.StartAsync(options, cancellation, builder => builder.Logging.ClearProviders());
    }

    public static async Task<HttpClient> SignInAsync(LocalInbox inbox)
    {
        var http = new HttpClient { BaseAddress = inbox.Address };
        var answer = await RunningInbox.JsonAsync(await http.PostAsJsonAsync("local/sign-in", new { userId = "ana" }));
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)answer["token"]!);
        return http;
    }

    public static async Task<JsonNode> JsonAsync(HttpClient http, string address) =>
        await RunningInbox.JsonAsync(await http.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken));

    /// <summary>The items of a list.</summary>
    public static async Task<IReadOnlyList<JsonNode>> ItemsAsync(HttpClient http, string address) =>
        [.. (await JsonAsync(http, address))["items"]!.AsArray().Select(item => item!)];
}
