using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Benchmarks;

/// <summary>A client of a local inbox, signed in as ana.</summary>
internal sealed class InboxClient : HttpClient
{
    /// <summary>The path for Event Grid's requests.</summary>
    public const string EventGrid = "/runtime/webhooks/EventGrid";

    private InboxClient(Uri inbox)
        : base(Plain()) => BaseAddress = inbox;

    /// <summary>The access token.</summary>
    public string Token { get; private set; } = "";

    public static async Task<InboxClient> SignInAsync(Uri inbox)
    {
        var client = new InboxClient(inbox);
        using var signedIn = await client.PostAsJsonAsync("local/sign-in", new { userId = "ana" });
        var token = (string)(await signedIn.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonNode>())!["token"]!;
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        client.Token = token;
        return client;
    }

    /// <summary>Posts a text as Event Grid does, and waits for the acknowledgement.</summary>
    public Task TakeAsync(CustomerText text) => RaiseAsync(EventGridReceiver.SmsReceived, text.Delivery);

    /// <summary>Posts a delivery as Event Grid does, and waits for the acknowledgement.</summary>
    public async Task RaiseAsync(string function, string delivery)
    {
        using var content = new StringContent(delivery, MediaTypeHeaderValue.Parse("application/json"));
        using var response = await PostAsync(new Uri($"{EventGrid}?functionName={function}", UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
    }

    public async Task<JsonNode> ReadAsync(string address) => (await this.GetFromJsonAsync<JsonNode>(new Uri(address, UriKind.Relative)))!;

    /// <summary>A minimal handler, because its work is part of the measurement.</summary>
    private static SocketsHttpHandler Plain() => new()
    {
        MaxConnectionsPerServer = Scale.InFlight,
        UseCookies = false,
        UseProxy = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
    };
}
