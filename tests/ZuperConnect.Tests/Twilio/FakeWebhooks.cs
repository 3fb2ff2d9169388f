using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace ZuperConnect.Tests.Twilio;

/// <summary>
/// Posts Twilio's webhooks, signed, and tries them again as their address asks for. They go to the public address as a proxy would pass
/// them on.
/// </summary>
/// <param name="authToken">What signs them.</param>
/// <param name="proxied">Where the public address leads to.</param>
internal sealed class FakeWebhooks(string authToken, Func<Uri, Uri> proxied) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    /// <summary>What went wrong that Twilio would call an error.</summary>
    public ConcurrentQueue<string> Faults { get; } = new();

    /// <summary>How often each webhook is sent, whatever the answer.</summary>
    public int Times { get; set; } = 1;

    /// <summary>Whether webhooks whose address has this in it are lost.</summary>
    public string? Lost { get; set; }

    /// <summary>A time as Twilio writes it.</summary>
    public static string Date(DateTimeOffset at) => at.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture);

    /// <summary>Posts a webhook.</summary>
    /// <returns>The body of the answer; null where it has none, or there is none.</returns>
    public async Task<string?> PostAsync(Uri address, Dictionary<string, string> fields)
    {
        if (Lost is { } lost && address.AbsolutePath.Contains(lost, StringComparison.Ordinal))
        {
            return null;
        }

        var answer = default(string);
        for (var time = 0; time < Times; time++)
        {
            answer = await OnceAsync(address, fields);
        }

        return answer;
    }

    /// <summary>Fetches audio for a verb that plays it.</summary>
    public async Task FetchAudioAsync(Uri address)
    {
        using var answer = await _http.GetAsync(proxied(address));
        if (!answer.IsSuccessStatusCode || answer.Content.Headers.ContentType?.MediaType?.StartsWith("audio/", StringComparison.Ordinal) is not true)
        {
            Faults.Enqueue($"{address} is no audio: {answer.StatusCode}");
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<string?> OnceAsync(Uri address, Dictionary<string, string> fields)
    {
        var tries = address.Fragment.Contains("rc=5", StringComparison.Ordinal) && address.Fragment.Contains("rp=all", StringComparison.Ordinal)
            ? 6 : 1;
        var status = default(HttpStatusCode?);
        for (var attempt = 0; attempt < tries; attempt++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, proxied(address)) { Content = new FormUrlEncodedContent(fields) };
            request.Headers.Add("X-Twilio-Signature", Sign(address, fields));
            try
            {
                using var answer = await _http.SendAsync(request);
                status = answer.StatusCode;
                if (answer.IsSuccessStatusCode)
                {
                    var body = await answer.Content.ReadAsStringAsync();
                    if (body is not "" && answer.Content.Headers.ContentType?.MediaType is not ("text/xml" or "application/xml"))
                    {
                        Faults.Enqueue($"{address}: 12300 {answer.Content.Headers.ContentType}");
                    }

                    return body is "" ? null : body;
                }
            }
            catch (HttpRequestException)
            {
                status = null;
            }

            await Task.Delay(50);
        }

        Faults.Enqueue($"{address}: 11200 {status}");
        return null;
    }

    private string Sign(Uri address, Dictionary<string, string> fields)
    {
        var signed = new StringBuilder(address.GetLeftPart(UriPartial.Query));
        foreach (var (name, value) in fields.OrderBy(field => field.Key, StringComparer.Ordinal))
        {
            signed.Append(name).Append(value);
        }

        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(authToken), Encoding.UTF8.GetBytes(signed.ToString())));
    }
}
