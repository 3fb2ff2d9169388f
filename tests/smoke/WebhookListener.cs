using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace ZuperConnect.Smoke;

/// <summary>A receiver of webhooks on this machine.</summary>
internal sealed class WebhookListener : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<JsonNode> _received = new();

    /// <summary>Starts to listen at a free port.</summary>
    public WebhookListener()
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
        }

        _listener.Prefixes.Add(Address);
        _listener.Start();
        _ = ReceiveAsync();
    }

    /// <summary>The address.</summary>
    public string Address { get; }

    /// <summary>What was received.</summary>
    public IReadOnlyCollection<JsonNode> Received => _received;

    /// <inheritdoc/>
    public void Dispose() => _listener.Close();

    private async Task ReceiveAsync()
    {
        try
        {
            while (true)
            {
                var request = await _listener.GetContextAsync();
                if (await JsonNode.ParseAsync(request.Request.InputStream) is { } webhook)
                {
                    _received.Enqueue(webhook);
                }

                request.Response.StatusCode = (int)HttpStatusCode.NoContent;
                request.Response.Close();
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
        }
    }
}
