using Microsoft.AspNetCore.Http;
using ZuperConnect.Audit;
using ZuperConnect.Json;

namespace ZuperConnect.Http;

/// <summary>The audit log, for admins.</summary>
public sealed class AuditApi(ApiAuthorization authorization, AuditLog log)
{
    /// <summary><c>GET /api/audit</c>: a page of who did what, newest first.</summary>
    public Task<IResult> ListAsync(HttpRequest request, CancellationToken cancellation) => authorization.ForAdminAsync(request, async _ =>
    {
        var limit = RequestReading.Limit(request);
        var after = RequestReading.Query(request, "cursor") is not { } text ? null
            : AuditLog.ParseCursor(text) ?? throw Problems.Invalid("cursor is none of this list's. Start again without one.");
        return Results.Json(await log.ReadAsync(limit, after, cancellation), InboxJson.Options);
    });
}
