using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Ledger;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>The timelines of conversations.</summary>
[Tags("Conversations")]
public sealed class TimelineApi(ApiAuthorization authorization, ConversationLedger ledger, TimelinePages timelines)
{
    /// <summary>List the items of a conversation's timeline, newest first.</summary>
    /// <response code="200">The page.</response>
    [HttpGet(Routes.Timeline, Name = "getTimeline")]
    [ConversationIdParameter]
    [IfNoneMatchParameter]
    [LimitParameter]
    [CursorParameter]
    [ProducesResponseType<TimelineJson>(StatusCodes.Status200OK)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    public Task<IResult> ListAsync(HttpRequest request, string id, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async _ =>
    {
        var limit = RequestReading.Limit(request);
        var after = RequestReading.Query(request, "cursor") is not { } text ? null
            : TimelinePages.ParseCursor(text) ?? throw Problems.Invalid("cursor is none of this timeline's. Start again without one.");
        var conversation = await ledger.GetAsync(RequestReading.ConversationId(id), cancellation);
        var page = await timelines.ReadAsync(conversation.Id, limit, after, cancellation);
        return ETagJson.Of(request, TimelineJson.Of(page, conversation));
    });
}
