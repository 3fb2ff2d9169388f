using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Audit;
using ZuperConnect.DeadLetters;
using ZuperConnect.Hosting;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Json;
using ZuperConnect.Storage;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Http;

/// <summary>Events that could not be processed and are kept, for admins.</summary>
[Tags("Inbox")]
public sealed class DeadLettersApi(
    ApiAuthorization authorization, DeadLetterStore unprocessed, DeadLetterRetry events, CallWebhooksApi callbacks, AuditLog audit)
{
    /// <summary>The most bytes of events on a page.</summary>
    private const long MostBytes = 4 * 1024 * 1024;

    /// <summary>List events that could not be read.</summary>
    /// <remarks>
    /// For admins. With the original events, those of the latest day first. A page may have fewer than <c>limit</c> if the events are long.
    /// Events that could not be read are deleted after 90 days. The original of a truncated text is kept as long as its conversation.
    /// </remarks>
    /// <response code="200">The page; empty if there are none.</response>
    [HttpGet(Routes.Unprocessed, Name = "listUnprocessed")]
    [LimitParameter]
    [CursorParameter]
    [ProducesResponseType<Page<UnprocessedJson>>(StatusCodes.Status200OK)]
    public Task<IResult> ListAsync(HttpRequest request, CancellationToken cancellation) => authorization.ForAdminAsync(request, async _ =>
    {
        var limit = RequestReading.Limit(request);
        var after = RequestReading.Query(request, "cursor") is not { } text ? null
            : DeadLetterStore.ParseCursor(text) ?? throw Problems.Invalid("cursor is none of this list's. Start again without one.");
        var page = await unprocessed.ReadAsync(limit, after, cancellation);
        var (items, bytes) = (new List<UnprocessedJson>(), 0L);
        foreach (var kept in page.Items)
        {
            bytes += kept.Length;
            if (items.Count > 0 && bytes > MostBytes)
            {
                return Results.Json(new Page<UnprocessedJson>(items, Cursors.Encode(items[^1].Id)), InboxJson.Options);
            }

            if (await unprocessed.FindAsync(kept.Id, cancellation) is var (_, original))
            {
                items.Add(UnprocessedJson.Of(kept, original));
            }
        }

        return Results.Json(new Page<UnprocessedJson>(items, page.NextCursor), InboxJson.Options);
    });

    /// <summary>Process an event again that could not be read.</summary>
    /// <remarks>For admins, after an update. An event that was delivered again meanwhile is processed once.</remarks>
    /// <response code="204">The event was processed and deleted.</response>
    /// <response code="409">
    /// <c>stillUnreadable</c>: this version cannot read it either. <c>alreadyProcessed</c>: it is the original of a truncated text.
    /// </response>
    [HttpPost(Routes.UnprocessedRetry, Name = "retryUnprocessed")]
    [UnprocessedIdParameter]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    [ProducesProblem(StatusCodes.Status409Conflict, nameof(Problems.StillUnreadable), nameof(Problems.AlreadyProcessed))]
    public Task<IResult> RetryAsync(HttpRequest request, string id, HostServices host, CancellationToken cancellation) =>
        authorization.ForAdminAsync(request, async admin =>
    {
        var (kept, original) = await unprocessed.FindAsync(id, cancellation) ?? throw Unknown();
        if (kept.Reason is DeadLetterStore.TooLong || !await TryTakeAsync(kept, original, host, cancellation))
        {
            throw kept.Reason is DeadLetterStore.TooLong ? Problems.AlreadyProcessed() : Problems.StillUnreadable();
        }

        await audit.RecordAsync(admin.Author, AuditAction.EventRetried, kept.Id, cancellation);
        await unprocessed.RemoveAsync(kept.Id, cancellation);
        return Results.NoContent();
    });

    /// <summary>Delete an event that could not be read.</summary>
    /// <remarks>For admins.</remarks>
    /// <response code="204">The event is deleted.</response>
    [HttpDelete(Routes.UnprocessedEvent, Name = "deleteUnprocessed")]
    [UnprocessedIdParameter]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    public Task<IResult> DeleteAsync(HttpRequest request, string id, CancellationToken cancellation) =>
        authorization.ForAdminAsync(request, async admin =>
    {
        var (kept, _) = await unprocessed.FindAsync(id, cancellation) ?? throw Unknown();
        await audit.RecordAsync(admin.Author, AuditAction.EventDeleted, kept.Id, cancellation);
        await unprocessed.RemoveAsync(kept.Id, cancellation);
        return Results.NoContent();
    });

    private async Task<bool> TryTakeAsync(DeadLetter kept, BinaryData original, HostServices host, CancellationToken cancellation)
    {
        try
        {
            return kept.CallId is { } callId
                ? await callbacks.TryTakeAsync(callId, original, kept.StoredAt, host.Calls, cancellation)
                : await events.TryHandleAsync(original, kept.StoredAt, host, cancellation);
        }
        catch (NotStoredYetException)
        {
            throw Problems.StorageAway();
        }
    }

    private static ProblemException Unknown() =>
        Problems.NotFound("Nothing is kept under this id; it was taken in, deleted, or forgotten. List what is with GET /api/unprocessed.");
}

/// <summary>An event that could not be processed and is kept.</summary>
/// <param name="Id">The id of the event.</param>
/// <param name="Reason">unreadable: it could not be read or stored. toolong: it was processed, and its text was truncated.</param>
/// <param name="KeptAt">When it was received.</param>
/// <param name="About">The time of the event; null if it is unknown.</param>
/// <param name="CallId">The call that it was sent for; null if there is none.</param>
/// <param name="Original">The event, with U+FFFD for bytes that are not UTF-8.</param>
public sealed record UnprocessedJson(
    string Id, [AllowedValues(DeadLetterStore.Unreadable, DeadLetterStore.TooLong)] string Reason, DateTimeOffset KeptAt,
    DateTimeOffset? About, string? CallId, string Original)
{
    /// <summary>Creates it from a kept event.</summary>
    public static UnprocessedJson Of(DeadLetter kept, BinaryData original) =>
        new(kept.Id, kept.Reason, kept.StoredAt, kept.About, kept.CallId, original.ToString());
}
