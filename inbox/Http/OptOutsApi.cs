using Microsoft.AspNetCore.Http;
using ZuperConnect.Audit;
using ZuperConnect.Customers.Import;
using ZuperConnect.Hosting;
using ZuperConnect.Json;
using ZuperConnect.Numbers;
using ZuperConnect.OptOuts;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>Who refuses our texts: kept by customers' own words, and by what the team notes.</summary>
public sealed class OptOutsApi(
    ApiAuthorization authorization, OptOutStore optOuts, ManualOptOuts noting, OptOutImport import,
    NumberRegion region, AuditLog audit, TimeProvider time)
{
    private const string All = "opt-outs";
    private const int LargestFile = 20 * 1024 * 1024;
    private const int LongestReason = 500;

    /// <summary><c>GET /api/opt-outs</c>: a page of the numbers that refuse our texts.</summary>
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

    /// <summary>
    /// <c>PUT /api/opt-outs/{number}</c>: notes that a customer opted out, such as on the phone, or takes an opt-out back, with a reason.
    /// Every member may: whoever hears it is to note it.
    /// </summary>
    public Task<IResult> NoteAsync(HttpRequest request, string number, IWorkStarter work, CancellationToken cancellation) =>
        authorization.ForAnyMemberAsync(request, async user =>
    {
        var country = await region.ReadAsync(cancellation);
        var customer = WrittenNumber.TryRead(number, country, out var written) ? written.Number
            : throw Problems.Invalid("The address ends with a customer's phone number in E.164, such as +12065550199.");
        var body = await RequestReading.BodyAsync<OptOutBody>(request, cancellation);
        var optedOut = body.OptedOut
            ?? throw Problems.Invalid("optedOut is true where the customer refuses our texts, and false to take that back.");
        var reason = body.Reason is null && optedOut ? null
            : body.Reason is null
                ? throw Problems.Invalid("An opt-out is taken back with a reason: say in reason how the customer allowed texts again.")
            : RequestReading.Line(body.Reason, LongestReason, "reason");
        await audit.NoteAsync(
            user.Author, optedOut ? AuditAction.OptOutNoted : AuditAction.OptOutTakenBack, customer.Value, reason, cancellation);

        var (_, spreading) = await noting.RecordAsync([new(customer, optedOut, time.GetUtcNow(), user.Author, reason)], cancellation);
        await work.StartAsync(spreading, cancellation);
        return Results.Json(
            await optOuts.FindEntryAsync(customer, cancellation) is { } noted ? OptOutJson.Of(noted, country) : null, InboxJson.Options);
    });

    /// <summary><c>POST /api/opt-outs/import</c>: many opt-outs from a CSV file, with a report of what was refused.</summary>
    public Task<IResult> ImportAsync(HttpRequest request, IWorkStarter work, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
        {
            if (request.ContentLength > LargestFile)
            {
                throw Problems.TooLarge(LargestFile);
            }

            await using var file = new LimitedBody(request, LargestFile);
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

    /// <summary><c>GET /api/opt-outs/export</c>: all opt-outs whose numbers are known as a CSV file, which the import reads back.</summary>
    public Task<IResult> ExportAsync(HttpRequest request, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
        {
            await audit.NoteAsync(user.Author, AuditAction.OptOutsExported, All, cancellation);

            // The first page is there before the answer begins: a failure after that can only break it off.
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

    private sealed record OptOutBody(bool? OptedOut, string? Reason);
}
