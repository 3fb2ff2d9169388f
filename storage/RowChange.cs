namespace ZuperConnect.Storage;

/// <summary>A change of one row in a transaction (<see cref="ITable.SubmitAsync"/>).</summary>
/// <param name="PartitionKey">The partition key.</param>
/// <param name="RowKey">The row key.</param>
public abstract record RowChange(string PartitionKey, string RowKey)
{
    private RowChange(TableRow row)
        : this(row.PartitionKey, row.RowKey)
    {
    }

    /// <summary>Adds a row. <see cref="Conflict.Exists"/> if it exists already.</summary>
    public sealed record Insert(TableRow Row) : RowChange(Row);

    /// <summary>
    /// Replaces a row with all its columns. <see cref="Conflict.Missing"/> if it does not exist, <see cref="Conflict.Changed"/> if its ETag
    /// is not <paramref name="IfMatch"/> (<see cref="ETag.Any"/> matches all).
    /// </summary>
    public sealed record Replace(TableRow Row, ETag IfMatch) : RowChange(Row);

    /// <summary>Adds a row, or replaces it if it exists.</summary>
    public sealed record Upsert(TableRow Row) : RowChange(Row);

    /// <summary>
    /// Deletes a row. <see cref="Conflict.Missing"/> if it does not exist, <see cref="Conflict.Changed"/> if its ETag is not <paramref
    /// name="IfMatch"/> (<see cref="ETag.Any"/> matches all).
    /// </summary>
    public sealed record Delete(string PartitionKey, string RowKey, ETag IfMatch) : RowChange(PartitionKey, RowKey);
}
