using Microsoft.AspNetCore.Http;
using ZuperConnect.Health;
using ZuperConnect.Json;

namespace ZuperConnect.Http;

/// <summary>What the API says about the inbox itself.</summary>
public sealed class InboxApi(ApiAuthorization authorization, InboxHealth health)
{
    /// <summary>Whether the inbox works.</summary>
    /// <response code="200">It works, and all that it depends on answers. The answer may be some seconds old.</response>
    [HttpGet(Routes.Health, Name = "getHealth")]
    [Security]
    [ProducesResponseType<HealthJson>(StatusCodes.Status200OK)]
    [ProducesProblem(nameof(Problems.StorageAway), nameof(Problems.DependencyAway))]
    public Task<IResult> HealthAsync(HttpRequest request, CancellationToken cancellation) =>
        authorization.ForAnyoneAsync(request, async () =>
    {
        var report = await health.ReadAsync(cancellation);
        return !report.Dependencies.HaveStorage ? throw Problems.StorageAway(report.Dependencies)
            : !report.Dependencies.AreHealthy ? throw Problems.DependencyAway(report.Dependencies)
            : Results.Json(
                new
                {
                    status = report.Unprocessed > 0 ? "degraded" : "healthy",
                    report.Dependencies,
                    report.Unprocessed,
                    failedWork = report.Work?.Failed,
                    oldestWorkSeconds = (long?)report.Work?.Age(report.At).TotalSeconds,
                    report.Missing,
                },
                InboxJson.Options);
    });

    /// <summary>This document.</summary>
    /// <response code="200">The document.</response>
    [HttpGet(Routes.OpenApi, Name = "getOpenApi")]
    [Security]
    [ProducesResponseType<JsonObject>(StatusCodes.Status200OK)]
    public Task<IResult> OpenApiAsync(HttpRequest request) => authorization.ForAnyoneAsync(request, () => Task.FromResult(
        Results.Stream(typeof(InboxApi).Assembly.GetManifestResourceStream("openapi.json")!, "application/json")));
}
