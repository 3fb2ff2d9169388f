using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using ZuperConnect.Functions.Hosting;
using ZuperConnect.Http;

namespace ZuperConnect.Functions.Http;

/// <summary>The routes of <see cref="DeadLettersApi"/>.</summary>
public sealed class DeadLetterFunctions(DeadLettersApi api, DurableHostServices services)
{
    [Function("ListUnprocessed")]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Unprocessed)] HttpRequest request,
        CancellationToken cancellation) =>
        api.ListAsync(request, cancellation);

    [Function("DeleteUnprocessed")]
    public Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Routes.UnprocessedEvent)] HttpRequest request,
        string id, CancellationToken cancellation) =>
        api.DeleteAsync(request, id, cancellation);

    [Function("RetryUnprocessed")]
    public Task<IResult> RetryAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.UnprocessedRetry)] HttpRequest request, string id,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        api.RetryAsync(request, id, services.ForEvents(client), cancellation);
}
