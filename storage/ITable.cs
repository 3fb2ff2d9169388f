namespace ZuperConnect.Storage;

/// <summary>
/// A table of rows, ordered by partition key and row key, both compared ordinally. It promises what Azure Table Storage promises, with the
/// same limits (<see cref="TableLimits"/>), so that what runs on one implementation runs on the other.
/// </summary>
public interface ITable
{
    /// <summary>The table's name.</summary>
    string Name { get; }

    /// <summary>Creates the table if it is not there.</summary>
    /// <exception cref="StorageUnavailableException">Storage is away.</exception>
    Task CreateIfNotExistsAsync(CancellationToken cancellation);

    /// <summary>The row with these keys; null if there is none.</summary>
    /// <exception cref="StorageUnavailableException">Storage is away.</exception>
    Task<TableRow?> FindAsync(string partitionKey, string rowKey, CancellationToken cancellation);

    /// <summary>
    /// The rows that a query finds, in the order of their keys, read in pages while they are enumerated. A row that is written meanwhile
    /// may
    /// be among them or not; no row comes twice, and none is left out that stays.
    /// </summary>
    /// <exception cref="StorageUnavailableException">Storage is away.</exception>
    IAsyncEnumerable<TableRow> QueryAsync(RowQuery query, CancellationToken cancellation);

    /// <summary>Makes 1 to 100 changes in one partition, each to another row: all of them, or none.</summary>
    /// <returns>The rows' new tags, in the order of the changes; <c>default</c> for a deleted row.</returns>
    /// <exception cref="ConflictException">A row is there already, is not there, or was changed; nothing was written.</exception>
    /// <exception cref="StorageLimitException">Storage can never hold this; nothing was written.</exception>
    /// <exception cref="StorageUnavailableException">Storage is away; the changes may have been made all the same.</exception>
    Task<IReadOnlyList<ETag>> SubmitAsync(IReadOnlyList<RowChange> changes, CancellationToken cancellation);
}
