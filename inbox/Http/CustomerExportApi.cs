using Microsoft.AspNetCore.Http;
using ZuperConnect.Audit;
using ZuperConnect.Customers;
using ZuperConnect.Outbox;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>Gives all customers out as a file.</summary>
public sealed class CustomerExportApi(ApiAuthorization authorization, CustomerStore customers, AuditLog audit)
{
    private const string CsvType = "text/csv; charset=utf-8";
    private const string CsvName = "customers.csv";

    /// <summary><c>GET /api/customers/export</c>: all customers as a CSV file, which the import reads back.</summary>
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
