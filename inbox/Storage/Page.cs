using System.Buffers.Text;
using System.Text;

namespace ZuperConnect.Storage;

/// <summary>A page of a list.</summary>
/// <param name="Items">The items of the page.</param>
/// <param name="NextCursor">Where the next page starts; null on the last page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>Encodes positions as opaque cursors.</summary>
internal static class Cursors
{
    public const int MaxLength = 511;

    public static string Encode(string place) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(place));

    public static string? Decode(string cursor) =>
        cursor.Length is > 0 and <= MaxLength && Base64Url.IsValid(cursor)
            ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)) : null;
}

/// <summary>Reads pages of rows.</summary>
internal static class RowPages
{
    /// <summary>Reads a page; its cursor is the key of its last row.</summary>
    /// <inheritdoc cref="ReadPageAsync{T}(ITable, RowQuery, int, Func{TableRow, T}, Func{TableRow, string}, CancellationToken)" path="/param"/>
    public static Task<Page<T>> ReadPageAsync<T>(
        this ITable table, RowQuery query, int limit, Func<TableRow, T> read, CancellationToken cancellation) =>
        table.ReadPageAsync(query, limit, read, row => row.RowKey, cancellation);

    /// <summary>Reads a page.</summary>
    /// <param name="table">The table.</param>
    /// <param name="query">The rows after the previous page.</param>
    /// <param name="limit">The maximum number of items.</param>
    /// <param name="read">Converts a row.</param>
    /// <param name="place">The position of a row, for the cursor.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public static async Task<Page<T>> ReadPageAsync<T>(
        this ITable table, RowQuery query, int limit, Func<TableRow, T> read, Func<TableRow, string> place, CancellationToken cancellation)
    {
        // One more item than the page has tells whether there is another page.
        var rows = await table.QueryAsync(query.InPagesOf(limit + 1), cancellation).Take(limit + 1).ToListAsync(cancellation);
        return new([.. rows.Take(limit).Select(read)], rows.Count > limit ? Cursors.Encode(place(rows[limit - 1])) : null);
    }
}
