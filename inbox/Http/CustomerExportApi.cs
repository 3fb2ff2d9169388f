using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Audit;
using ZuperConnect.Customers;
using ZuperConnect.Outbox;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>Gives all customers out as a file.</summary>
[Tags("Customers")]
public sealed class CustomerExportApi(ApiAuthorization authorization, CustomerStore customers, AuditLog audit)
{
    private const string CsvType = "text/csv; charset=utf-8";
    private const string CsvName = "customers.csv";

    /// <summary>All customers as a CSV file.</summary>
    /// <remarks>By name. The import reads it back. Cells that a spreadsheet would run begin with an apostrophe.</remarks>
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

        await audit.NoteAsync(user.Author, AuditAction.CustomersExported, WorkId.Customers, cancellation);

        // The first page is there before the answer begins: a failure after that can only break it off.
        var all = customers.AllAsync(cancellation).GetAsyncEnumerator(cancellation);
        var any = await all.MoveNextAsync();
        return Results.Stream(
            async body =>
            {
                await using (all)
                {
                    await CustomerCsv.WriteAsync(all, any, body);
                }
            },
            CsvType,
            CsvName);
    });
}
