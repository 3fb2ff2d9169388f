using ZuperConnect.Messages;
using ZuperConnect.Work;
using ZuperConnect.Ledger;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ZuperConnect.Benchmarks.Storage;
using ZuperConnect.Local;
using ZuperConnect.Storage;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Benchmarks;

/// <summary>The local inbox in this process, without its log, spoken to over HTTP as ana; its storage requests are noted.</summary>
internal sealed class MeasuredInbox : IAsyncDisposable
{
    /// <summary>The path at which texts come in.</summary>
    public const string EventGrid = "/runtime/webhooks/EventGrid";

    private readonly string _data;
    private readonly LocalInbox _inbox;

    private MeasuredInbox(string data, LocalInbox inbox, StorageLog log)
    {
        (_data, _inbox, Log) = (data, inbox, log);
        Http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Scale.InFlight }) { BaseAddress = inbox.Address };
    }

    public HttpClient Http { get; }

    public StorageLog Log { get; }

    public InboxStorage Storage => Services.GetRequiredService<InboxStorage>();

    public IServiceProvider Services => _inbox.Services;

    public static async Task<MeasuredInbox> StartAsync(string account, Action<IServiceCollection, StorageLog>? configure = null)
    {
        var (data, log) = (OneAzurite.NewFolder(), new StorageLog());
        var options = new LocalOptions("http://127.0.0.1:0", data, Storage: account);
        var started = await LocalInbox.StartAsync(options, CancellationToken.None, builder =>
        {
            builder.Logging.ClearProviders();
            log.ListenTo(builder.Services);
            configure?.Invoke(builder.Services, log);
        });
        var inbox = new MeasuredInbox(data, started, log);
        using var signedIn = await inbox.Http.PostAsJsonAsync("local/sign-in", new { userId = "ana" });
        var token = (string)(await signedIn.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonNode>())!["token"]!;
        inbox.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return inbox;
    }

    /// <summary>Posts a text as Event Grid does, and returns when it is acknowledged.</summary>
    public Task TakeAsync(CustomerText text) => RaiseAsync(EventGridInbox.SmsReceived, text.Delivery);

    /// <summary>Posts a delivery as Event Grid does, and returns when it is acknowledged.</summary>
    public async Task RaiseAsync(string function, string delivery)
    {
        using var content = new StringContent(delivery, MediaTypeHeaderValue.Parse("application/json"));
        using var response = await Http.PostAsync(new Uri($"{EventGrid}?functionName={function}", UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
    }

    public async Task<JsonNode> GetAsync(string address) => (await Http.GetFromJsonAsync<JsonNode>(new Uri(address, UriKind.Relative)))!;

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _inbox.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }
}
