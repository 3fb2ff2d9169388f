using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Ledger;

/// <summary>
/// A list that has rows in the partition of every number: their keys are its prefix, the reversed time, a bar, and what tells rows of
/// one time apart.
/// </summary>
/// <param name="Prefix">What its keys begin with; it ends in a bar.</param>
/// <param name="PlaceOf">Where an item stands: its time, its number, and the last part of its key.</param>
internal sealed record MergedList<T>(string Prefix, Func<T, (DateTimeOffset At, PhoneNumber Number, string Key)> PlaceOf);

/// <summary>
/// Reads such lists over several numbers, newest first. A page costs one query for each number asked for, whatever the number of rows
/// (docs/design.md#storage).
/// </summary>
internal static class MergedPages
{
    /// <summary>Reads a page.</summary>
    /// <param name="inbox">The table.</param>
    /// <param name="list">The list.</param>
    /// <param name="numbers">The numbers of the business to merge.</param>
    /// <param name="limit">The longest page.</param>
    /// <param name="after">Where the last page ended; null for the first.</param>
    /// <param name="narrow">What else the rows must be; null: nothing else.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public static async Task<Page<T>> ReadAsync<T>(
        this ITable inbox, MergedList<T> list, IReadOnlyList<PhoneNumber> numbers, int limit, PlaceCursor? after,
        Func<RowQuery, RowQuery>? narrow, CancellationToken cancellation)
    {
        // One more than the page shows whether there is another page.
        var pages = await Task.WhenAll(numbers.Select(number => inbox.ReadAsync(list, number, limit + 1, after, narrow, cancellation)));
        var merged = pages.SelectMany(page => page)
            .Select(item => (Item: item, Place: list.PlaceOf(item)))
            .OrderByDescending(one => one.Place.At)
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
            .Take(count).Select(Rows.Read<T>).ToListAsync(cancellation);
    }
}

/// <summary>
/// The last place given out of a list over one or several numbers; the next page has what comes after it in the order of time (newest
/// first), number and the rest of the key. Opaque to clients.
/// </summary>
public sealed record PlaceCursor(string ListPrefix, string ReversedTime, string Number, string Rest)
{
    /// <summary>The cursor after a place of a list.</summary>
    public static PlaceCursor At(string listPrefix, (DateTimeOffset At, PhoneNumber Number, string Key) last) =>
        new(listPrefix, SortableTime.NewestFirst(last.At), last.Number.Key, last.Key);

    /// <summary>Reads a cursor of a list; null where it is none of that list's.</summary>
    public static PlaceCursor? Parse(string listPrefix, string text) =>
        Cursors.Decode(text) is { } place && place.StartsWith(listPrefix, StringComparison.Ordinal)
            && place[listPrefix.Length..].Split('|') is [{ Length: 19 } time, var number, var rest]
            && time.All(char.IsAsciiDigit) && PhoneNumber.TryParseKey(number, out _) && SourceIds.CanBeKey(rest)
                ? new(listPrefix, time, number, rest)
                : null;

    /// <summary>Where a number's list goes on, as the rest of a row key: what sorts after it has not been given out.</summary>
    public string Within(PhoneNumber number) => string.CompareOrdinal(number.Key, Number) switch
    {
        < 0 => ReversedTime + '}',
        0 => $"{ReversedTime}|{Rest}",
        _ => ReversedTime,
    };

    /// <inheritdoc/>
    public override string ToString() => Cursors.Encode($"{ListPrefix}{ReversedTime}|{Number}|{Rest}");
}
