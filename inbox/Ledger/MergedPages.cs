using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Ledger;

/// <summary>
/// A list with rows in the partitions of all numbers. The row key is the prefix, the sortable time, a bar, and a suffix that makes it
/// unique.
/// </summary>
/// <param name="Prefix">The prefix of the row keys, with a bar at the end.</param>
/// <param name="PlaceOf">
/// The position of an item: its time as 19 digits that sort in the order of the list, its number, and the suffix of its row key.
/// </param>
internal sealed record MergedList<T>(string Prefix, Func<T, (string Time, PhoneNumber Number, string Key)> PlaceOf);

/// <summary>
/// Reads a list for several numbers, in its order. A page costs one query for each number, however many rows there are
/// (docs/design.md#storage).
/// </summary>
internal static class MergedPages
{
    /// <summary>Reads a page.</summary>
    /// <param name="inbox">The table.</param>
    /// <param name="list">The list.</param>
    /// <param name="numbers">The numbers of the business to merge.</param>
    /// <param name="limit">The maximum number of items.</param>
    /// <param name="after">The end of the previous page; null for the first page.</param>
    /// <param name="narrow">An additional condition; null for none.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public static async Task<Page<T>> ReadAsync<T>(
        this ITable inbox, MergedList<T> list, IReadOnlyList<PhoneNumber> numbers, int limit, PlaceCursor? after,
        Func<RowQuery, RowQuery>? narrow, CancellationToken cancellation)
    {
        // One more item than the page has tells whether there is another page.
        var pages = await Task.WhenAll(numbers.Select(number => inbox.ReadAsync(list, number, limit + 1, after, narrow, cancellation)));
        var merged = pages.SelectMany(page => page)
            .Select(item => (Item: item, Place: list.PlaceOf(item)))
            .OrderBy(one => one.Place.Time, StringComparer.Ordinal)
            .ThenBy(one => one.Place.Number.Key, StringComparer.Ordinal)
            .ThenBy(one => one.Place.Key, StringComparer.Ordinal)
            .Take(limit + 1)
            .ToList();
        List<T> items = [.. merged.Take(limit).Select(one => one.Item)];
        return merged.Count <= limit
            ? new(items, null)
            : new(items, PlaceCursor.At(list.Prefix, merged[limit - 1].Place).ToString());
    }

    private static async Task<List<T>> ReadAsync<T>(
        this ITable inbox, MergedList<T> list, PhoneNumber number, int count, PlaceCursor? after,
        Func<RowQuery, RowQuery>? narrow, CancellationToken cancellation)
    {
        var range = RowQuery.WithPrefix(number.Key, list.Prefix).After(list.Prefix + after?.Within(number)).InPagesOf(count);
        return await inbox.QueryAsync(narrow?.Invoke(range) ?? range, cancellation)
            .Take(count).Select(JsonRows.Read<T>).ToListAsync(cancellation);
    }
}

/// <summary>
/// The position of the last item of a page, for a list of one or several numbers. The next page continues in the order of time, number and
/// key suffix. Opaque to clients.
/// </summary>
public sealed record PlaceCursor(string ListPrefix, string Time, string Number, string Rest)
{
    /// <summary>The cursor after a position.</summary>
    public static PlaceCursor At(string listPrefix, (string Time, PhoneNumber Number, string Key) last) =>
        new(listPrefix, last.Time, last.Number.Key, last.Key);

    /// <summary>Parses a cursor; null if it is not valid for this list.</summary>
    public static PlaceCursor? Parse(string listPrefix, string text) =>
        Cursors.Decode(text) is { } place && place.StartsWith(listPrefix, StringComparison.Ordinal)
            && place[listPrefix.Length..].Split('|') is [{ Length: 19 } time, var number, var rest]
            && time.All(char.IsAsciiDigit) && PhoneNumber.TryParseKey(number, out _) && SourceIds.CanBeKey(rest)
                ? new(listPrefix, time, number, rest)
                : null;

    /// <summary>The position in the list of one number, as the rest of a row key.</summary>
    public string Within(PhoneNumber number) => string.CompareOrdinal(number.Key, Number) switch
    {
        < 0 => Time + '}',
        0 => $"{Time}|{Rest}",
        _ => Time,
    };

    /// <inheritdoc/>
    public override string ToString() => Cursors.Encode($"{ListPrefix}{Time}|{Number}|{Rest}");
}
