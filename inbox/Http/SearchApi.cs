using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Audit;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Json;
using ZuperConnect.Ledger;
using ZuperConnect.Numbers;
using ZuperConnect.Outbox;
using ZuperConnect.Search;
using ZuperConnect.Storage;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>Searches what was said, and rebuilds the search index.</summary>
[Tags("Conversations")]
public sealed class SearchApi(
    ApiAuthorization authorization, TextSearch search, SearchRebuild rebuild, ConversationLedger ledger, NumberStore numbers,
    AuditLog audit)
{
    private const int MaxSearchLength = 100;

    /// <summary>Search messages and comments, newest first.</summary>
    /// <remarks>
    /// Finds the texts that have all the words, or words that begin so; case and accents don't matter. A new text is found a moment later,
    /// on Azure within three minutes; with `conversation`, at once. A page may have fewer than `limit`, even none: there is more while it
    /// has a `nextCursor`. Names and numbers are found by `GET /api/conversations?search=`.
    /// </remarks>
    /// <response code="200">The page; empty if nothing was found.</response>
    [HttpGet(Routes.Search, Name = "searchTexts")]
    [QueryParameter("text", "The words, eight at most.", MaxLength = MaxSearchLength, Required = true, Example = "boiler leak")]
    [QueryParameter("conversation", "Only in this conversation, by its `id`.", MaxLength = 64,
        Example = "14255550100-12065550199")]
    [NumberParameter("texts")]
    [LimitParameter]
    [CursorParameter("The `nextCursor` of the page before. It belongs to its `conversation`; start without one after changing it.")]
    [ProducesResponseType<Page<TextHitJson>>(StatusCodes.Status200OK)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    public Task<IResult> FindAsync(HttpRequest request, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async _ =>
    {
        var asked = TextSearch.Asked(RequestReading.Text(RequestReading.Query(request, "text"), MaxSearchLength));
        var (limit, number, cursor) = (
            RequestReading.Limit(request), RequestReading.Number(request), RequestReading.Query(request, "cursor"));
        var conversation = RequestReading.Query(request, "conversation") is { } id
            ? await ledger.GetAsync(RequestReading.ConversationId(id), cancellation) : null;
        var after = cursor is null ? null
            : (conversation is null ? TextSearch.ParseCursor(cursor) : TimelinePages.ParseCursor(cursor))
                ?? throw Problems.Invalid("cursor is none of this search's. Start again without one.");
        var page = asked.IsEmpty ? new([], null)
            : conversation is null ? await search.FindAsync(asked, limit, after, number, cancellation)
            : await search.FindAsync(asked, limit, after, conversation, cancellation);
        var known = await numbers.AllAsync(cancellation);
        return Results.Json(
            new Page<TextHitJson>(
                [.. page.Items.Select(hit => new TextHitJson(ConversationJson.Of(hit.Conversation, known), hit.Item, hit.Snippet))],
                page.NextCursor),
            InboxJson.Options);
    });

    /// <summary>Rebuild the search index.</summary>
    /// <remarks>
    /// For admins. Compares the index with all messages, comments, customers and conversations in the background, and adds what is missing.
    /// After an update that needs it, this is done without asking. Search works meanwhile.
    /// </remarks>
    [HttpPost(Routes.SearchRebuild, Name = "rebuildSearch")]
    [ProducesResponseType<SearchRebuildJson>(StatusCodes.Status202Accepted)]
    [ProducesHeader(StatusCodes.Status202Accepted, "Location", "The address of the progress.", Format = "uri-reference")]
    public Task<IResult> RebuildAsync(HttpRequest request, IWorkStarter work, CancellationToken cancellation) =>
        authorization.ForAdminAsync(request, async admin =>
    {
        await audit.RecordAsync(admin.Author, AuditAction.SearchRebuilt, $"{WorkId.OfSearch}", cancellation);
        await rebuild.BeginAsync(cancellation);
        await work.StartAsync(WorkId.OfSearch, cancellation);
        request.HttpContext.Response.Headers.RetryAfter = "1";
        request.HttpContext.Response.Headers.Location = $"/{Routes.SearchRebuild}";
        return Results.Json(await ReadAsync(cancellation), InboxJson.Options, statusCode: StatusCodes.Status202Accepted);
    });

    /// <summary>Get the progress of rebuilding the search index.</summary>
    /// <remarks>For admins. When nothing is in progress, of the last time.</remarks>
    /// <response code="200">The progress.</response>
    [HttpGet(Routes.SearchRebuild, Name = "getSearchRebuild")]
    [ProducesResponseType<SearchRebuildJson>(StatusCodes.Status200OK)]
    public Task<IResult> ProgressAsync(HttpRequest request, CancellationToken cancellation) =>
        authorization.ForAdminAsync(request, async _ => Results.Json(await ReadAsync(cancellation), InboxJson.Options));

    private async Task<SearchRebuildJson> ReadAsync(CancellationToken cancellation) =>
        await rebuild.FindProgressAsync(cancellation) is { } rows ? new(Pending: true, rows, null)
        : await rebuild.FindReportAsync(cancellation) is { } report ? new(Pending: false, report.Rows, report.CompletedAt)
        : new(Pending: false, 0, null);
}

/// <summary>The progress of rebuilding the search index.</summary>
/// <param name="Pending">Whether it is in progress.</param>
/// <param name="Rows">The number of timeline items that were compared.</param>
/// <param name="CompletedAt">When it was done; null while it is in progress, and if it was never done.</param>
public sealed record SearchRebuildJson(bool Pending, [Range(0, double.MaxValue)] int Rows, DateTimeOffset? CompletedAt);

/// <summary>A message or comment that has all searched words.</summary>
/// <param name="Conversation">Its conversation.</param>
/// <param name="Item">The item of the timeline.</param>
/// <param name="Snippet">The part of the text with the words.</param>
public sealed record TextHitJson(ConversationJson Conversation, TimelineItem Item, Snippet Snippet);
