using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using ZuperConnect.Functions.Hosting;
using ZuperConnect.Http;

namespace ZuperConnect.Functions.Http;

/// <summary>The routes of <see cref="JobsApi"/>.</summary>
public sealed class JobFunctions(JobsApi api, DurableHostServices services)
{
    [Function("CreateJob")]
    public Task<IResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.ConversationJobs)] HttpRequest request, string id,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        api.CreateAsync(request, id, services.ForCommands(client), cancellation);

    [Function("ListJobs")]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Jobs)] HttpRequest request,
        CancellationToken cancellation) =>
        api.ListAsync(request, cancellation);

    [Function("ChangeJob")]
    public Task<IResult> ChangeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = Routes.Job)] HttpRequest request, string id,
        CancellationToken cancellation) =>
        api.ChangeAsync(request, id, cancellation);
}
