using System.Collections.Immutable;

namespace ZuperConnect.Storage;

/// <summary>How a column is compared.</summary>
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

/// <summary>What a column must hold. A row that lacks the column, or holds something of another type there, does not match.</summary>
/// <param name="Column">The column, or <see cref="TableRow.TimestampColumn"/>.</param>
/// <param name="Comparison">How it is compared; <see cref="Comparison.Equal"/> alone for truth, UUIDs and bytes.</param>
/// <param name="Value">A value as <see cref="TableRow"/> holds it.</param>
public sealed record ColumnFilter(string Column, Comparison Comparison, object Value);

/// <summary>
/// Which rows to read. Ranges of keys are found by the keys; a <see cref="Filters"/> is compared with each row of the range, as no column
/// is
/// indexed.
/// </summary>
public sealed record RowQuery
{
    /// <summary>The most rows of one page (the Table service's page on timeouts and pagination).</summary>
    public const int MaxPageSize = 1_000;

    /// <summary>All rows of a table.</summary>
    public static RowQuery All { get; } = new();

    /// <summary>The partition; null: all of them.</summary>
    public string? Partition { get; private init; }

    /// <summary>Only partitions whose keys come after this one; null: from the first.</summary>
    public string? PartitionAfter { get; private init; }

    /// <summary>Only row keys from this one on; null: from the first.</summary>
    public string? RowKeyFrom { get; private init; }

    /// <summary>Only row keys after this one; null: from the first.</summary>
    public string? RowKeyAfter { get; private init; }

    /// <summary>Only row keys before this one; null: to the last.</summary>
    public string? RowKeyBefore { get; private init; }

    /// <summary>What the columns must hold: all of this.</summary>
    public ImmutableArray<ColumnFilter> Filters { get; private init; } = [];

    /// <summary>The columns to read; null: all. Keys, tag and timestamp are always read.</summary>
    public ImmutableArray<string>? Columns { get; private init; }

    /// <summary>How many rows are read at a time, up to <see cref="MaxPageSize"/>.</summary>
    public int PageSize { get; private init; } = MaxPageSize;

    /// <summary>All rows of a partition.</summary>
    public static RowQuery InPartition(string partitionKey) => new() { Partition = partitionKey };

    /// <summary>All rows of a partition whose keys begin with a prefix.</summary>
    public static RowQuery WithPrefix(string partitionKey, string prefix) =>
        InPartition(partitionKey).From(prefix).Before(PrefixEnd(prefix));

    /// <summary>All rows of the partitions whose keys come after one.</summary>
    public static RowQuery InPartitionsAfter(string partitionKey) => new() { PartitionAfter = partitionKey };

    /// <summary>The first key after all that begin with a prefix: the successor of its last character takes that one's place.</summary>
    public static string PrefixEnd(string prefix) => prefix[..^1] + (char)(prefix[^1] + 1);

    /// <summary>Only row keys from this one on.</summary>
    public RowQuery From(string rowKey) => this with { RowKeyFrom = rowKey };

    /// <summary>Only row keys after this one; null changes nothing.</summary>
    public RowQuery After(string? rowKey) => rowKey is null ? this : this with { RowKeyAfter = rowKey };

    /// <summary>Only row keys before this one.</summary>
    public RowQuery Before(string rowKey) => this with { RowKeyBefore = rowKey };

    /// <summary>Only rows whose column compares so, too.</summary>
    /// <param name="column">The column, or <see cref="TableRow.TimestampColumn"/>.</param>
    /// <param name="comparison">How it is compared.</param>
    /// <param name="value">A value as <see cref="TableRow"/> holds it.</param>
    public RowQuery Where(string column, Comparison comparison, object value) =>
        this with { Filters = Filters.Add(new(column, comparison, value)) };

    /// <summary>Reads these columns only; none: keys, tag and timestamp alone.</summary>
    public RowQuery Select(params ImmutableArray<string> columns) => this with { Columns = columns };

    /// <summary>Reads so many rows at a time, at most <see cref="MaxPageSize"/>: for a caller that stops there.</summary>
    public RowQuery InPagesOf(int rows) => this with { PageSize = Math.Clamp(rows, 1, MaxPageSize) };
}
