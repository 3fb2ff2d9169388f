using System.Collections.Immutable;
using ZuperConnect.Conversations;
using ZuperConnect.Ledger;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;
using ZuperConnect.Text;

namespace ZuperConnect.Search;

/// <summary>A message or comment that contains all searched words.</summary>
/// <param name="Conversation">Its conversation.</param>
/// <param name="Item">The item.</param>
/// <param name="Snippet">The part of the text with the words.</param>
public sealed record TextHit(Conversation Conversation, TimelineItem Item, Snippet Snippet);

/// <summary>Searches what was said in messages and comments, newest first (docs/design.md#search).</summary>
public sealed class TextSearch(StorageTables storage, ConversationLedger ledger)
{
    /// <summary>The maximum number of words that are searched for; more are ignored.</summary>
    public const int MaxWords = 8;

    /// <summary>The maximum number of requests to the index for a page. Then the page is short, and the next one continues.</summary>
    internal const int MaxRequests = 24;

    /// <summary>The maximum number of items of a conversation that are read for a page.</summary>
    internal const int MaxItems = 5 * RowQuery.MaxPageSize;

    private const int FirstRows = 100;

    /// <summary>The words of a search text. Empty if there is nothing to search for.</summary>
    public static ImmutableArray<string> Asked(string text)
    {
        var words = TextWords.Of(text).Select(word => word.Value).Distinct().ToList();

        // A word that is the beginning of another one is found with it.
        return
        [
            .. words.Where(word => !words.Any(other => other != word && other.StartsWith(word, StringComparison.Ordinal)))
                .Take(MaxWords),
        ];
    }

    /// <summary>
    /// A page of all conversations. The texts with all words are the intersection of the ranges of the words: each range continues where
    /// the one that is furthest back in time is, so that the rarest word determines the cost.
    /// </summary>
    /// <param name="asked">The words, from <see cref="Asked"/>; not empty.</param>
    /// <param name="limit">The maximum number of hits. A page may be shorter or empty although it is not the last.</param>
    /// <param name="after">Where the page starts, from <see cref="ParseCursor"/>; null for the first page.</param>
    /// <param name="number">The number of the business; null for all.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public async Task<Page<TextHit>> FindAsync(
        ImmutableArray<string> asked, int limit, string? after, PhoneNumber? number, CancellationToken cancellation)
    {
        var ranges = asked.Select(word => new TextRange(storage.Search, word, asked.Length is 1 ? limit + 1 : FirstRows)).ToList();
        var (places, position, isOver) = (new List<TextPlace>(), after ?? "", false);
        while (!isOver && places.Count <= limit && ranges.Sum(range => range.Requests) < MaxRequests)
        {
            var isHit = true;
            foreach (var range in ranges)
            {
                var (place, isFound) = await range.SeekAsync(position, cancellation);
                isOver |= place is null;
                isHit &= isFound && place == position;
                position = place ?? position;
                if (isOver)
                {
                    break;
                }
            }

            if (isHit && !isOver)
            {
                var place = TextPlace.Parse(position);
                position = TextPlace.Next(position);
                if (place is not null && (number is null || place.Conversation.Number == number))
                {
                    places.Add(place);
                }
            }
        }

        // One more than the page has tells whether there is another page.
        var next = places.Count > limit ? $"{places[limit]}" : isOver ? null : position;
        return new(
            await ReadAsync([.. places.Take(limit)], asked, cancellation), next is null ? null : Cursors.Encode(next));
    }

    /// <summary>A page of one conversation. Reads its timeline, a request for 1,000 items.</summary>
    /// <inheritdoc cref="FindAsync(ImmutableArray{string}, int, string?, PhoneNumber?, CancellationToken)" path="/param"/>
    public async Task<Page<TextHit>> FindAsync(
        ImmutableArray<string> asked, int limit, string? after, Conversation conversation, CancellationToken cancellation)
    {
        var prefix = RowKeys.Items(conversation.Id.Customer);
        var query = RowQuery.WithPrefix(conversation.Id.Number.Key, prefix).After(after is null ? null : prefix + after);
        var (hits, looked) = (new List<TextHit>(), 0);
        await foreach (var row in storage.Inbox.QueryAsync(query, cancellation))
        {
            if (HitOf(conversation, JsonRows.Read<TimelineItem>(row), asked) is { } hit)
            {
                hits.Add(hit);
            }

            if (hits.Count > limit)
            {
                var last = hits[limit - 1].Item;
                return new([.. hits.Take(limit)], Cursors.Encode($"{SortableTime.NewestFirst(last.At)}|{last.Id}"));
            }

            if (++looked == MaxItems)
            {
                return new(hits, Cursors.Encode(row.RowKey[prefix.Length..]));
            }
        }

        return new(hits, null);
    }

    /// <summary>Parses a cursor of a search in all conversations; null if it is not valid.</summary>
    public static string? ParseCursor(string cursor) => TextPlace.ParseCursor(cursor);

    private async Task<IReadOnlyList<TextHit>> ReadAsync(
        List<TextPlace> places, ImmutableArray<string> asked, CancellationToken cancellation)
    {
        var conversations = places.Select(place => place.Conversation).Distinct()
            .ToDictionary(id => id, id => ledger.ReadAsync(id, cancellation));
        var hits = await Task.WhenAll(places.Select(async place =>
            await ledger.FindItemAsync(place.Conversation, place.ItemId, place.At, cancellation) is { } item
            && (await conversations[place.Conversation]).Conversation is { } conversation
                ? HitOf(conversation, item, asked) : null));
        await Task.WhenAll(conversations.Values);
        return [.. hits.OfType<TextHit>()];
    }

    private static TextHit? HitOf(Conversation conversation, TimelineItem item, ImmutableArray<string> asked) =>
        item.SearchableText is { } text && TextWords.Of(text) is var words && TextWords.AreIn(words, asked)
            ? new(conversation, item, Snippet.Of(text, words, asked)) : null;
}
