using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using ZuperConnect.Audit;
using ZuperConnect.Customers.Import;
using ZuperConnect.Hosting;
using ZuperConnect.Json;
using ZuperConnect.Outbox;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>Saves many customers from a file.</summary>
public sealed class CustomerImportApi(ApiAuthorization authorization, CustomerImport import, ImportWork imports, AuditLog audit)
{
    private const int LargestFile = 20 * 1024 * 1024;

    /// <summary>What is imported while the client waits: the Functions host ends a request after 230 seconds.</summary>
    internal const int SmallFile = 1024 * 1024;

    /// <summary>As much of a file as tells whether it is one of contacts.</summary>
    private const int Beginning = 512 * 1024;

    /// <summary>
    /// <c>POST /api/customers/import</c>: many customers from a file, with a report of what was refused; of a large file in the background.
    /// With <c>?preview=true</c> it says how the file would be read, and changes nothing.
    /// </summary>
    public Task<IResult> ImportAsync(HttpRequest request, IWorkStarter work, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
    {
        var preview = RequestReading.Query(request, "preview") is { } text
            && (text is "true" || (text is not "false" ? throw Problems.Invalid("preview is true or false.") : false));
        if (request.ContentLength > LargestFile)
        {
            throw Problems.TooLarge(LargestFile);
        }

        await using var body = new LimitedBody(request, LargestFile);
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
                audit.NoteAsync(user.Author, AuditAction.CustomersImported, WorkId.Customers, cancellation),
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
                audit.NoteAsync(user.Author, AuditAction.CustomersImported, WorkId.Customers, cancellation), cancellation);
        await work.StartAsync(importing, cancellation);
        return CommandResponses.Pending(request, importing, rows: 0);
    }
}
