using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace ZuperConnect.Tests.Phone;

/// <summary>A request of the simulated provider.</summary>
/// <param name="Path">The path with the query.</param>
/// <param name="Body">The array of events.</param>
internal sealed record Posted(string Path, string Body)
{
    public IEnumerable<JsonNode> Events => JsonNode.Parse(Body)!.AsArray().Select(one => one!);
}

/// <summary>Records the requests of the simulated provider, and fails some of them if a test wants.</summary>
internal sealed class ProviderTraffic : DelegatingHandler
{
    private readonly ConcurrentQueue<Posted> _posted = new();
    private int _failures;
    private Func<Posted, bool> _fails = _ => false;

    public ProviderTraffic()
        : base(new SocketsHttpHandler())
    {
    }

    /// <summary>All requests, in order.</summary>
    public IReadOnlyList<Posted> All => [.. _posted];

    /// <summary>The events about calls, in order.</summary>
    public IReadOnlyList<JsonNode> CallEvents =>
        [.. All.Where(post => post.Path.StartsWith("/api/callbacks", StringComparison.Ordinal)).SelectMany(post => post.Events)];

    /// <summary>The requests to one of Event Grid's functions.</summary>
    public IReadOnlyList<Posted> To(string function) =>
        [.. All.Where(post => post.Path.Contains($"functionName={function}", StringComparison.Ordinal))];

    /// <summary>Responds to the next matching requests with 503.</summary>
    public void Fails(int times, Func<Posted, bool> which) => (_failures, _fails) = (times, which);

    /// <summary>Makes a local host use this handler.</summary>
    public void AddTo(WebApplicationBuilder builder) => builder.Services.AddSingleton(_ => new HttpClient(this, disposeHandler: false));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var posted = new Posted(request.RequestUri!.PathAndQuery, await request.Content!.ReadAsStringAsync(cancellationToken));
        _posted.Enqueue(posted);
        return _fails(posted) && Interlocked.Decrement(ref _failures) >= 0
            ? new HttpResponseMessage(HttpStatusCode.ServiceUnavailable)
            : await base.SendAsync(request, cancellationToken);
    }
}
