using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Audit;
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
    ApiAuthorization authorization, OptOutStore optOuts, ManualOptOuts noting, NumberRegion region, AuditLog audit, TimeProvider time)
{
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
    /// business may text the number. Revoking needs an admin and a reason. Both are in the audit log. The customer's conversations show it
    /// a moment
    /// later.
    /// </remarks>
    /// <response code="200">The opt-out as it is now.</response>
    [HttpPut(Routes.OptOut, Name = "noteOptOut")]
    [RouteParameter("number", "The customer's number, percent-encoded.", Example = "+12065550199")]
    [Consumes(typeof(OptOutChangeBody), "application/json")]
    [ProducesResponseType<OptOutJson>(StatusCodes.Status200OK)]
    public Task<IResult> RecordAsync(HttpRequest request, string number, IWorkStarter work, CancellationToken cancellation) =>
        authorization.ForAnyMemberAsync(request, async user =>
    {
        var country = await region.ReadAsync(cancellation);
        var customer = WrittenNumber.TryRead(number, country, out var written) ? written.Number
            : throw Problems.Invalid("The address ends with a customer's phone number in E.164, such as +12065550199.");
        var body = await RequestReading.BodyAsync<OptOutChangeBody>(request, cancellation);
        var optedOut = body.OptedOut
            ?? throw Problems.Invalid("optedOut is true where the customer refuses our texts, and false to take that back.");
        if (!optedOut && user.Role is not Role.Admin)
        {
            throw Problems.NotAllowed();
        }

        var reason = body.Reason is null && optedOut ? null
            : body.Reason is null
                ? throw Problems.Invalid("An opt-out is taken back with a reason: say in reason how the customer allowed texts again.")
            : RequestReading.Line(body.Reason, MaxReasonLength, "reason");
        await audit.RecordAsync(
            user.Author, optedOut ? AuditAction.OptOutNoted : AuditAction.OptOutTakenBack, customer.Value, reason, cancellation);

        var (_, spreading) = await noting.RecordAsync([new(customer, optedOut, time.GetUtcNow(), user.Author, reason)], cancellation);
        await work.StartAsync(spreading, cancellation);
        return Results.Json(
            await optOuts.FindEntryAsync(customer, cancellation) is { } noted ? OptOutJson.Of(noted, country) : null, InboxJson.Options);
    });
}

/// <summary>An opt-out to record or to revoke.</summary>
/// <param name="OptedOut">Whether the customer opts out.</param>
/// <param name="Reason">One line. Required to revoke an opt-out.</param>
public sealed record OptOutChangeBody([Required] bool? OptedOut, [Length(1, OptOutsApi.MaxReasonLength)] string? Reason);
