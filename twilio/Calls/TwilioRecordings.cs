using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ZuperConnect.Recordings;
using ZuperConnect.Twilio.Rest;

namespace ZuperConnect.Twilio.Calls;

/// <summary>
/// Downloads and deletes recordings at Twilio. The credentials are sent only to the account's own recordings, whatever address a webhook
/// contains, and not to the targets of redirects.
/// </summary>
public sealed class TwilioRecordings(TwilioOptions options, HttpClient http) : IRecordingSource
{
    private const int MaxRedirects = 3;

    private readonly string _path = $"/2010-04-01/Accounts/{options.AccountSid}/Recordings/";

    private readonly AuthenticationHeaderValue _credentials = new(
        "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.ApiKeySid}:{options.ApiKeySecret}")));

    /// <summary>
    /// Creates the HTTP client. It sends requests to the host that they name, which that of <see cref="TwilioApi"/> does not, and follows no
    /// redirects by itself.
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

    /// <inheritdoc/>
    public async Task<RecordingPart?> OpenAsync(Uri address, CancellationToken cancellation)
    {
        var response = await SendAsync(HttpMethod.Get, address, cancellation);
        try
        {
            for (var redirects = 0; response.Headers.Location is { } location && IsRedirect(response.StatusCode); redirects++)
            {
                var next = new Uri(address, location);
                if (redirects == MaxRedirects || next.Scheme != Uri.UriSchemeHttps)
                {
                    throw new HttpRequestException("Twilio redirects a recording to where it is not fetched from.");
                }

                response.Dispose();
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

    /// <inheritdoc/>
    public async Task DeleteAsync(Uri address, CancellationToken cancellation)
    {
        using var response = await SendAsync(HttpMethod.Delete, address, cancellation);
        if (response.StatusCode is not HttpStatusCode.NotFound)
        {
            response.EnsureSuccessStatusCode();
        }
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri address, CancellationToken cancellation)
    {
        if (!address.IsAbsoluteUri || !address.AbsolutePath.StartsWith(_path, StringComparison.Ordinal))
        {
            throw new InvalidOperationException("A recording is said to be at an address that is none of the account's recordings.");
        }

        var own = new UriBuilder(options.ApiAddress) { Path = address.AbsolutePath }.Uri;
        return http.SendAsync(
            new(method, own) { Headers = { Authorization = _credentials } }, HttpCompletionOption.ResponseHeadersRead, cancellation);
    }

    private static bool IsRedirect(HttpStatusCode status) => (int)status is >= 300 and < 400;
}
