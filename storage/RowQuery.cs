using System.Collections.Immutable;

namespace ZuperConnect.Storage;

/// <summary>A comparison operator.</summary>
public enum Comparison
{
    /// <summary>Equal to the value.</summary>
    Equal,

    /// <summary>Less than the value, or earlier.</summary>
    LessThan,

    /// <summary>At most the value.</summary>
    LessThanOrEqual,

    /// <summary>Greater than the value, or later.</summary>
    GreaterThan,

    /// <summary>At least the value.</summary>
    GreaterThanOrEqual,
}

/// <summary>A condition on a column. A row without the column, or with a value of another type, does not match.</summary>
/// <param name="Column">The column, or <see cref="TableRow.TimestampColumn"/>.</param>
/// <param name="Comparison">The operator. Booleans, GUIDs and bytes support only <see cref="Comparison.Equal"/>.</param>
/// <param name="Value">A value of a type that <see cref="TableRow"/> supports.</param>
public sealed record ColumnFilter(string Column, Comparison Comparison, object Value);

/// <summary>
/// Selects rows. Ranges of keys are read directly. <see cref="Filters"/> are compared with each row of the range, because columns are not
/// indexed.
/// </summary>
public sealed record RowQuery
{
    /// <summary>The maximum number of rows in a page (from the Table service's page on timeouts and pagination).</summary>
    public const int MaxPageSize = 1_000;

    /// <summary>All rows of a table.</summary>
    public static RowQuery All { get; } = new();

    /// <summary>The partition; null for all.</summary>
    public string? Partition { get; private init; }

    /// <summary>Only partitions with greater keys than this one; null for all.</summary>
    public string? PartitionAfter { get; private init; }

    /// <summary>Only row keys greater than or equal to this one; null for all.</summary>
    public string? RowKeyFrom { get; private init; }

    /// <summary>Only row keys greater than this one; null for all.</summary>
    public string? RowKeyAfter { get; private init; }

    /// <summary>Only row keys less than this one; null for all.</summary>
    public string? RowKeyBefore { get; private init; }

    /// <summary>The conditions, all of which must hold.</summary>
    public ImmutableArray<ColumnFilter> Filters { get; private init; } = [];

    /// <summary>The columns to read; null for all. Keys, ETag and timestamp are always read.</summary>
    public ImmutableArray<string>? Columns { get; private init; }

    /// <summary>The number of rows that are read in one request, at most <see cref="MaxPageSize"/>.</summary>
    public int PageSize { get; private init; } = MaxPageSize;

    /// <summary>All rows of a partition.</summary>
    public static RowQuery InPartition(string partitionKey) => new() { Partition = partitionKey };

    /// <summary>All rows of a partition whose row keys start with a prefix.</summary>
    public static RowQuery WithPrefix(string partitionKey, string prefix) =>
        InPartition(partitionKey).From(prefix).Before(PrefixEnd(prefix));

    /// <summary>All rows of the partitions with greater keys than this one.</summary>
    public static RowQuery InPartitionsAfter(string partitionKey) => new() { PartitionAfter = partitionKey };

    /// <summary>The first key after all keys with a prefix: the last character is incremented.</summary>
    public static string PrefixEnd(string prefix) => prefix[..^1] + (char)(prefix[^1] + 1);

    /// <summary>Only row keys greater than or equal to this one.</summary>
    public RowQuery From(string rowKey) => this with { RowKeyFrom = rowKey };

    /// <summary>Only row keys greater than this one; null for all.</summary>
    public RowQuery After(string? rowKey) => rowKey is null ? this : this with { RowKeyAfter = rowKey };

    /// <summary>Only row keys less than this one.</summary>
    public RowQuery Before(string rowKey) => this with { RowKeyBefore = rowKey };

    /// <summary>Adds a condition.</summary>
    /// <param name="column">The column, or <see cref="TableRow.TimestampColumn"/>.</param>
    /// <param name="comparison">The operator.</param>
    /// <param name="value">A value of a type that <see cref="TableRow"/> supports.</param>
    public RowQuery Where(string column, Comparison comparison, object value) =>
        this with { Filters = Filters.Add(new(column, comparison, value)) };

    /// <summary>Reads only these columns. Without columns, it reads only keys, ETag and timestamp.</summary>
    public RowQuery Select(params ImmutableArray<string> columns) => this with { Columns = columns };

    /// <summary>
    /// Sets the number of rows that are read in one request, at most <see cref="MaxPageSize"/>. Use it if the caller stops after so many
    /// rows.
    /// </summary>
    public RowQuery InPagesOf(int rows) => this with { PageSize = Math.Clamp(rows, 1, MaxPageSize) };
}
