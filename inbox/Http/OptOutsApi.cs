using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Audit;
using ZuperConnect.Customers.Import;
using ZuperConnect.Hosting;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Json;
using ZuperConnect.Numbers;
using ZuperConnect.OptOuts;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>Opt-outs: sent by customers, and recorded by the team.</summary>
[Tags("Customers")]
public sealed class OptOutsApi(
    ApiAuthorization authorization, OptOutStore optOuts, ManualOptOuts noting, OptOutImport import,
    NumberRegion region, AuditLog audit, TimeProvider time)
{
    private const string All = "opt-outs";
    private const int MaxFileLength = 20 * 1024 * 1024;
    internal const int MaxReasonLength = 500;

    /// <summary>List the numbers that opted out.</summary>
    /// <remarks>In no particular order. Each is on one page only.</remarks>
    /// <response code="200">The page; empty if nobody opted out.</response>
    [HttpGet(Routes.OptOuts, Name = "listOptOuts")]
    [LimitParameter]
    [CursorParameter]
    [ProducesResponseType<Page<OptOutJson>>(StatusCodes.Status200OK)]
    public Task<IResult> ListAsync(HttpRequest request, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async _ =>
    {
        var limit = RequestReading.Limit(request);
        var after = RequestReading.Query(request, "cursor") is not { } text ? null
            : OptOutStore.ParseCursor(text) ?? throw Problems.Invalid("cursor is none of this list's. Start again without one.");
        var (page, country) = (await optOuts.ReadPageAsync(limit, after, cancellation), await region.ReadAsync(cancellation));
        return Results.Json(
            new Page<OptOutJson>([.. page.Items.Select(noted => OptOutJson.Of(noted, country))], page.NextCursor), InboxJson.Options);
    });

    /// <summary>Record an opt-out, or revoke one.</summary>
    /// <remarks>
    /// For an opt-out that was not sent as STOP, such as on the phone, or in a text that <c>mayBeOptOut</c>. From then on no number of the
    /// business may text the number. Revoking needs a reason. Both are in the audit log. The customer's conversations show it a moment
    /// later.
    /// </remarks>
    /// <response code="200">The opt-out as it is now.</response>
    [HttpPut(Routes.OptOut, Name = "noteOptOut")]
    [RouteParameter("number", "The customer's number, percent-encoded.", Example = "+12065550199")]
    [Consumes(typeof(OptOutChangeBody), "application/json")]
    [ProducesResponseType<OptOutJson>(StatusCodes.Status200OK)]
    public Task<IResult> NoteAsync(HttpRequest request, string number, IWorkStarter work, CancellationToken cancellation) =>
        authorization.ForAnyMemberAsync(request, async user =>
    {
        var country = await region.ReadAsync(cancellation);
        var customer = WrittenNumber.TryRead(number, country, out var written) ? written.Number
            : throw Problems.Invalid("The address ends with a customer's phone number in E.164, such as +12065550199.");
        var body = await RequestReading.BodyAsync<OptOutChangeBody>(request, cancellation);
        var optedOut = body.OptedOut
            ?? throw Problems.Invalid("optedOut is true where the customer refuses our texts, and false to take that back.");
        var reason = body.Reason is null && optedOut ? null
            : body.Reason is null
                ? throw Problems.Invalid("An opt-out is taken back with a reason: say in reason how the customer allowed texts again.")
            : RequestReading.Line(body.Reason, MaxReasonLength, "reason");
        await audit.NoteAsync(
            user.Author, optedOut ? AuditAction.OptOutNoted : AuditAction.OptOutTakenBack, customer.Value, reason, cancellation);

        var (_, spreading) = await noting.RecordAsync([new(customer, optedOut, time.GetUtcNow(), user.Author, reason)], cancellation);
        await work.StartAsync(spreading, cancellation);
        return Results.Json(
            await optOuts.FindEntryAsync(customer, cancellation) is { } noted ? OptOutJson.Of(noted, country) : null, InboxJson.Options);
    });

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
                Task BeginsAsync() => audit.NoteAsync(user.Author, AuditAction.OptOutsImported, All, cancellation);
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
            await audit.NoteAsync(user.Author, AuditAction.OptOutsExported, All, cancellation);

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

/// <summary>An opt-out to record or to revoke.</summary>
/// <param name="OptedOut">Whether the customer opts out.</param>
/// <param name="Reason">One line. Required to revoke an opt-out.</param>
public sealed record OptOutChangeBody([Required] bool? OptedOut, [Length(1, OptOutsApi.MaxReasonLength)] string? Reason);
