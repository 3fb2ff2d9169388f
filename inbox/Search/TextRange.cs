using ZuperConnect.Storage;

namespace ZuperConnect.Search;

/// <summary>The texts with a word beginning, newest first, read in pages that get longer.</summary>
internal sealed class TextRange(ITable table, string asked, int pageSize)
{
    private const int Growth = 4;
    private readonly string _prefix = TextIndexRows.PrefixFor(asked);
    private List<TableRow> _rows = [];
    private int _at;
    private int _pageSize = pageSize;
    private bool _isLast;

    /// <summary>The number of requests.</summary>
    public int Requests { get; private set; }

    /// <summary>Moves to the first text at or after a position, with at most one request.</summary>
    /// <returns>
    /// The text; if it is not known yet, a position at or after which it is, and false. Null for the position if there is none.
    /// </returns>
    public async Task<(string? Place, bool IsFound)> SeekAsync(string position, CancellationToken cancellation)
    {
        if (Find(position) is { } place)
        {
            return (place, true);
        }

        if (_isLast)
        {
            return (null, false);
        }

        var last = _rows.Count > 0 ? TextPlace.Next(PlaceOf(_rows[^1])) : position;
        var from = string.CompareOrdinal(last, position) > 0 ? last : position;
        _rows = await table.QueryAsync(
            RowQuery.WithPrefix(TextIndexRows.Partition, _prefix).From(_prefix + from).InPagesOf(_pageSize), cancellation)
            .Take(_pageSize).ToListAsync(cancellation);
        Requests++;
        (_at, _isLast) = (0, _rows.Count < _pageSize);
        _pageSize = Math.Min(Growth * _pageSize, RowQuery.MaxPageSize);
        return Find(position) is { } found ? (found, true)
            : _isLast ? (null, false)
            : (TextPlace.Next(PlaceOf(_rows[^1])), false);
    }

    private string? Find(string position)
    {
        for (; _at < _rows.Count; _at++)
        {
            var place = PlaceOf(_rows[_at]);
            if (string.CompareOrdinal(place, position) >= 0 && TextIndexRows.Contains(_rows[_at], asked))
            {
                return place;
            }
        }

        return null;
    }

    private string PlaceOf(TableRow row) => row.RowKey[_prefix.Length..];
}
