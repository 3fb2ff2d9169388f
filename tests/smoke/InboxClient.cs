using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ZuperConnect.Smoke;

/// <summary>A client of the inbox. An unexpected response fails the step.</summary>
internal sealed class InboxClient(SmokeOptions options) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    // Redirects are not followed: they would leave the inbox.
    private readonly HttpClient _http = new(
        new HttpClientHandler { AllowAutoRedirect = false })
    { BaseAddress = options.Address, Timeout = options.Timeout };

    /// <summary>Gets a document.</summary>
    public async Task<JsonNode> GetAsync(string route, CancellationToken cancellation)
    {
        using var response = await SendAsync(HttpMethod.Get, route, null, cancellation);
        return await ReadAsync(response, cancellation);
    }

    /// <summary>Gets a document; null if it does not exist.</summary>
    public async Task<JsonNode?> FindAsync(string route, CancellationToken cancellation)
    {
        using var response = await SendAsync(HttpMethod.Get, route, null, cancellation);
        return response.StatusCode is HttpStatusCode.NotFound ? null : await ReadAsync(response, cancellation);
    }

    /// <summary>Gets a file.</summary>
    public async Task<string> GetTextAsync(string route, CancellationToken cancellation)
    {
        using var response = await SendAsync(HttpMethod.Get, route, null, cancellation);
        await CheckAsync(response, cancellation);
        return await response.Content.ReadAsStringAsync(cancellation);
    }

    /// <summary>Sends a request that changes something. After a 202, wait for the effect with <see cref="WaitAsync"/>.</summary>
    public async Task<JsonNode> DoAsync(HttpMethod method, string route, object? body, CancellationToken cancellation)
    {
        using var response = await SendAsync(method, route, body, cancellation);
        return await ReadAsync(response, cancellation);
    }

    /// <summary>Sends a request that has no document as its response.</summary>
    public async Task TellAsync(HttpMethod method, string route, object? body, CancellationToken cancellation)
    {
        using var response = await SendAsync(method, route, body, cancellation);
        await CheckAsync(response, cancellation);
    }

    /// <summary>The status of a response with another token.</summary>
    /// <param name="route">The route.</param>
    /// <param name="token">The token; null for none.</param>
    /// <param name="cancellation">Cancels the request.</param>
    public async Task<HttpStatusCode> StatusAsync(string route, string? token, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, route);
        request.Headers.Authorization = token is null ? null : new("Bearer", token);
        using var response = await SendAsync(request, cancellation);
        return response.StatusCode;
    }

    /// <summary>Posts an event as Event Grid does.</summary>
    public async Task PostEventAsync(string function, object content, CancellationToken cancellation)
    {
        var key = options.EventKey is { } code ? $"&code={Uri.EscapeDataString(code)}" : "";
        using var request = new HttpRequestMessage(HttpMethod.Post, $"runtime/webhooks/EventGrid?functionName={function}{key}");
        request.Headers.Add("aeg-event-type", "Notification");
        request.Content = JsonContent.Create(content);
        using var response = await SendAsync(request, cancellation);
        await CheckAsync(response, cancellation);
    }

    /// <summary>Repeats a request until the result is as expected.</summary>
    public async Task<T> WaitAsync<T>(Func<Task<T>> look, Predicate<T> isSo, string what, CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(options.Timeout);
        while (true)
        {
            if (await look() is var seen && isSo(seen))
            {
                return seen;
            }

            try
            {
                await Task.Delay(Pause, timeout.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                throw new StepFailedException($"{what} did not come to be in {options.Timeout.TotalSeconds:0} seconds.");
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string route, object? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, route) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Token);
        return await SendAsync(request, cancellation);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            return await _http.SendAsync(request, cancellation);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new StepFailedException($"No answer in {options.Timeout.TotalSeconds:0} seconds.");
        }
    }

    private static async Task CheckAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (!response.IsSuccessStatusCode)
        {
            var detail = Detail(await response.Content.ReadAsStringAsync(cancellation));
            throw new StepFailedException($"{(int)response.StatusCode}{(detail is null ? "" : $": {detail}")}");
        }
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        await CheckAsync(response, cancellation);
        return Json(await response.Content.ReadAsStringAsync(cancellation)) ?? throw new StepFailedException("The answer is no JSON.");
    }

    private static string? Detail(string body) => Json(body) is JsonObject problem
        && problem["detail"] is JsonValue detail ? detail.ToString() : null;

    private static JsonNode? Json(string body)
    {
        try
        {
            return JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
