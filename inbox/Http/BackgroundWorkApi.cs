using Microsoft.AspNetCore.Http;
using ZuperConnect.Audit;
using ZuperConnect.Hosting;
using ZuperConnect.Jobs;
using ZuperConnect.Json;
using ZuperConnect.Numbers;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;

namespace ZuperConnect.Http;

/// <summary>Background work that was given up, for admins.</summary>
public sealed class BackgroundWorkApi(
    ApiAuthorization authorization, WorkItemStore rows, NumberStore numbers, AuditLog audit, TimeProvider time)
{
    /// <summary><c>GET /api/work?state=failed</c>: a page of the work that was given up. Its ids give the order.</summary>
    public Task<IResult> ListAsync(HttpRequest request, CancellationToken cancellation) => authorization.ForAdminAsync(request, async _ =>
    {
        if (RequestReading.Query(request, "state") is not "failed")
        {
            throw Problems.Invalid("state is failed: no other work is listed.");
        }

        var limit = RequestReading.Limit(request);
        var after = RequestReading.Query(request, "cursor") is not { } text ? null
            : WorkId.TryParse(Cursors.Decode(text), out var last) ? last
            : throw Problems.Invalid("cursor is none of this list's. Start again without one.");

        // One more than the page shows whether there is another page.
        var found = await rows.FailedAsync(await numbers.WorkPartitionsAsync(cancellation), after, limit + 1, cancellation);
        var page = found.Take(limit).Select(Item).ToList();
        return Results.Json(
            new Page<WorkItem>(page, found.Count > limit ? Cursors.Encode(page[^1].Id.ToString()) : null), InboxJson.Options);
    });

    /// <summary><c>POST /api/work/{id}/retry</c>: has work tried once more.</summary>
    public Task<IResult> RetryAsync(HttpRequest request, string id, IWorkStarter work, CancellationToken cancellation) =>
        authorization.ForAdminAsync(request, async admin =>
    {
        var row = WorkId.TryParse(id, out var known) ? await rows.FindAsync(known, cancellation) : null;
        if (row is null)
        {
            throw Problems.NotFound("There is no work with this id, or it is done. List what failed with GET /api/work?state=failed.");
        }

        var again = row with { FailedAt = null, Failure = null, Attempts = 0, DueAt = time.GetUtcNow() };
        if (row.FailedAt is null || await rows.ChangeAsync(again, cancellation) is null)
        {
            throw Problems.WorkNotFailed();
        }

        await audit.NoteAsync(admin.Author, AuditAction.WorkRetried, row.Id.ToString(), cancellation);
        await work.StartAsync(row.Id, cancellation);
        return Results.NoContent();
    });

    private static WorkItem Item(Outbox.WorkItem row) =>
        new(row.Id, row.Kind, row.At, row.FailedAt, row.Failure, row.Attempts, row.Kind is WorkKind.ArchiveRecording
            ? row.Id.SourceId : null,
            row.Kind is WorkKind.SendWebhook ? JobWebhookSender.JobOf(row).Id : null);

    private sealed record WorkItem(
        WorkId Id, WorkKind Kind, DateTimeOffset At, DateTimeOffset? FailedAt, string? Failure,
        int Attempts, string? RecordingId, string? JobId);
}
