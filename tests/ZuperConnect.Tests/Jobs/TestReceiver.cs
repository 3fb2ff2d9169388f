using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace ZuperConnect.Tests.Jobs;

/// <summary>A received webhook.</summary>
internal sealed record ReceivedWebhook(string Path, string Id, string Timestamp, string Signature, string? ContentType, string Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    /// <summary>Whether it has a valid signature (standardwebhooks.com).</summary>
    public bool IsSignedBy(byte[] key) =>
        Signature == "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.{Body}")));
}

/// <summary>A field-service system that receives webhooks with Kestrel and responds as the test wants.</summary>
internal sealed class TestReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestReceiver(WebApplication app) => _app = app;

    /// <summary>The status of its responses.</summary>
    public int Status { get; set; } = StatusCodes.Status204NoContent;

    /// <summary>The statuses of its next responses, before <see cref="Status"/> counts.</summary>
    public ConcurrentQueue<int> Answers { get; } = new();

    public ConcurrentQueue<ReceivedWebhook> Received { get; } = new();

    public string Url =>
        _app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single()
        + "/hooks?from=inbox";

    public static async Task<TestReceiver> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        var receiver = new TestReceiver(app);
        app.Run(receiver.TakeAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        var headers = context.Request.Headers;
        Received.Enqueue(
            new($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}", headers["webhook-id"].ToString(),
                headers["webhook-timestamp"].ToString(), headers["webhook-signature"].ToString(), context.Request.ContentType, body));
        context.Response.StatusCode = Answers.TryDequeue(out var next) ? next : Status;
        context.Response.Headers.Location = "/elsewhere";
    }
}
