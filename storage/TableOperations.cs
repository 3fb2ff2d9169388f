namespace ZuperConnect.Storage;

/// <summary>Single changes, and the deletion of many rows.</summary>
public static class TableOperations
{
    /// <summary>The most changes of one transaction (the Table service's page on entity group transactions).</summary>
    public const int MaxTransactionSize = 100;

    /// <summary>Adds a row.</summary>
    /// <exception cref="ConflictException">It is there already.</exception>
    public static Task<ETag> InsertAsync(this ITable table, TableRow row, CancellationToken cancellation) =>
        table.SubmitAsync(new RowChange.Insert(row), cancellation);

    /// <summary>Puts a row in the place of the one that is there and has a tag.</summary>
    /// <exception cref="ConflictException">It is not there, or has another tag.</exception>
    public static Task<ETag> ReplaceAsync(this ITable table, TableRow row, ETag ifMatch, CancellationToken cancellation) =>
        table.SubmitAsync(new RowChange.Replace(row, ifMatch), cancellation);

    /// <summary>Adds a row, or puts it in the place of the one that is there.</summary>
    public static Task<ETag> UpsertAsync(this ITable table, TableRow row, CancellationToken cancellation) =>
        table.SubmitAsync(new RowChange.Upsert(row), cancellation);

    /// <summary>Deletes a row; does nothing where there is none.</summary>
    /// <exception cref="ConflictException">It has another tag.</exception>
    public static async Task DeleteAsync(
        this ITable table, string partitionKey, string rowKey, ETag ifMatch, CancellationToken cancellation)
    {
        try
        {
            await table.SubmitAsync(new RowChange.Delete(partitionKey, rowKey, ifMatch), cancellation);
        }
        catch (ConflictException gone) when (gone.Kind is Conflict.Missing)
        {
            // It is deleted already.
        }
    }

    /// <summary>
    /// Deletes the rows of one partition that a query finds, whatever they have become. It may be stopped anywhere, and done again.
    /// </summary>
    /// <returns>How many.</returns>
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

    /// <summary>Deletes rows of one partition, whatever they have become. It may be stopped anywhere, and done again.</summary>
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
                // Somebody else deletes the same rows at the same time: what is left is deleted one by one.
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
