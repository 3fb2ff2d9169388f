using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.DeadLetters;
using ZuperConnect.Health;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Json;
using ZuperConnect.Outbox;

namespace ZuperConnect.Http;

/// <summary>The health and the document of the inbox.</summary>
[Tags("Inbox")]
public sealed class HealthApi(ApiAuthorization authorization, InboxHealth health)
{
    /// <summary>Get the health of the inbox.</summary>
    /// <response code="200">The inbox works, and everything that it depends on answers. The answer may be some seconds old.</response>
    [HttpGet(Routes.Health, Name = "getHealth")]
    [Security]
    [ProducesResponseType<HealthJson>(StatusCodes.Status200OK)]
    [ProducesProblem(StatusCodes.Status503ServiceUnavailable, nameof(Problems.StorageAway), nameof(Problems.DependencyAway))]
    public Task<IResult> HealthAsync(HttpRequest request, CancellationToken cancellation) =>
        authorization.ForAnyoneAsync(request, async () =>
    {
        var report = await health.ReadAsync(cancellation);
        return !report.Dependencies.HaveStorage ? throw Problems.StorageAway(report.Dependencies)
            : !report.Dependencies.AreHealthy ? throw Problems.DependencyAway(report.Dependencies)
            : Results.Json(
                new HealthJson(
                    report.Unprocessed > 0 ? HealthStatus.Degraded : HealthStatus.Healthy, report.Dependencies, report.Unprocessed ?? 0,
                    report.Work?.Failed ?? 0, (long?)report.Work?.Age(report.At).TotalSeconds ?? 0, report.Missing),
                InboxJson.Options);
    });

    /// <summary>Get this document.</summary>
    /// <response code="200">The document.</response>
    [HttpGet(Routes.OpenApi, Name = "getOpenApi")]
    [Security]
    [ProducesResponseType<JsonObject>(StatusCodes.Status200OK)]
    public Task<IResult> OpenApiAsync(HttpRequest request) => authorization.ForAnyoneAsync(request, () => Task.FromResult(
        Results.Stream(typeof(HealthApi).Assembly.GetManifestResourceStream("openapi.json")!, "application/json")));
}

/// <summary>Whether the inbox works.</summary>
public enum HealthStatus
{
    /// <summary>It does.</summary>
    Healthy,

    /// <summary>Events came that could not be read; <c>GET /api/unprocessed</c> lists them.</summary>
    Degraded,
}

/// <summary>Whether the inbox works, and what is left to do.</summary>
/// <param name="Status">degraded: there are events that could not be read; <c>GET /api/unprocessed</c> lists them.</param>
/// <param name="Dependencies">The states of the dependencies.</param>
/// <param name="Unprocessed">The number of kept events that could not be read; 1000 means 1000 or more.</param>
/// <param name="FailedWork">The number of failed work items, until an admin retries them; 1000 means 1000 or more.</param>
/// <param name="OldestWorkSeconds">For how many seconds the oldest other work item has been waiting; 0 if there is none.</param>
/// <param name="Missing">What a person still has to do before customers can reach the team.</param>
public sealed record HealthJson(
    HealthStatus Status, Dependencies Dependencies, [Range(0, DeadLetterStore.MaxCounted)] int Unprocessed,
    [Range(0, WorkItemStore.MaxCounted)] int FailedWork, [Range(0, double.MaxValue)] long OldestWorkSeconds,
    ImmutableArray<string> Missing);
