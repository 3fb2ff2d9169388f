using System.Runtime.CompilerServices;
using System.Text.Json;
using Twilio.Clients;
using Twilio.Http;
using HttpMethod = Twilio.Http.HttpMethod;

namespace ZuperConnect.Twilio.Rest;

/// <summary>
/// Twilio's REST API. The Twilio package has no cancellation and reads later pages of a list synchronously, so this class reads lists
/// itself.
/// </summary>
public sealed class TwilioApi(TwilioOptions options, System.Net.Http.HttpClient http)
{
    private const string Api = "https://api.twilio.com";
    private const string Messaging = "https://messaging.twilio.com";
    private const string Version = "/2010-04-01/";

    /// <summary>The maximum page size.</summary>
    public const int MaxPageSize = 1_000;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowReadingFromString,
    };

    /// <summary>The client for the methods of the Twilio package.</summary>
    public ITwilioRestClient Client { get; } = new TwilioRestClient(
        options.ApiKeySid, options.ApiKeySecret, options.AccountSid, httpClient: new SystemNetHttpClient(http));

    /// <summary>Creates the HTTP client. It does not follow redirects, which would forward the credentials, or retry.</summary>
    public static System.Net.Http.HttpClient CreateHttpClient(TwilioOptions options) =>
        new(new ApiAddressHandler(options.ApiAddress)) { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Reads a resource of the account.</summary>
    /// <param name="path">The path below the account, such as <c>Messages/SM….json</c>.</param>
    /// <param name="cancellation">Stops waiting for the response.</param>
    public async Task<T> GetAsync<T>(string path, CancellationToken cancellation) =>
        Read<T>(await RequestAsync(new($"{Api}{Version}Accounts/{options.AccountSid}/{path}"), cancellation));

    /// <summary>Reads a list of the account, page by page.</summary>
    /// <param name="path">The path below the account, with the query.</param>
    /// <param name="name">The name of the list in its pages.</param>
    /// <param name="cancellation">Stops waiting for the response.</param>
    public IAsyncEnumerable<T> ListAsync<T>(string path, string name, CancellationToken cancellation) =>
        ListAsync<T>($"{Api}{Version}Accounts/{options.AccountSid}/{path}", name, page => Text(page, "next_page_uri"), cancellation);

    /// <summary>Reads a list of the Messaging API, page by page.</summary>
    /// <inheritdoc cref="ListAsync{T}(string, string, CancellationToken)"/>
    public IAsyncEnumerable<T> ListMessagingAsync<T>(string path, string name, CancellationToken cancellation) => ListAsync<T>(
        $"{Messaging}/v1/{path}?PageSize={MaxPageSize}", name,
        page => page.TryGetProperty("meta", out var meta) ? Text(meta, "next_page_url") : null, cancellation);

    private async IAsyncEnumerable<T> ListAsync<T>(
        string first, string name, Func<JsonElement, string?> next, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (Uri? address = new(first), following; address is not null; address = following)
        {
            using var page = JsonDocument.Parse(await RequestAsync(address, cancellation));
            foreach (var item in page.RootElement.GetProperty(name).EnumerateArray())
            {
                if (item.Deserialize<T>(Json) is { } read)
                {
                    yield return read;
                }
            }

            // The next page must be on the same host, so that the credentials stay there.
            following = next(page.RootElement) is { } told && new Uri(address, told) is var uri
                && uri.Host == address.Host && uri != address ? uri : null;
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Json) ?? throw new JsonException("The answer is empty.");

    private async Task<string> RequestAsync(Uri address, CancellationToken cancellation) =>
        (await Client.RequestAsync(new Request(HttpMethod.Get, address.AbsoluteUri)).WaitAsync(cancellation)).Content;

    /// <summary>Replaces the base address, which is fixed in the Twilio package.</summary>
    private sealed class ApiAddressHandler(Uri address) : DelegatingHandler(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new UriBuilder(request.RequestUri!)
            {
                Scheme = address.Scheme,
                Host = HostOf(request.RequestUri!.Host.Split('.')[0]),
                Port = address.Port,
            }.Uri;
            return base.SendAsync(request, cancellationToken);
        }

        /// <summary>Each API has its own host, whose first label is the API's name.</summary>
        private string HostOf(string api) =>
            address.Host.StartsWith("api.", StringComparison.OrdinalIgnoreCase) ? api + address.Host[3..] : address.Host;
    }
}
