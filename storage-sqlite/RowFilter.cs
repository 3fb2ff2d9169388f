using ZuperConnect.Storage;

namespace ZuperConnect.SqliteStorage;

/// <summary>Compares rows with the filters of a query.</summary>
internal static class RowFilter
{
    /// <summary>Whether a row matches all filters.</summary>
    /// <exception cref="ArgumentException">A type without an order is compared by order.</exception>
    public static bool Matches(TableRow row, IReadOnlyList<ColumnFilter> filters)
    {
        foreach (var filter in filters)
        {
            var value = filter.Column is TableRow.TimestampColumn ? row.Timestamp : row[filter.Column];
            if (value?.GetType() != filter.Value.GetType() || !Holds(value, filter))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Holds(object value, ColumnFilter filter) => (value, filter.Value) switch
    {
        (string text, string other) => Holds(string.CompareOrdinal(text, other), filter.Comparison),
        (int number, int other) => Holds(number.CompareTo(other), filter.Comparison),
        (long number, long other) => Holds(number.CompareTo(other), filter.Comparison),
        (DateTimeOffset at, DateTimeOffset other) => Holds(at.CompareTo(other), filter.Comparison),
        _ when filter.Comparison is not Comparison.Equal =>
            throw new ArgumentException($"A column that holds a {value.GetType().Name} has no order.", nameof(filter)),
        (byte[] bytes, byte[] other) => bytes.AsSpan().SequenceEqual(other),
        _ => value.Equals(filter.Value),
    };

    private static bool Holds(int order, Comparison comparison) => comparison switch
    {
        Comparison.Equal => order is 0,
        Comparison.LessThan => order < 0,
        Comparison.LessThanOrEqual => order <= 0,
        Comparison.GreaterThan => order > 0,
        _ => order >= 0,
    };
}
