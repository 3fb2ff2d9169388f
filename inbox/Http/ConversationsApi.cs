using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Conversations;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Json;
using ZuperConnect.Ledger;
using ZuperConnect.Numbers;
using ZuperConnect.Search;
using ZuperConnect.Storage;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>The conversations as the team lists and reads them.</summary>
[Tags("Conversations")]
public sealed class ConversationsApi(
    ApiAuthorization authorization, ConversationPages pages, ConversationIndex search, ConversationLedger ledger, NumberStore numbers)
{
    private const int MaxSearchLength = 100;

    private static readonly string[] Narrowing = ["view", "filter", "assignee"];

    /// <summary>List conversations, latest activity first.</summary>
    /// <response code="200">The page; empty if there is nothing.</response>
    [HttpGet(Routes.Conversations, Name = "listConversations")]
    [QueryParameter("view", "Open, snoozed or closed conversations.", Values = ["open", "snoozed", "closed"], Default = "open")]
    [QueryParameter("filter", "Only these: those that are unread, unresponded, overdue, assigned to you, or to nobody. All of them are " +
        "open, so with another `view` the page is empty. Of the overdue, the one that waits longest is first.",
        Values = ["unread", "unresponded", "overdue", "mine", "unassigned"])]
    [QueryParameter("order", "`waiting`: the one that waits longest first; only with `filter=unresponded`.",
        Values = ["activity", "waiting"], Default = "activity")]
    [QueryParameter("assignee", "Only open conversations that are assigned to this `userId`. Not together with `filter`.",
        MaxLength = 255, Example = "ana")]
    [QueryParameter("search", "Only conversations whose customer's name has words that begin so (case and accents don't matter), " +
        "or whose customer number has this run of digits, three or more, national or international; a sender that is no number is " +
        "found by its name. Open and closed ones, unless `view` or `filter` is given. Newest first within a page; the pages are in " +
        "the order of the index, which does not know when something happened last. A page may have fewer than `limit`, even none: " +
        "there is more while it has a `nextCursor`.", MaxLength = MaxSearchLength, Example = "0199")]
    [NumberParameter("conversations")]
    [IfNoneMatchParameter]
    [LimitParameter]
    [CursorParameter("The `nextCursor` of the page before. It belongs to its `view`, `filter`, `order` and `assignee`; start without " +
        "one after changing them.")]
    [ProducesResponseType<Page<ConversationJson>>(StatusCodes.Status200OK)]
    public Task<IResult> ListAsync(HttpRequest request, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
    {
        var known = await numbers.AllAsync(cancellation);
        if (RequestReading.Query(request, "search") is { } text)
        {
            return Results.Json(await SearchAsync(request, text, user, known, cancellation), InboxJson.Options);
        }

        var view = ReadView(request, user);
        var limit = RequestReading.Limit(request);
        var after = RequestReading.Query(request, "cursor") is not { } cursor ? null
            : ConversationPages.ParseCursor(view ?? ConversationList.Open, cursor)
                ?? throw Problems.Invalid("cursor is none of this list's. Start again without one.");
        var asked = RequestReading.Number(request) is { } number ? [number] : known.Values.Select(own => own.Number).ToList();

        var page = view is null ? new([], null) : await pages.ReadAsync(view, asked, limit, after, cancellation);
        return ETagJson.Of(
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

    /// <summary>
    /// Searches open and closed conversations, unless a view is asked for. The latest activity is first within a page, and a page may be
    /// short (see <see cref="ConversationIndex.FindAsync"/>).
    /// </summary>
    private async Task<Page<ConversationJson>> SearchAsync(
        HttpRequest request, string text, Member user, ImmutableSortedDictionary<string, BusinessNumber> known,
        CancellationToken cancellation)
    {
        var asked = SearchWords.Asked(RequestReading.Text(text, MaxSearchLength, "search"));
        var isNarrowed = Narrowing.Any(name => RequestReading.Query(request, name) is not null);
        var view = isNarrowed ? ReadView(request, user) : null;
        var (limit, number) = (RequestReading.Limit(request), RequestReading.Number(request));
        if (asked.IsEmpty)
        {
            return new([], null);
        }

        var after = RequestReading.SearchCursor(RequestReading.Query(request, "cursor"), asked);
        if (isNarrowed && view is null)
        {
            return new([], null);
        }

        var page = await search.FindAsync(
            asked, limit, after, number, conversation => view is null
                || ConversationList.Of(conversation).Contains(view), cancellation);
        return new(
            [.. page.Items.OrderByDescending(one => one.LastActivityAt).Select(one => ConversationJson.Of(one, known))], page.NextCursor);
    }

    /// <summary>Reads the list; null for one that is always empty, because a closed or snoozed conversation is in no filter.</summary>
    private static ConversationList? ReadView(HttpRequest request, Member user)
    {
        var view = RequestReading.Query(request, "view") switch
        {
            null or "open" => ConversationList.Open,
            "snoozed" => ConversationList.Snoozed,
            "closed" => ConversationList.Closed,
            _ => throw Problems.Invalid("view is open, snoozed or closed."),
        };
        var waiting = RequestReading.Query(request, "order") switch
        {
            null or "activity" => false,
            "waiting" when RequestReading.Query(request, "filter") is "unresponded" => true,
            "waiting" => throw Problems.Invalid("order=waiting needs filter=unresponded."),
            _ => throw Problems.Invalid("order is activity or waiting."),
        };
        var list = (RequestReading.Query(request, "filter"), RequestReading.Query(request, "assignee")) switch
        {
            (null, null) => null,
            ("unread", null) => ConversationList.Unread,
            ("unresponded", null) => waiting ? ConversationList.Waiting : ConversationList.Unresponded,
            ("overdue", null) => ConversationList.Overdue,
            ("mine", null) => ConversationList.AssignedTo(user.UserId),
            ("unassigned", null) => ConversationList.Unassigned,
            (null, { } assignee) => ConversationList.AssignedTo(assignee),
            (_, null) => throw Problems.Invalid("filter is unread, unresponded, overdue, mine or unassigned."),
            _ => throw Problems.Invalid("Give filter or assignee, not both."),
        };
        return list is null ? view : view == ConversationList.Open ? list : null;
    }
}
