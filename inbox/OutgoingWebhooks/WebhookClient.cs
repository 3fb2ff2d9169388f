using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace ZuperConnect.OutgoingWebhooks;

/// <summary>The outcome of posting a webhook.</summary>
public enum WebhookOutcome
{
    /// <summary>The receiver accepted it.</summary>
    Accepted,

    /// <summary>The receiver did not accept it and may accept it later.</summary>
    Failed,

    /// <summary>The receiver wants no more webhooks: 410.</summary>
    Gone,
}

/// <summary>Posts webhooks with a signature as specified by standardwebhooks.com. Redirects are not followed.</summary>
/// <param name="addresses">The addresses that receivers of the page may have.</param>
/// <param name="time">The clock.</param>
public sealed class WebhookClient(ReceiverAddresses addresses, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    private readonly HttpClient _configured = Client(new());

    // Without a proxy, so that the address that is checked is the receiver's.
    private readonly HttpClient _restricted = Client(new() { UseProxy = false, ConnectCallback = addresses.ConnectAsync });

    /// <summary>Posts a webhook once.</summary>
    /// <param name="receiver">The receiver.</param>
    /// <param name="id">The id of the webhook: the same for each attempt, and without a full stop.</param>
    /// <param name="body">The JSON.</param>
    /// <param name="cancellation">Cancels the request. The receiver may have accepted it nevertheless.</param>
    /// <returns>The outcome, and the reason of a failure.</returns>
    public async Task<(WebhookOutcome Answer, string? Reason)> PostAsync(
        WebhookReceiver receiver, string id, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        var (url, secret) = receiver;
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", Signature(secret, $"{id}.{timestamp}.", body));
        try
        {
            using var response = await (receiver.IsConfigured ? _configured : _restricted).SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return response switch
            {
                { IsSuccessStatusCode: true } => (WebhookOutcome.Accepted, null),
                { StatusCode: HttpStatusCode.Gone } => (WebhookOutcome.Gone, "The receiver wants no webhooks any more (410)."),
                _ => (WebhookOutcome.Failed, $"The receiver answered {(int)response.StatusCode}."),
            };
        }
        catch (HttpRequestException failure) when (failure.InnerException is ForbiddenAddressException)
        {
            return (WebhookOutcome.Failed, "The address belongs to a private network.");
        }
        catch (HttpRequestException)
        {
            return (WebhookOutcome.Failed, "The receiver could not be reached.");
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (WebhookOutcome.Failed, $"The receiver did not answer within {Timeout.TotalSeconds:N0} seconds.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _configured.Dispose();
        _restricted.Dispose();
    }

    private static HttpClient Client(SocketsHttpHandler handler)
    {
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
        return new(handler) { Timeout = Timeout };
    }

    private static string Signature(ReadOnlyMemory<byte> secret, string beginning, ReadOnlyMemory<byte> body) =>
        $"v1,{Convert.ToBase64String(HMACSHA256.HashData(secret.Span, [.. Encoding.UTF8.GetBytes(beginning), .. body.Span]))}";
}
