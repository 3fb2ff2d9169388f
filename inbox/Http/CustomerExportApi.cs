using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Audit;
using ZuperConnect.Customers;
using ZuperConnect.Outbox;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>Exports all customers as a file.</summary>
[Tags("Customers")]
public sealed class CustomerExportApi(ApiAuthorization authorization, CustomerStore customers, AuditLog audit)
{
    private const string CsvType = "text/csv; charset=utf-8";
    private const string CsvName = "customers.csv";

    /// <summary>Export all customers as a CSV file.</summary>
    /// <remarks>
    /// Ordered by name. The file can be imported again. Cells that a spreadsheet would run as a formula begin with an apostrophe.
    /// </remarks>
    /// <response code="200">The file.</response>
    [HttpGet(Routes.CustomerExport, Name = "exportCustomers")]
    [ProducesResponseType<string>(StatusCodes.Status200OK, "text/csv")]
    public Task<IResult> ExportAsync(HttpRequest request, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
    {
        if (HttpMethods.IsHead(request.Method))
        {
            return Results.Stream(_ => Task.CompletedTask, CsvType, CsvName);
        }

        await audit.RecordAsync(user.Author, AuditAction.CustomersExported, WorkId.Customers, cancellation);

        // The first page is read before the answer begins: a failure after that can only interrupt it.
        var all = customers.AllAsync(cancellation).GetAsyncEnumerator(cancellation);
        var any = await all.MoveNextAsync();
        return Results.Stream(
            async body =>
            {
                await using (all)
                {
                    await CustomerCsvWriter.WriteAsync(all, any, body);
                }
            },
            CsvType,
            CsvName);
    });
}
