using Microsoft.AspNetCore.Http;
using ZuperConnect.Numbers;
using ZuperConnect.Storage;
using ZuperConnect.Work;

namespace ZuperConnect.Http;

/// <summary>What the API says about the inbox itself.</summary>
public sealed class InboxApi(Door door, InboxStorage storage, NumberBook numbers, Unprocessed unprocessed, WorkRows work)
{
    /// <summary><c>GET /api/me</c>: who is signed in, and what they may do.</summary>
    public Task<IResult> MeAsync(HttpRequest request) => door.ForSignedInAsync(request, member => Task.FromResult(
        Results.Json(member, InboxJson.Options)));

    /// <summary>
    /// <c>GET /api/health</c>: 200 while the inbox works, with how many events nobody could read and how much work was given up; 503 while
    /// storage is away.
    /// </summary>
    public Task<IResult> HealthAsync(HttpRequest request, CancellationToken cancellation) => door.ForAnyoneAsync(request, async () =>
    {
        await storage.CheckAsync(cancellation);
        var (unread, failed) = (unprocessed.CountAsync(cancellation), work.CountFailedAsync(await numbers.WorkPartitionsAsync(cancellation), cancellation));
        return Results.Json(new { status = "healthy", unprocessed = await unread, failedWork = await failed }, InboxJson.Options);
    });

    /// <summary><c>GET /api/openapi.json</c>: the document of the API.</summary>
    public Task<IResult> OpenApiAsync(HttpRequest request) => door.ForAnyoneAsync(request, () => Task.FromResult(
        Results.Stream(typeof(InboxApi).Assembly.GetManifestResourceStream("openapi.json")!, "application/json")));
}
