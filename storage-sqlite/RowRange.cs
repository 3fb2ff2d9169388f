using ZuperConnect.Storage;

namespace ZuperConnect.SqliteStorage;

/// <summary>The keys that a query has still to read, as bytes of <see cref="OrdinalText"/>.</summary>
/// <param name="Partition">The partition; the first one, where the query reads all of them.</param>
/// <param name="Start">The first row key of the first partition, where the query reads all of them.</param>
/// <param name="From">The first row key.</param>
/// <param name="Before">The row key at which to stop.</param>
internal sealed record RowRange(byte[] Partition, byte[] Start, byte[] From, byte[] Before)
{
    private bool OnePartition { get; init; }

    /// <summary>All that a query reads.</summary>
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

    /// <summary>What comes after a row.</summary>
    public RowRange After(TableRow row)
    {
        var next = OrdinalText.After(row.RowKey);
        return OnePartition ? this with { From = next } : this with { Partition = OrdinalText.Encode(row.PartitionKey), Start = next };
    }
}
