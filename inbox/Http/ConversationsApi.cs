using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Audit;
using ZuperConnect.Conversations;
using ZuperConnect.Erasing;
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

/// <summary>The conversations as the team lists and reads them.</summary>
[Tags("Conversations")]
public sealed class ConversationsApi(
    ApiAuthorization authorization, ConversationPages pages, SearchIndex search, TimelinePages timelines,
    ConversationLedger ledger, NumberStore numbers, CommandResponses answers,
    WorkItemStore rows, AuditLog audit, TimeProvider time)
{
    /// <summary>List conversations, latest activity first.</summary>
    /// <response code="200">The page; empty if there is nothing.</response>
    [HttpGet(Routes.Conversations, Name = "listConversations")]
    [QueryParameter("view", "Open or closed conversations.", Values = ["open", "closed"], Default = "open")]
    [QueryParameter("filter", "Only these. A closed conversation is neither unread nor unresponded, so with `view=closed` the " +
        "page is empty.", Values = ["unread", "unresponded"])]
    [QueryParameter("search", "Only conversations whose customer's name has words that begin so (case and accents don't matter), " +
        "or whose customer number has this run of digits, three or more, national or international; a sender that is no number is " +
        "found by its name. Open and closed ones, unless `view` or `filter` is given. Newest first within a page; the pages are in " +
        "the order of the index, which does not know when something happened last. A page may have fewer than `limit`, even none: " +
        "there is more while it has a `nextCursor`.", MaxLength = MaxSearchLength, Example = "0199")]
    [NumberParameter("conversations")]
    [IfNoneMatchParameter]
    [LimitParameter]
    [CursorParameter("The `nextCursor` of the page before. It belongs to its `view` and `filter`; start without one after changing them.")]
    [ProducesResponseType<Page<ConversationJson>>(StatusCodes.Status200OK)]
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

    /// <summary>Get a conversation.</summary>
    /// <response code="200">The conversation.</response>
    [HttpGet(Routes.Conversation, Name = "getConversation")]
    [ConversationIdParameter]
    [ProducesResponseType<ConversationJson>(StatusCodes.Status200OK)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    public Task<IResult> ReadAsync(HttpRequest request, string id, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async _ =>
        Results.Json(
            ConversationJson.Of(await ledger.GetAsync(RequestReading.ConversationId(id), cancellation),
                await numbers.AllAsync(cancellation)), InboxJson.Options));

    /// <summary>Erase a conversation.</summary>
    /// <remarks>
    /// For admins. Erases the messages, calls and recordings of the conversation until now, and their audit entries. This is done in the
    /// background within some minutes, and cannot be undone. The saved customer and the customer's jobs stay; to erase them too, erase the
    /// customer. Later messages and calls begin a new conversation. Opt-outs stay in force.
    /// </remarks>
    [HttpDelete(Routes.Conversation, Name = "eraseConversation")]
    [ConversationIdParameter]
    [ProducesResponseType<PendingCommandJson>(StatusCodes.Status202Accepted)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
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

    /// <summary>List the items of a conversation's timeline, newest first.</summary>
    /// <response code="200">The page.</response>
    [HttpGet(Routes.Timeline, Name = "getTimeline")]
    [ConversationIdParameter]
    [IfNoneMatchParameter]
    [LimitParameter]
    [CursorParameter]
    [ProducesResponseType<TimelineJson>(StatusCodes.Status200OK)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
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

    /// <summary>Add a comment for the team.</summary>
    /// <remarks>The customer never sees it. It does not change the conversation's status, flags, or place in the list.</remarks>
    /// <response code="200">The conversation as it is now, with the comment.</response>
    [HttpPost(Routes.Comments, Name = "addComment")]
    [ConversationIdParameter]
    [Consumes(typeof(CommentBody), "application/json")]
    [ProducesResponseType<ChangedConversationJson>(StatusCodes.Status200OK)]
    [ProducesResponseType<PendingCommandJson>(StatusCodes.Status202Accepted)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    [ProducesProblem(StatusCodes.Status409Conflict, nameof(Problems.IdTaken))]
    public Task<IResult> CommentAsync(HttpRequest request, string id, IConversationOwner owner, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
    {
        var conversation = RequestReading.ConversationId(id);
        var body = await RequestReading.BodyAsync<CommentBody>(request, cancellation);
        var command = new AddComment(
            RequestReading.Uuid(body.CommentId, "commentId"), time.GetUtcNow(),
            user.Author, RequestReading.Text(body.Text, CommentItem.MaxTextLength));
        return await answers.TakeAsync(request, conversation, command, owner, cancellation);
    });

    private const int MaxSearchLength = 100;

    /// <summary>
    /// Searches open and closed conversations, unless a view is asked for. The latest activity is first within a page, and a page may be
    /// short (see <see cref="SearchIndex.FindAsync"/>).
    /// </summary>
    private async Task<Page<ConversationJson>> SearchAsync(
        HttpRequest request, string text, ImmutableSortedDictionary<string, BusinessNumber> known, CancellationToken cancellation)
    {
        var asked = SearchWords.Asked(RequestReading.Text(text, MaxSearchLength, "search"));
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

    /// <summary>The view that was asked for; null for one that is always empty.</summary>
    private sealed record ViewAsked(ConversationList? View);

    /// <summary>Reads the view; null for one that is always empty: a closed conversation is neither unread nor unresponded.</summary>
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
}

/// <summary>A comment to leave.</summary>
/// <param name="Text">Not blank. Counted in UTF-16 units, as JavaScript's <c>length</c> does.</param>
/// <param name="CommentId">
/// A UUID made anew for each comment, never one of a message; the same id is the same comment. Left out, the server makes one.
/// </param>
public sealed record CommentBody(
    [Required, Length(1, CommentItem.MaxTextLength), RegularExpression(@"\S")] string? Text, [SchemaOf<Guid>] string? CommentId);
