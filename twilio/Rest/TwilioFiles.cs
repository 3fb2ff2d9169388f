using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ZuperConnect.Hosting;

namespace ZuperConnect.Twilio.Rest;

/// <summary>
/// Downloads and deletes files of the account: recordings, and media of messages. The credentials are sent only to the REST API, whatever
/// address a webhook contains, and not to the targets of redirects.
/// </summary>
public sealed class TwilioFiles(TwilioOptions options, HttpClient http)
{
    private const int MaxRedirects = 3;

    private readonly AuthenticationHeaderValue _credentials = new(
        "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.ApiKeySid}:{options.ApiKeySecret}")));

    /// <summary>The beginning of the paths of the account's resources.</summary>
    public string AccountPath { get; } = $"/2010-04-01/Accounts/{options.AccountSid}/";

    /// <summary>
    /// Creates the HTTP client. It sends requests to the host that they name, which that of <see cref="TwilioApi"/> does not, and follows
    /// no redirects by itself.
    /// </summary>
    public static HttpClient CreateHttpClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = TimeSpan.FromSeconds(30),
    };

    /// <summary>Opens a file; null if it does not exist (any more).</summary>
    /// <param name="path">The path of the file at the REST API.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public async Task<ProviderFile?> OpenAsync(string path, CancellationToken cancellation)
    {
        var address = AddressOf(path);
        var response = await SendAsync(HttpMethod.Get, address, cancellation);
        try
        {
            for (var redirects = 0; response.Headers.Location is { } location && IsRedirect(response.StatusCode); redirects++)
            {
                var next = new Uri(address, location);
                if (redirects == MaxRedirects || !IsSafe(next))
                {
                    throw new HttpRequestException("Twilio redirects a file to where it is not fetched from.");
                }

                response.Dispose();
                address = next;
                response = await http.SendAsync(new(HttpMethod.Get, next), HttpCompletionOption.ResponseHeadersRead, cancellation);
            }

            if (response.StatusCode is HttpStatusCode.NotFound)
            {
                response.Dispose();
                return null;
            }

            response.EnsureSuccessStatusCode();
            return new(
                await response.Content.ReadAsStreamAsync(cancellation), response.Content.Headers.ContentLength,
                response.Content.Headers.ContentType?.ToString());
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>Deletes a file. Does nothing if it does not exist.</summary>
    /// <param name="path">The path of the resource at the REST API.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public async Task DeleteAsync(string path, CancellationToken cancellation)
    {
        using var response = await SendAsync(HttpMethod.Delete, AddressOf(path), cancellation);
        if (response.StatusCode is not HttpStatusCode.NotFound)
        {
            response.EnsureSuccessStatusCode();
        }
    }

    private Uri AddressOf(string path) => new UriBuilder(options.ApiAddress) { Path = path }.Uri;

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri address, CancellationToken cancellation) => http.SendAsync(
        new(method, address) { Headers = { Authorization = _credentials } }, HttpCompletionOption.ResponseHeadersRead, cancellation);

    /// <summary>Whether a redirect may be followed. Plain HTTP is for a REST API on this machine.</summary>
    private bool IsSafe(Uri target) =>
        target.Scheme == Uri.UriSchemeHttps || (options.ApiAddress.Scheme == Uri.UriSchemeHttp && target.IsLoopback);

    private static bool IsRedirect(HttpStatusCode status) => (int)status is >= 300 and < 400;
}
