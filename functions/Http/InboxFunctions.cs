using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ZuperConnect.Http;

namespace ZuperConnect.Functions.Http;

/// <summary>The routes about the inbox itself.</summary>
public sealed class InboxFunctions(InboxApi api, CommandAnswers commands)
{
    [Function("ReadCommand")]
    public Task<IResult> CommandAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Routes.Command)] HttpRequest request, string id, CancellationToken cancellation) =>
        commands.ReadAsync(request, id, cancellation);

    [Function("ReadMe")]
    public Task<IResult> MeAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Routes.Me)] HttpRequest request) =>
        api.MeAsync(request);

    [Function("ReadHealth")]
    public Task<IResult> HealthAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Routes.Health)] HttpRequest request, CancellationToken cancellation) =>
        api.HealthAsync(request, cancellation);

    [Function("ReadOpenApi")]
    public Task<IResult> OpenApiAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Routes.OpenApi)] HttpRequest request) =>
        api.OpenApiAsync(request);
}
