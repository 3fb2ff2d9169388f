using Microsoft.AspNetCore.Http;
using ZuperConnect.Health;
using ZuperConnect.Json;

namespace ZuperConnect.Http;

/// <summary>What the API says about the inbox itself.</summary>
public sealed class InboxApi(ApiAuthorization authorization, InboxHealth health)
{
    /// <summary>
    /// <c>GET /api/health</c>: 200 while all that the inbox depends on answers, with what is left to do, and degraded where events came
    /// that could not be read; a 503 that says what does not.
    /// </summary>
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

    /// <summary><c>GET /api/openapi.json</c>: the document of the API.</summary>
    public Task<IResult> OpenApiAsync(HttpRequest request) => authorization.ForAnyoneAsync(request, () => Task.FromResult(
        Results.Stream(typeof(InboxApi).Assembly.GetManifestResourceStream("openapi.json")!, "application/json")));
}
