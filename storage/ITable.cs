namespace ZuperConnect.Storage;

/// <summary>
/// A table of rows, ordered by partition key and row key in ordinal order. It promises what Azure Table Storage promises, with the same
/// limits (<see cref="TableLimits"/>), so that the inbox behaves the same on every implementation.
/// </summary>
public interface ITable
{
    /// <summary>The table's name.</summary>
    string Name { get; }

    /// <summary>Creates the table if it does not exist.</summary>
    /// <exception cref="StorageUnavailableException">Storage is unavailable.</exception>
    Task CreateIfNotExistsAsync(CancellationToken cancellation);

    /// <summary>The row with these keys; null if it does not exist.</summary>
    /// <exception cref="StorageUnavailableException">Storage is unavailable.</exception>
    Task<TableRow?> FindAsync(string partitionKey, string rowKey, CancellationToken cancellation);

    /// <summary>
    /// The rows that match a query, in key order, read in pages during enumeration. A row that is written meanwhile may or may not be
    /// returned. No row is returned twice, and no row that stays is skipped.
    /// </summary>
    /// <exception cref="StorageUnavailableException">Storage is unavailable.</exception>
    IAsyncEnumerable<TableRow> QueryAsync(RowQuery query, CancellationToken cancellation);

    /// <summary>Makes 1 to 100 changes of different rows in one partition, all or none.</summary>
    /// <returns>The new ETags, in the order of the changes; <c>default</c> for a deleted row.</returns>
    /// <exception cref="ConflictException">A row exists already, does not exist, or was changed; nothing was written.</exception>
    /// <exception cref="StorageLimitException">The changes exceed a limit; nothing was written.</exception>
    /// <exception cref="StorageUnavailableException">Storage is unavailable. The changes may have been made nevertheless.</exception>
    Task<IReadOnlyList<ETag>> SubmitAsync(IReadOnlyList<RowChange> changes, CancellationToken cancellation);
}
