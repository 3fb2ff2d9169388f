using System.Collections.Concurrent;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.DependencyInjection;

namespace ZuperConnect.Benchmarks.Storage;

/// <summary>Records the requests of the Azure clients, including retries.</summary>
internal sealed class StorageLog : HttpPipelinePolicy
{
    private readonly ConcurrentQueue<StorageRequest> _requests = new();
    private readonly HttpContextAccessor _context = new();

    /// <summary>Adds itself to all Azure clients of an app.</summary>
    public void ListenTo(IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddAzureClients(clients => clients.ConfigureDefaults(options => options.AddPolicy(this, HttpPipelinePosition.PerRetry)));
    }

    /// <summary>The requests since the last call.</summary>
    public IReadOnlyList<StorageRequest> Take()
    {
        var taken = new List<StorageRequest>();
        while (_requests.TryDequeue(out var request))
        {
            taken.Add(request);
        }

        return taken;
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        try
        {
            ProcessNext(message, pipeline);
        }
        finally
        {
            Note(message);
        }
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        try
        {
            await ProcessNextAsync(message, pipeline);
        }
        finally
        {
            Note(message);
        }
    }

    private void Note(HttpMessage message)
    {
        var kind = KindOf(message.Request);
        var bytes = message.Request.Content?.TryComputeLength(out var length) is true ? length : 0;
        var rows = kind is RequestKind.Query && message.HasResponse ? RowsIn(message.Response) : 0;
        _requests.Enqueue(new(kind, bytes, rows, _context.HttpContext?.Request.Path.Value));
    }

    private static RequestKind KindOf(Request request) => (request.Method.Method, request.Uri.Path) switch
    {
        ("POST", var path) when path.EndsWith("/$batch", StringComparison.Ordinal) => RequestKind.Transaction,
        ("GET", var path) when path.EndsWith("()", StringComparison.Ordinal) => RequestKind.Query,
        ("GET", var path) when path.Contains("RowKey", StringComparison.Ordinal) => RequestKind.Read,
        (not "GET", var path) when path.Contains("RowKey", StringComparison.Ordinal) => RequestKind.Write,
        ("POST", var path) when !path.EndsWith("/Tables", StringComparison.Ordinal) => RequestKind.Write,
        _ => RequestKind.Other,
    };

    private static int RowsIn(Azure.Response response)
    {
        using var body = JsonDocument.Parse(response.Content);
        return body.RootElement.TryGetProperty("value", out var rows) ? rows.GetArrayLength() : 0;
    }
}
