using ZuperConnect.Storage;

namespace ZuperConnect.SqliteStorage;

/// <summary>The remaining key range of a query, encoded with <see cref="OrdinalText"/>.</summary>
/// <param name="Partition">The partition, or the first one of several.</param>
/// <param name="Start">The first row key of the first partition, if the query reads several.</param>
/// <param name="From">The first row key.</param>
/// <param name="Before">The end of the row keys (exclusive).</param>
internal sealed record RowRange(byte[] Partition, byte[] Start, byte[] From, byte[] Before)
{
    private bool OnePartition { get; init; }

    /// <summary>The whole range of a query.</summary>
    public static RowRange Of(RowQuery query)
    {
        var from = OrdinalText.Encode(query.RowKeyFrom ?? "");
        if (query.RowKeyAfter is { } key && OrdinalText.After(key) is var after && after.AsSpan().SequenceCompareTo(from) > 0)
        {
            from = after;
        }

        var partition = query switch
        {
            { Partition: { } one } => OrdinalText.Encode(one),
            { PartitionAfter: { } before } => OrdinalText.After(before),
            _ => [],
        };
        var end = query.RowKeyBefore is { } last ? OrdinalText.Encode(last) : OrdinalText.End;
        return new(partition, [], from, end) { OnePartition = query.Partition is not null };
    }

    /// <summary>The range after a row.</summary>
    public RowRange After(TableRow row)
    {
        var next = OrdinalText.After(row.RowKey);
        return OnePartition ? this with { From = next } : this with { Partition = OrdinalText.Encode(row.PartitionKey), Start = next };
    }
}
