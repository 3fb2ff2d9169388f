using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Azure;

namespace ZuperConnect.Tests.Storage;

/// <summary>Records the requests of an inbox to Azure Storage.</summary>
public sealed class AzureRequests : HttpPipelineSynchronousPolicy
{
    private readonly ConcurrentQueue<string> _requests = new();

    public void Watch(WebApplicationBuilder builder) =>
        builder.Services.AddAzureClients(
            clients => clients.ConfigureDefaults(options => options.AddPolicy(this, HttpPipelinePosition.PerRetry)));

    /// <summary>The requests during an action: method and path without the account.</summary>
    public async Task<IReadOnlyList<string>> DuringAsync(Func<Task> act)
    {
        _requests.Clear();
        await act();
        return [.. _requests];
    }

    public override void OnSendingRequest(HttpMessage message) =>
        _requests.Enqueue($"{message.Request.Method} {message.Request.Uri.Path.TrimStart('/').Split('/', 2)[1]}");
}
