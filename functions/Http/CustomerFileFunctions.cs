using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using ZuperConnect.Functions.Hosting;
using ZuperConnect.Http;

namespace ZuperConnect.Functions.Http;

/// <summary>The routes of <see cref="CustomerImportApi"/> and <see cref="CustomerExportApi"/>.</summary>
public sealed class CustomerFileFunctions(CustomerImportApi import, CustomerExportApi export, DurableHostServices services)
{
    [Function("ImportCustomers")]
    public Task<IResult> ImportAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.CustomerImport)] HttpRequest request,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        import.ImportAsync(request, services.ForCommands(client).Work, cancellation);

    [Function("ExportCustomers")]
    public Task<IResult> ExportAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.CustomerExport)] HttpRequest request,
        CancellationToken cancellation) =>
        export.ExportAsync(request, cancellation);
}
