using System.Buffers.Text;
using System.Text;
using Azure.Data.Tables;
using ZuperConnect.Conversations;
using ZuperConnect.Numbers;

namespace ZuperConnect.Storage;

/// <summary>One page of a list, and where the next begins: null where there is no more.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>
/// Reads the lists of conversations, newest first. A page costs one query for each number asked for, whatever the number of
/// conversations (design, section 5).
/// </summary>
public sealed class ConversationPages(InboxStorage storage)
{
    /// <summary>Reads a page over several numbers.</summary>
    /// <param name="view">The list.</param>
    /// <param name="numbers">The numbers of the business to merge.</param>
    /// <param name="limit">The longest page.</param>
    /// <param name="after">Where the last page ended; null for the first.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<Page<Conversation>> ReadAsync(
        View view, IReadOnlyList<PhoneNumber> numbers, int limit, PlaceCursor? after, CancellationToken cancellation)
    {
        // One more than the page shows whether there is another page.
        var pages = await Task.WhenAll(numbers.Select(number => ReadAsync(view, number, limit + 1, after, cancellation)));
        var merged = pages.SelectMany(page => page)
            .OrderByDescending(conversation => conversation.LastActivityAt)
            .ThenBy(conversation => conversation.Id.Number.Key, StringComparer.Ordinal)
            .ThenBy(conversation => conversation.Id.Customer.Key, StringComparer.Ordinal)
            .Take(limit + 1)
            .ToList();
        return merged.Count <= limit
            ? new(merged, null)
            : new(merged[..limit], PlaceCursor.At(view, merged[limit - 1]).ToString());
    }

    private async Task<List<Conversation>> ReadAsync(View view, PhoneNumber number, int count, PlaceCursor? after, CancellationToken cancellation)
    {
        var prefix = RowKeys.Places(view);
        var (from, end) = (after is null ? prefix : prefix + after.Within(number), RowKeys.After(prefix));
        var rows = storage.Inbox.QueryAsync<TableEntity>(
            row => row.PartitionKey == number.Key && row.RowKey.CompareTo(from) > 0 && row.RowKey.CompareTo(end) < 0, count, cancellationToken: cancellation);

        var found = new List<Conversation>(count);
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            found.Add(Rows.Read<Conversation>(row));
            if (found.Count == count)
            {
                break;
            }
        }

        return found;
    }
}

/// <summary>
/// The last place given out of a list over one or several numbers; the next page has what comes after it in the order of time (newest
/// first), number and customer number. Opaque to clients.
/// </summary>
public sealed record PlaceCursor(View View, string ReversedTime, string Number, string Customer)
{
    /// <summary>The cursor after a conversation.</summary>
    public static PlaceCursor At(View view, Conversation last) =>
        new(view, RowKeys.Reversed(last.LastActivityAt), last.Id.Number.Key, last.Id.Customer.Key);

    /// <summary>Reads a cursor of a view; null where it is none of that view's.</summary>
    public static PlaceCursor? Parse(View view, string text) =>
        Cursors.Decode(text)?.Split('|') is [var name, { Length: 19 } time, var number, var customer]
            && name == view.ToString() && time.All(char.IsAsciiDigit) && PhoneNumber.TryParseKey(number, out _) && PhoneNumber.TryParseKey(customer, out _)
                ? new(view, time, number, customer)
                : null;

    /// <summary>Where a number's list goes on, as the rest of a row key: what sorts after it has not been given out.</summary>
    public string Within(PhoneNumber number) => string.CompareOrdinal(number.Key, Number) switch
    {
        < 0 => ReversedTime + '}',
        0 => $"{ReversedTime}|{Customer}",
        _ => ReversedTime,
    };

    /// <inheritdoc/>
    public override string ToString() => Cursors.Encode($"{View}|{ReversedTime}|{Number}|{Customer}");
}

/// <summary>Makes cursors opaque.</summary>
internal static class Cursors
{
    public static string Encode(string place) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(place));

    public static string? Decode(string cursor) =>
        cursor.Length is > 0 and < 512 && Base64Url.IsValid(cursor) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)) : null;
}
