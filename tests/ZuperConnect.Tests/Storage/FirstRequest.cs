using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Azure;

namespace ZuperConnect.Tests.Storage;

/// <summary>Lets something else happen before an inbox writes to an address of its storage, once.</summary>
/// <param name="address">A part of the address.</param>
public sealed class FirstRequest(string address) : HttpPipelinePolicy
{
    /// <summary>What happens; null where it has happened, or nothing is to.</summary>
    public Func<Task>? Before { get; set; }

    public void Watch(WebApplicationBuilder builder) =>
        builder.Services.AddAzureClients(clients => clients.ConfigureDefaults(options => options.AddPolicy(this, HttpPipelinePosition.PerCall)));

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (message.Request.Method != RequestMethod.Get && message.Request.Uri.Path.Contains(address, StringComparison.Ordinal) && Before is { } before)
        {
            Before = null;
            await before();
        }

        await ProcessNextAsync(message, pipeline);
    }
}
