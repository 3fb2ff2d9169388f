using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Audit;
using ZuperConnect.Customers.Import;
using ZuperConnect.Hosting;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Json;
using ZuperConnect.Outbox;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>Imports customers from a file.</summary>
[Tags("Customers")]
public sealed class CustomerImportApi(ApiAuthorization authorization, CustomerImport import, ImportWork imports, AuditLog audit)
{
    private const int MaxFileLength = 20 * 1024 * 1024;

    /// <summary>The largest file that is imported within the request, which the Functions host ends after 230 seconds.</summary>
    internal const int SmallFile = 1024 * 1024;

    /// <summary>How much of a file is checked before it is imported.</summary>
    private const int Beginning = 512 * 1024;

    /// <summary>Import customers from a file.</summary>
    /// <remarks>
    /// A CSV or vCard file of at most 20 MB. The format is detected by the content, not by <c>Content-Type</c>. CSV has a header row, as
    /// this inbox, Google Contacts, Outlook, HubSpot, Quo, Housecall Pro, Jobber and QuickBooks write it. Columns are recognized by their
    /// usual names, such as <c>name</c>, <c>number</c>, <c>email</c>, <c>notes</c>, <c>First name</c>, <c>Company</c>, <c>Mobile Phone</c>,
    /// <c>Phone 1 - Value</c>; others are ignored. The delimiter (comma, semicolon, tab) and the encoding (UTF-8, UTF-16, Windows-1252) are
    /// detected. A cell may have several numbers, separated by <c>;</c> or <c>:::</c>. Numbers without a country code are read as numbers
    /// of the business's country. A row without a name or a readable number is refused; other cells that are changed or ignored are
    /// reported. An interrupted import can be repeated. A file of more than 1 MB is imported in the background: the answer is 202, and its
    /// address tells how many rows are imported, and then for a day the report. An apostrophe before <c>=</c>, <c>+</c>, <c>-</c>, <c>@</c>
    /// or another apostrophe, at the beginning of a cell or after <c>;</c>, a tab or a line break, is removed, as the export adds it. Of
    /// vCards (2.1, 3.0 and 4.0) <c>FN</c>, <c>N</c>, <c>NICKNAME</c>, <c>ORG</c>, <c>TEL</c> (without faxes), <c>EMAIL</c> and <c>NOTE</c>
    /// are read. A card counts as a row, and its line is that of <c>BEGIN:VCARD</c>.
    /// </remarks>
    /// <response code="200">The result of the import, or of the preview.</response>
    [HttpPost(Routes.CustomerImport, Name = "importCustomers")]
    [QueryParameter("preview", "`true`: answers with how the file would be read, the first ten customers and the columns that are " +
        "not read, and changes nothing.", Type = typeof(bool), Default = false)]
    [Consumes(typeof(string), "text/csv", "text/vcard")]
    [ProducesResponseType<ImportReport>(StatusCodes.Status200OK)]
    [ProducesResponseType<ImportPreview>(StatusCodes.Status200OK)]
    [ProducesResponseType<PendingCommandJson>(StatusCodes.Status202Accepted)]
    public Task<IResult> ImportAsync(HttpRequest request, IWorkStarter work, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
    {
        var preview = RequestReading.Query(request, "preview") is { } text
            && (text is "true" || (text is not "false" ? throw Problems.Invalid("preview is true or false.") : false));
        if (request.ContentLength > MaxFileLength)
        {
            throw Problems.TooLarge(MaxFileLength);
        }

        await using var body = new LimitedBody(request, MaxFileLength);
        var pipe = PipeReader.Create(body);
        try
        {
            await using var file = pipe.AsStream();
            if (preview)
            {
                return Results.Json(await import.PreviewAsync(file, cancellation), InboxJson.Options);
            }

            var begun = await pipe.ReadAtLeastAsync(SmallFile + 1, cancellation);
            var isSmall = begun.Buffer.Length <= SmallFile;
            await import.CheckAsync(
                new MemoryStream(begun.Buffer.Slice(0, Math.Min(begun.Buffer.Length, Beginning)).ToArray()), cancellation);
            pipe.AdvanceTo(begun.Buffer.Start);
            var importId = Guid.NewGuid().ToString();
            return isSmall
                ? await ImportNowAsync(importId, file, user, work, cancellation)
                    : await ImportLaterAsync(request, importId, file, user, work, cancellation);
        }
        catch (ContactFileException fault)
        {
            throw Problems.Invalid(fault.Message);
        }
    });

    private async Task<IResult> ImportNowAsync(string importId, Stream file, Member user, IWorkStarter work, CancellationToken cancellation)
    {
        var done = await import.RunAsync(
            importId, file, ImportProgress.None, () =>
                audit.RecordAsync(user.Author, AuditAction.CustomersImported, WorkId.Customers, cancellation),
            DateTimeOffset.MaxValue, cancellation);
        if (done.Report.Imported > 0)
        {
            await work.StartAsync(CustomerImport.Naming(importId), cancellation);
        }

        return Results.Json(done.Report, InboxJson.Options);
    }

    private async Task<IResult> ImportLaterAsync(
        HttpRequest request, string importId, Stream file, Member user, IWorkStarter work, CancellationToken cancellation)
    {
        var importing = await imports.BeginAsync(
            importId, file, () =>
                audit.RecordAsync(user.Author, AuditAction.CustomersImported, WorkId.Customers, cancellation), cancellation);
        await work.StartAsync(importing, cancellation);
        return CommandResponses.Pending(request, importing, rows: 0);
    }
}
