using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace ZuperConnect.Tests.Twilio;

/// <summary>
/// Sends webhooks as Twilio does: signed over the configured address, repeated as its fragment requests, and then sent to the fallback
/// address (Twilio's pages on the security of webhooks, and on connection overrides). They pass a proxy that forwards the public address.
/// </summary>
internal sealed class FakeTwilioWebhooks(Func<string> authToken) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private Uri? _public;
    private Uri? _inbox;

    /// <summary>The responses to all attempts: an HTTP status, or 0 if the connection failed.</summary>
    public ConcurrentQueue<(string Address, int Status)> Tries { get; } = new();

    /// <summary>How often each webhook is sent, even after success.</summary>
    public int Times { get; set; } = 1;

    /// <summary>Whether all webhooks are lost.</summary>
    public bool AreLost { get; set; }

    /// <summary>Whether the inbox may be away, which otherwise is a fault.</summary>
    public bool MayFail { get; set; }

    /// <summary>Sends a request to the inbox, or fails if the inbox is away; null to send it in any case.</summary>
    public Func<Func<Task<HttpResponseMessage>>, Task<HttpResponseMessage>>? Through { get; set; }

    /// <summary>Returns the status of an attempt that does not reach the inbox; null if it does.</summary>
    public Func<int?>? Instead { get; set; }

    /// <summary>Changes a request in the proxy.</summary>
    public Action<HttpRequestMessage>? Changed { get; set; }

    /// <summary>Sets the target to which the proxy forwards the public address.</summary>
    public void Lead(Uri publicAddress, Uri inbox) => (_public, _inbox) = (publicAddress, inbox);

#pragma warning disable CA5350 // Twilio signs with this algorithm.
    /// <summary>The signature of a webhook.</summary>
    public static string Sign(string authToken, string address, IEnumerable<KeyValuePair<string, string>> fields) =>
        Convert.ToBase64String(HMACSHA1.HashData(
            Encoding.UTF8.GetBytes(authToken),
            Encoding.UTF8.GetBytes(
                address + string.Concat(
                    fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => field.Key + field.Value)))));
#pragma warning restore CA5350

    /// <summary>Downloads a sound that is played in a call. The request is not signed.</summary>
    /// <returns>The response; null if the inbox is away.</returns>
    public async Task<HttpResponseMessage?> FetchAsync(string address)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await SendAsync(() =>
                {
                    var request = new HttpRequestMessage(HttpMethod.Get, Behind(address));
                    request.Headers.Host = new Uri(address).Authority;
                    request.Headers.Add("X-Forwarded-For", "203.0.113.7");
                    return request;
                });
            }
            catch (HttpRequestException) when (attempt < 2)
            {
                // It is tried again.
            }
            catch (HttpRequestException)
            {
                return null;
            }
        }
    }

    /// <summary>Sends a webhook, and after failures also to the fallback address.</summary>
    /// <returns>The last response; null if it was lost.</returns>
    public async Task<HttpResponseMessage?> SendAsync(string address, string? fallback, IReadOnlyDictionary<string, string> fields)
    {
        HttpResponseMessage? answer = null;
        for (var time = 0; time < Times; time++)
        {
            answer = AreLost ? null : await SendOnceAsync(address, fallback, fields);
        }

        return answer;
    }

    private async Task<HttpResponseMessage?> SendOnceAsync(
        string address, string? fallback, IReadOnlyDictionary<string, string> fields)
    {
        var overrides = Overrides(address);
        var retries = int.Parse(overrides.GetValueOrDefault("rc", "1"), null);
        var reasons = overrides.GetValueOrDefault("rp", "ct").Split(',');
        var token = Guid.NewGuid().ToString();
        var (status, answer) = (0, (HttpResponseMessage?)null);
        for (var attempt = 0; attempt <= retries; attempt++)
        {
            (status, answer) = await TryAsync(address, fields, token);
            if (answer?.IsSuccessStatusCode is true)
            {
                return answer;
            }

            var reason = status switch { 0 => "ct", >= 500 => "5xx", >= 400 => "4xx", _ => "none" };
            if (!reasons.Contains("all") && !reasons.Contains(reason))
            {
                break;
            }
        }

        return fallback is not { Length: > 0 } ? answer : (await TryAsync(
            fallback,
            new Dictionary<string, string>(fields) { ["ErrorCode"] = "11200", ["ErrorUrl"] = Uri.UnescapeDataString(address) },
            Guid.NewGuid().ToString())).Answer;
    }

    private async Task<(int Status, HttpResponseMessage? Answer)> TryAsync(
        string address, IReadOnlyDictionary<string, string> fields, string token)
    {
        var sent = address.Split('#')[0];
        if (Instead?.Invoke() is { } instead)
        {
            Tries.Enqueue((sent, instead));
            return (instead, null);
        }

        try
        {
            var answer = await SendAsync(() =>
            {
                var request = new HttpRequestMessage(HttpMethod.Post, Behind(sent)) { Content = new FormUrlEncodedContent(fields) };
                request.Headers.Host = new Uri(sent).Authority;
                request.Headers.Add("X-Forwarded-For", "203.0.113.7");
                request.Headers.Add("X-Twilio-Signature", Sign(authToken(), sent, fields));
                request.Headers.Add("I-Twilio-Idempotency-Token", token);
                Changed?.Invoke(request);
                return request;
            });
            Tries.Enqueue((sent, (int)answer.StatusCode));
            return ((int)answer.StatusCode, answer);
        }
        catch (HttpRequestException)
        {
            Tries.Enqueue((sent, 0));
            return (0, null);
        }
    }

    /// <summary>Sends a request through the proxy. It is created when the inbox is reachable, whose address may have changed.</summary>
    private Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> create)
    {
        return Through is { } through ? through(SendNowAsync) : SendNowAsync();

        async Task<HttpResponseMessage> SendNowAsync()
        {
            using var request = create();
            return await _http.SendAsync(request, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The target of the proxy for an address, without the path prefix of the public address.</summary>
    private Uri Behind(string address) => _public is not null && address.StartsWith(_public.AbsoluteUri, StringComparison.Ordinal)
        ? new(_inbox!, address[_public.AbsoluteUri.Length..].TrimStart('/'))
        : throw new InvalidOperationException($"Nobody is at {address}.");

    private static Dictionary<string, string> Overrides(string address) =>
        address.Split('#') is [_, var fragment]
            ? fragment.Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]) : [];

    public void Dispose() => _http.Dispose();
}
