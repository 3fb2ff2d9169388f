using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Audit;
using ZuperConnect.Hosting;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Jobs;
using ZuperConnect.Json;
using ZuperConnect.Numbers;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;

namespace ZuperConnect.Http;

/// <summary>Failed background work, for admins.</summary>
[Tags("Inbox")]
public sealed class BackgroundWorkApi(
    ApiAuthorization authorization, WorkItemStore rows, NumberStore numbers, AuditLog audit, TimeProvider time)
{
    /// <summary>List failed background work.</summary>
    /// <remarks>
    /// For admins. This includes recordings whose call is unknown, and recordings that were not copied completely: the copied part can be
    /// played, and the provider keeps the original for a day. It also includes webhooks that the receiver refused, or did not accept for
    /// three days.
    /// </remarks>
    /// <response code="200">The page; empty if nothing failed.</response>
    [HttpGet(Routes.Work, Name = "listWork")]
    [QueryParameter("state", "Only failed work can be listed.", Values = ["failed"], Required = true)]
    [LimitParameter]
    [CursorParameter]
    [ProducesResponseType<Page<FailedWorkJson>>(StatusCodes.Status200OK)]
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

        // One item more than the page shows whether there is another page.
        var found = await rows.FailedAsync(await numbers.WorkPartitionsAsync(cancellation), after, limit + 1, cancellation);
        var page = found.Take(limit).Select(Item).ToList();
        return Results.Json(
            new Page<FailedWorkJson>(page, found.Count > limit ? Cursors.Encode(page[^1].Id.ToString()) : null), InboxJson.Options);
    });

    /// <summary>Retry failed background work.</summary>
    /// <remarks>For admins.</remarks>
    /// <response code="204">The work was started again. If it fails again, it is listed again.</response>
    /// <response code="409"><c>workNotFailed</c>: the work is in progress, or will start soon.</response>
    [HttpPost(Routes.WorkRetry, Name = "retryWork")]
    [RouteParameter("id", "The work's `id`.", MaxLength = 256, Example = "recordings.recording.1")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    [ProducesProblem(StatusCodes.Status409Conflict, nameof(Problems.WorkNotFailed))]
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

        await audit.RecordAsync(admin.Author, AuditAction.WorkRetried, row.Id.ToString(), cancellation);
        await work.StartAsync(row.Id, cancellation);
        return Results.NoContent();
    });

    private static FailedWorkJson Item(WorkItem row) =>
        new(row.Id, row.Kind, row.At, row.FailedAt!.Value, row.Failure!, row.Attempts, row.Kind is WorkKind.ArchiveRecording
            ? row.Id.SourceId : null,
            row.Kind is WorkKind.SendWebhook ? JobWebhookSender.JobOf(row).Id : null);
}

/// <summary>Background work that failed.</summary>
/// <param name="Id">The id of the work.</param>
/// <param name="Kind">The kind of work.</param>
/// <param name="At">The time of the event that caused it.</param>
/// <param name="FailedAt">When it failed for good.</param>
/// <param name="Failure">The reason.</param>
/// <param name="Attempts">The number of attempts.</param>
/// <param name="RecordingId">The recording; null if the work is not about one.</param>
/// <param name="JobId">The job of a webhook that could not be delivered; otherwise null.</param>
public sealed record FailedWorkJson(
    WorkId Id, [SchemaOf<string>] WorkKind Kind, DateTimeOffset At, DateTimeOffset FailedAt, string Failure,
    int Attempts, string? RecordingId, string? JobId);
