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
    ApiAuthorization authorization, ConversationPages pages, SearchIndex search, ConversationLedger ledger, NumberStore numbers)
{
    private const int MaxSearchLength = 100;

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
