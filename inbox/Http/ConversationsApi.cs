using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using ZuperConnect.Audit;
using ZuperConnect.Conversations;
using ZuperConnect.Erasing;
using ZuperConnect.Hosting;
using ZuperConnect.Json;
using ZuperConnect.Ledger;
using ZuperConnect.Numbers;
using ZuperConnect.Outbox;
using ZuperConnect.Search;
using ZuperConnect.Storage;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>The conversations as the team lists and reads them.</summary>
public sealed class ConversationsApi(
    ApiAuthorization authorization, ConversationPages pages, SearchIndex search, TimelinePages timelines,
    ConversationLedger ledger, NumberStore numbers, CommandResponses answers,
    WorkItemStore rows, AuditLog audit, TimeProvider time)
{
    /// <summary><c>GET /api/conversations</c>: a page of a view, newest first.</summary>
    public Task<IResult> ListAsync(HttpRequest request, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async _ =>
    {
        var known = await numbers.AllAsync(cancellation);
        if (RequestReading.Query(request, "search") is { } text)
        {
            return Results.Json(await SearchAsync(request, text, known, cancellation), InboxJson.Options);
        }

        var view = ReadView(request);
        var limit = RequestReading.Limit(request);
        var after = RequestReading.Query(request, "cursor") is not { } cursor ? null
            : ConversationPages.ParseCursor(view ?? ConversationList.Open, cursor)
                ?? throw Problems.Invalid("cursor is none of this list's. Start again without one.");
        var asked = RequestReading.Number(request) is { } number ? [number] : known.Values.Select(own => own.Number).ToList();

        var page = view is null ? new([], null) : await pages.ReadAsync(view.Value, asked, limit, after, cancellation);
        return TaggedJson.Of(
            request, new Page<ConversationJson>([.. page.Items.Select(item => ConversationJson.Of(item, known))], page.NextCursor));
    });

    /// <summary><c>GET /api/conversations/{id}</c>: one conversation.</summary>
    public Task<IResult> ReadAsync(HttpRequest request, string id, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async _ =>
        Results.Json(
            ConversationJson.Of(await ledger.GetAsync(RequestReading.ConversationId(id), cancellation),
                await numbers.AllAsync(cancellation)), InboxJson.Options));

    /// <summary>
    /// <c>DELETE /api/conversations/{id}</c>: erases a conversation with all that passed in it until now, in the background. The same again
    /// answers the same until it is done.
    /// </summary>
    public Task<IResult> EraseAsync(HttpRequest request, string id, IWorkStarter work, CancellationToken cancellation) =>
        authorization.ForAdminAsync(request, async admin =>
    {
        var conversation = RequestReading.ConversationId(id);
        var erasing = ConversationErasing.Of(conversation);
        if (await rows.FindAsync(erasing, cancellation) is null)
        {
            await ledger.GetAsync(conversation, cancellation);
            await audit.NoteAsync(admin.Author, AuditAction.ConversationErased, conversation.ToString(), cancellation);
            await rows.AddAsync([WorkItem.New(erasing, WorkKind.EraseConversation, time.GetUtcNow())], cancellation);
        }

        await work.StartAsync(erasing, cancellation);
        return CommandResponses.Pending(request, erasing);
    });

    /// <summary><c>GET /api/conversations/{id}/timeline</c>: a page of the timeline, newest first.</summary>
    public Task<IResult> TimelineAsync(HttpRequest request, string id, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async _ =>
    {
        var limit = RequestReading.Limit(request);
        var after = RequestReading.Query(request, "cursor") is not { } text ? null
            : TimelinePages.ParseCursor(text) ?? throw Problems.Invalid("cursor is none of this timeline's. Start again without one.");
        var conversation = await ledger.GetAsync(RequestReading.ConversationId(id), cancellation);
        var page = await timelines.ReadAsync(conversation.Id, limit, after, cancellation);
        return TaggedJson.Of(request, TimelineJson.Of(page, conversation));
    });

    /// <summary><c>POST /api/conversations/{id}/comments</c>: an internal comment.</summary>
    public Task<IResult> CommentAsync(HttpRequest request, string id, IConversationOwner owner, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
    {
        var conversation = RequestReading.ConversationId(id);
        var body = await RequestReading.BodyAsync<CommentBody>(request, cancellation);
        var command = new AddComment(
            RequestReading.Uuid(body.CommentId, "commentId"), time.GetUtcNow(),
            user.Author, RequestReading.Text(body.Text, LongestComment));
        return await answers.TakeAsync(request, conversation, command, owner, cancellation);
    });

    private const int LongestComment = 5_000;
    private const int LongestSearch = 100;

    /// <summary>
    /// A page of what is found, over open and closed conversations unless a view is asked for; newest first within the page, and short
    /// where few of many are to be shown (see <see cref="SearchIndex.FindAsync"/>).
    /// </summary>
    private async Task<Page<ConversationJson>> SearchAsync(
        HttpRequest request, string text, ImmutableSortedDictionary<string, BusinessNumber> known, CancellationToken cancellation)
    {
        var asked = SearchWords.Asked(RequestReading.Text(text, LongestSearch, "search"));
        var view = RequestReading.Query(request, "view") is null && RequestReading.Query(request, "filter") is null
            ? null : (ViewAsked?)new ViewAsked(ReadView(request));
        var (limit, number) = (RequestReading.Limit(request), RequestReading.Number(request));
        if (asked.IsEmpty)
        {
            return new([], null);
        }

        var after = RequestReading.SearchCursor(RequestReading.Query(request, "cursor"), asked);
        if (view is { View: null })
        {
            return new([], null);
        }

        var page = await search.FindAsync(
            asked, limit, after, number, conversation => view?.View is not { } asks
                || ConversationLists.Of(conversation).Contains(asks), cancellation);
        return new(
            [.. page.Items.OrderByDescending(one => one.LastActivityAt).Select(one => ConversationJson.Of(one, known))], page.NextCursor);
    }

    /// <summary>A view that was asked for; null for one that is always empty.</summary>
    private sealed record ViewAsked(ConversationList? View);

    /// <summary>The view asked for; null for one that is always empty, as a closed conversation is neither unread nor
    /// unresponded.</summary>
    private static ConversationList? ReadView(HttpRequest request)
    {
        var closed = RequestReading.Query(request, "view") switch
        {
            null or "open" => false,
            "closed" => true,
            _ => throw Problems.Invalid("view is open or closed."),
        };
        return RequestReading.Query(request, "filter") switch
        {
            null => closed ? ConversationList.Closed : ConversationList.Open,
            "unread" => closed ? null : ConversationList.Unread,
            "unresponded" => closed ? null : ConversationList.Unresponded,
            _ => throw Problems.Invalid("filter is unread or unresponded."),
        };
    }

    private sealed record CommentBody(string? Text, string? CommentId);
}
