namespace ZuperConnect.Storage;

/// <summary>Operations on tables.</summary>
public static class TableOperations
{
    /// <summary>The maximum number of changes in a transaction (from the Table service's page on entity group transactions).</summary>
    public const int MaxTransactionSize = 100;

    /// <summary>Adds a row.</summary>
    /// <exception cref="ConflictException">The row exists already.</exception>
    public static Task<ETag> InsertAsync(this ITable table, TableRow row, CancellationToken cancellation) =>
        table.SubmitAsync(new RowChange.Insert(row), cancellation);

    /// <summary>Replaces a row with this ETag.</summary>
    /// <exception cref="ConflictException">The row does not exist or has another ETag.</exception>
    public static Task<ETag> ReplaceAsync(this ITable table, TableRow row, ETag ifMatch, CancellationToken cancellation) =>
        table.SubmitAsync(new RowChange.Replace(row, ifMatch), cancellation);

    /// <summary>Adds a row, or replaces it if it exists.</summary>
    public static Task<ETag> UpsertAsync(this ITable table, TableRow row, CancellationToken cancellation) =>
        table.SubmitAsync(new RowChange.Upsert(row), cancellation);

    /// <summary>Deletes a row. Does nothing if it does not exist.</summary>
    /// <exception cref="ConflictException">The row has another ETag.</exception>
    public static async Task DeleteAsync(
        this ITable table, string partitionKey, string rowKey, ETag ifMatch, CancellationToken cancellation)
    {
        try
        {
            await table.SubmitAsync(new RowChange.Delete(partitionKey, rowKey, ifMatch), cancellation);
        }
        catch (ConflictException gone) when (gone.Kind is Conflict.Missing)
        {
            // Already deleted.
        }
    }

    /// <summary>Deletes the rows of one partition that match a query, whatever their ETags are. Can be interrupted and repeated.</summary>
    /// <returns>The number of rows.</returns>
    public static async Task<int> DeleteAsync(this ITable table, RowQuery query, CancellationToken cancellation)
    {
        var deleted = 0;
        var rows = table.QueryAsync(query.Select().InPagesOf(MaxTransactionSize), cancellation);
        await foreach (var some in rows.Chunk(MaxTransactionSize).WithCancellation(cancellation))
        {
            await table.DeleteAsync(some, cancellation);
            deleted += some.Length;
        }

        return deleted;
    }

    /// <summary>Deletes rows of one partition, whatever their ETags are. Can be interrupted and repeated.</summary>
    public static async Task DeleteAsync(this ITable table, IReadOnlyList<TableRow> rows, CancellationToken cancellation)
    {
        foreach (var some in rows.Chunk(MaxTransactionSize))
        {
            try
            {
                await table.SubmitAsync(
                    [.. some.Select(row => new RowChange.Delete(row.PartitionKey, row.RowKey, ETag.Any))], cancellation);
            }
            catch (ConflictException gone) when (gone.Kind is Conflict.Missing)
            {
                // Another process is deleting the same rows. Delete the rest one by one.
                foreach (var row in some)
                {
                    await table.DeleteAsync(row.PartitionKey, row.RowKey, ETag.Any, cancellation);
                }
            }
        }
    }

    private static async Task<ETag> SubmitAsync(this ITable table, RowChange change, CancellationToken cancellation) =>
        (await table.SubmitAsync([change], cancellation))[0];
}
