using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ZuperConnect.Http;

namespace ZuperConnect.Functions.Http;

/// <summary>The routes about the user, the app itself, and commands.</summary>
public sealed class HealthFunctions(HealthApi api, MeApi me, CommandsApi commands)
{
    [Function("ReadCommand")]
    public Task<IResult> CommandAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Command)] HttpRequest request, string id,
        CancellationToken cancellation) =>
        commands.ReadAsync(request, id, cancellation);

    [Function("ReadMe")]
    public Task<IResult> MeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Me)] HttpRequest request,
        CancellationToken cancellation) =>
        me.ReadAsync(request, cancellation);

    [Function("ChangeMe")]
    public Task<IResult> ChangeMeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Routes.Me)] HttpRequest request, CancellationToken cancellation) =>
        me.ChangeAsync(request, cancellation);

    [Function("ReadHealth")]
    public Task<IResult> HealthAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Health)] HttpRequest request,
        CancellationToken cancellation) =>
        api.HealthAsync(request, cancellation);

    [Function("ReadOpenApi")]
    public Task<IResult> OpenApiAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.OpenApi)] HttpRequest request) =>
        api.OpenApiAsync(request);

    /// <summary>
    /// Handles all other requests. The host tries functions in the order of their names, whatever their routes are, so this name must be
    /// the last of all HTTP functions.
    /// </summary>
    [Function("UnknownRoute")]
    public static IResult Unknown(
        [HttpTrigger(
            AuthorizationLevel.Anonymous, "get", "head", "post", "put", "patch", "delete", "options", "trace", Route = Routes.Unknown)]
        HttpRequest request) =>
        UnknownRoutes.Answer(request);
}
