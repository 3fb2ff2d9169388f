using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Audit;
using ZuperConnect.Customers.Import;
using ZuperConnect.Hosting;
using ZuperConnect.Json;
using ZuperConnect.OptOuts;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>Import and export of opt-outs as CSV files.</summary>
[Tags("Customers")]
public sealed class OptOutFilesApi(
    ApiAuthorization authorization, OptOutStore optOuts, OptOutImport import, AuditLog audit)
{
    private const string All = "opt-outs";
    private const int MaxFileLength = 20 * 1024 * 1024;

    /// <summary>Import opt-outs from a CSV file.</summary>
    /// <remarks>
    /// At most 20 MB and 50,000 rows, with a header row: a column <c>number</c> (or <c>phone</c>), and optionally <c>at</c> (or
    /// <c>date</c>; the default is the time of the import) and <c>reason</c> (or <c>notes</c>). If a column says whether a number opted out
    /// (<c>opted out</c>, <c>status</c>, <c>subscribed</c>), only the rows that say so are imported. A file never opts anybody in, and does
    /// not replace newer information. Rows that cannot be imported are reported. An interrupted import can be repeated.
    /// </remarks>
    /// <response code="200">The result of the import.</response>
    [HttpPost(Routes.OptOutImport, Name = "importOptOuts")]
    [Consumes(typeof(string), "text/csv")]
    [ProducesResponseType<OptOutReport>(StatusCodes.Status200OK)]
    public Task<IResult> ImportAsync(HttpRequest request, IWorkStarter work, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
        {
            if (request.ContentLength > MaxFileLength)
            {
                throw Problems.TooLarge(MaxFileLength);
            }

            await using var file = new LimitedBody(request, MaxFileLength);
            try
            {
                Task BeginsAsync() => audit.RecordAsync(user.Author, AuditAction.OptOutsImported, All, cancellation);
                return Results.Json(await import.RunAsync(file, user.Author, BeginsAsync, work, cancellation), InboxJson.Options);
            }
            catch (ContactFileException fault)
            {
                throw Problems.Invalid(fault.Message);
            }
        });

    /// <summary>Export all opt-outs as a CSV file.</summary>
    /// <remarks>
    /// The file can be imported again. Opt-outs of erased customers have no number, and are left out. Text that a spreadsheet would run as
    /// a formula begins with an apostrophe.
    /// </remarks>
    /// <response code="200">The file.</response>
    [HttpGet(Routes.OptOutExport, Name = "exportOptOuts")]
    [ProducesResponseType<string>(StatusCodes.Status200OK, "text/csv")]
    public Task<IResult> ExportAsync(HttpRequest request, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
        {
            await audit.RecordAsync(user.Author, AuditAction.OptOutsExported, All, cancellation);

            // The first page is read before the answer begins: a failure after that can only interrupt it.
            var all = optOuts.ReadAllAsync(cancellation).GetAsyncEnumerator(cancellation);
            var any = await all.MoveNextAsync();
            return Results.Stream(
                async body =>
                {
                    await using (all)
                    {
                        await OptOutFile.WriteAsync(all, any, body);
                    }
                },
                "text/csv; charset=utf-8",
                "opt-outs.csv");
        });
}
