using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using ZuperConnect.Functions.Hosting;
using ZuperConnect.Http;

namespace ZuperConnect.Functions.Http;

/// <summary>The routes of <see cref="OptOutsApi"/> and <see cref="OptOutFilesApi"/>.</summary>
public sealed class OptOutFunctions(OptOutsApi api, OptOutFilesApi files, DurableHostServices services)
{
    [Function("ListOptOuts")]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.OptOuts)] HttpRequest request,
        CancellationToken cancellation) =>
        api.ListAsync(request, cancellation);

    [Function("NoteOptOut")]
    public Task<IResult> RecordAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Routes.OptOut)] HttpRequest request, string number,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        api.RecordAsync(request, number, services.ForCommands(client).Work, cancellation);

    [Function("ImportOptOuts")]
    public Task<IResult> ImportAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.OptOutImport)] HttpRequest request,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        files.ImportAsync(request, services.ForCommands(client).Work, cancellation);

    [Function("ExportOptOuts")]
    public Task<IResult> ExportAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.OptOutExport)] HttpRequest request,
        CancellationToken cancellation) =>
        files.ExportAsync(request, cancellation);
}
