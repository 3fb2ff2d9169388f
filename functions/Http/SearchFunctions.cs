using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using ZuperConnect.Functions.Hosting;
using ZuperConnect.Http;

namespace ZuperConnect.Functions.Http;

/// <summary>The routes of <see cref="SearchApi"/>.</summary>
public sealed class SearchFunctions(SearchApi api, DurableHostServices services)
{
    [Function("SearchTexts")]
    public Task<IResult> FindAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Search)] HttpRequest request,
        CancellationToken cancellation) =>
        api.FindAsync(request, cancellation);

    [Function("ReadSearchRebuild")]
    public Task<IResult> ProgressAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.SearchRebuild)] HttpRequest request,
        CancellationToken cancellation) =>
        api.ProgressAsync(request, cancellation);

    [Function("RebuildSearch")]
    public Task<IResult> RebuildAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.SearchRebuild)] HttpRequest request,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        api.RebuildAsync(request, services.ForCommands(client).Work, cancellation);
}
