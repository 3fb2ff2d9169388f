using System.Runtime.CompilerServices;
using System.Text.Json;
using Twilio.Clients;
using Twilio.Http;
using HttpMethod = Twilio.Http.HttpMethod;

namespace ZuperConnect.Twilio.Rest;

/// <summary>
/// Twilio's REST API of 2010, asked as the account. The package has no way to stop a request but its client's time limit, and asks for later
/// pages of a list while the thread waits: lists are read here page by page.
/// </summary>
public sealed class TwilioApi(TwilioOptions options, System.Net.Http.HttpClient http)
{
    private const string Version = "/2010-04-01/";

    /// <summary>A page as long as it may be.</summary>
    public const int MaxPageSize = 1_000;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowReadingFromString,
    };

    /// <summary>What the package's own methods are called with.</summary>
    public ITwilioRestClient Client { get; } = new TwilioRestClient(
        options.ApiKeySid, options.ApiKeySecret, options.AccountSid, httpClient: new SystemNetHttpClient(http));

    /// <summary>The client of the API: it follows no redirect, which would take the credentials elsewhere, and repeats nothing.</summary>
    public static System.Net.Http.HttpClient CreateHttpClient(TwilioOptions options) =>
        new(new ApiAddressHandler(options.ApiAddress)) { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Reads a resource of the account.</summary>
    /// <param name="path">Its path below the account's, such as <c>Messages/SM….json</c>.</param>
    /// <param name="cancellation">Stops waiting for it.</param>
    public async Task<T> GetAsync<T>(string path, CancellationToken cancellation) =>
        Read<T>(await RequestAsync($"{Version}Accounts/{options.AccountSid}/{path}", cancellation));

    /// <summary>Reads a list of the account's, page by page.</summary>
    /// <param name="path">Its path below the account's, with its query.</param>
    /// <param name="name">The name of the list in its pages.</param>
    /// <param name="cancellation">Stops waiting for it.</param>
    public async IAsyncEnumerable<T> ListAsync<T>(string path, string name, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var next = $"{Version}Accounts/{options.AccountSid}/{path}"; next is not null;)
        {
            using var page = JsonDocument.Parse(await RequestAsync(next, cancellation));
            foreach (var item in page.RootElement.GetProperty(name).EnumerateArray())
            {
                if (item.Deserialize<T>(Json) is { } read)
                {
                    yield return read;
                }
            }

            next = page.RootElement.TryGetProperty("next_page_uri", out var uri) && uri.GetString() is { } following
                && following.StartsWith(Version, StringComparison.Ordinal) && following != next ? following : null;
        }
    }

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Json) ?? throw new JsonException("The answer is empty.");

    private async Task<string> RequestAsync(string path, CancellationToken cancellation) =>
        (await Client.RequestAsync(new Request(HttpMethod.Get, $"https://api.twilio.com{path}")).WaitAsync(cancellation)).Content;

    /// <summary>Asks at another address than the one that the package has built in.</summary>
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
                Scheme = address.Scheme, Host = address.Host, Port = address.Port,
            }.Uri;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
