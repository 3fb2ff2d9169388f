namespace ZuperConnect.Storage;

/// <summary>A change of one row, see <see cref="ITable.SubmitAsync"/>.</summary>
/// <param name="PartitionKey">The row's partition.</param>
/// <param name="RowKey">The row.</param>
public abstract record RowChange(string PartitionKey, string RowKey)
{
    private RowChange(TableRow row)
        : this(row.PartitionKey, row.RowKey)
    {
    }

    /// <summary>Adds a row. <see cref="Conflict.Exists"/>: it is there already.</summary>
    public sealed record Insert(TableRow Row) : RowChange(Row);

    /// <summary>
    /// Puts a row in the place of the one that is there, with all its columns. <see cref="Conflict.Missing"/>: none is there.
    /// <see cref="Conflict.Changed"/>: it has another tag than <paramref name="IfMatch"/>; <see cref="ETag.Any"/> is every tag.
    /// </summary>
    public sealed record Replace(TableRow Row, ETag IfMatch) : RowChange(Row);

    /// <summary>Adds a row, or puts it in the place of the one that is there.</summary>
    public sealed record Upsert(TableRow Row) : RowChange(Row);

    /// <summary>
    /// Deletes a row. <see cref="Conflict.Missing"/>: there is none. <see cref="Conflict.Changed"/>: it has another tag than
    /// <paramref name="IfMatch"/>; <see cref="ETag.Any"/> is every tag.
    /// </summary>
    public sealed record Delete(string PartitionKey, string RowKey, ETag IfMatch) : RowChange(PartitionKey, RowKey);
}
