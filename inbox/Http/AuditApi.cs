using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Audit;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Json;
using ZuperConnect.Storage;

namespace ZuperConnect.Http;

/// <summary>The audit log, for admins.</summary>
[Tags("Team")]
public sealed class AuditApi(ApiAuthorization authorization, AuditLog log)
{
    /// <summary>List the audit log, newest first.</summary>
    /// <remarks>For admins. Entries are never changed or removed.</remarks>
    /// <response code="200">The page; empty if there is nothing.</response>
    [HttpGet(Routes.Audit, Name = "listAudit")]
    [LimitParameter]
    [CursorParameter]
    [ProducesResponseType<Page<AuditEntry>>(StatusCodes.Status200OK)]
    public Task<IResult> ListAsync(HttpRequest request, CancellationToken cancellation) => authorization.ForAdminAsync(request, async _ =>
    {
        var limit = RequestReading.Limit(request);
        var after = RequestReading.Query(request, "cursor") is not { } text ? null
            : AuditLog.ParseCursor(text) ?? throw Problems.Invalid("cursor is none of this list's. Start again without one.");
        return Results.Json(await log.ReadAsync(limit, after, cancellation), InboxJson.Options);
    });
}
