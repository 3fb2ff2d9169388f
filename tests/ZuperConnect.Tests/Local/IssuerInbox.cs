using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using ZuperConnect.Local;
using ZuperConnect.Local.Options;

namespace ZuperConnect.Tests.Local;

/// <summary>A local host whose users sign in at an issuer, used through a reverse proxy at its public address.</summary>
internal sealed class IssuerInbox : IAsyncDisposable
{
    public const string PublicAddress = "https://inbox.example/";

    private readonly LocalInbox _inbox;

    private IssuerInbox(LocalInbox inbox)
    {
        _inbox = inbox;
        Here = new HttpClient { BaseAddress = inbox.Address };
        Outside = new HttpClient(new Proxy(inbox.Address)) { BaseAddress = new(PublicAddress) };
    }

    /// <summary>The address on this machine.</summary>
    public Uri Address => _inbox.Address;

    public IServiceProvider Services => _inbox.Services;

    /// <summary>A client on this machine.</summary>
    public HttpClient Here { get; }

    /// <summary>A client elsewhere, which uses the public address.</summary>
    public HttpClient Outside { get; }

    public static Dictionary<string, string?> Settings(TestIssuer issuer, string firstAdmin = "ana") => new()
    {
        ["Auth:Authority"] = issuer.Address,
        ["Auth:Audience"] = TestIssuer.Audience,
        ["Auth:PageClientId"] = TestIssuer.ClientId,
        ["Auth:FirstAdmin"] = firstAdmin,
        ["PublicAddress"] = PublicAddress,
    };

    public static async Task<IssuerInbox> StartAsync(
        string folder, IReadOnlyDictionary<string, string?> settings, string urls = "http://127.0.0.1:0", string? page = null,
        bool expose = false)
    {
        var options = new LocalOptions(urls, folder, Expose: expose, Settings: settings) { Page = page };
        return new(await LocalInbox.StartAsync(
            options, TestContext.Current.CancellationToken, builder => builder.Logging.ClearProviders()));
    }

    /// <summary>Sends a request from elsewhere as a user.</summary>
    public Task<HttpResponseMessage> AskAsync(string address, string? token) => SendAsync(Outside, HttpMethod.Get, address, token);

    /// <summary>Sends a request.</summary>
    public static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string address, string? token)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Here.Dispose();
        Outside.Dispose();
        await _inbox.DisposeAsync();
    }

    /// <summary>Forwards requests as a reverse proxy with a certificate does.</summary>
    private sealed class Proxy(Uri inbox) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var asked = request.RequestUri!;
            request.Headers.Host = asked.Authority;
            request.Headers.Add("X-Forwarded-For", "203.0.113.7");
            request.Headers.Add("X-Forwarded-Proto", asked.Scheme);
            request.RequestUri = new(inbox, asked.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
