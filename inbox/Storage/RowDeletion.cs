using System.Linq.Expressions;
using Azure;
using Azure.Data.Tables;

namespace ZuperConnect.Storage;

/// <summary>Deletes many rows of a partition. Each of these may be stopped anywhere, and done again.</summary>
internal static class RowDeletion
{
    /// <summary>The most that a transaction may change (Table storage's page on entity group transactions).</summary>
    private const int LargestTransaction = 100;

    private static readonly string[] Keys = [nameof(TableEntity.PartitionKey), nameof(TableEntity.RowKey)];

    /// <summary>Deletes the rows of one partition that a filter finds.</summary>
    /// <returns>How many.</returns>
    public static Task<int> DeleteAsync(this TableClient table, Expression<Func<TableEntity, bool>> filter, CancellationToken cancellation) =>
        table.DeleteAsync(table.QueryAsync(filter, LargestTransaction, Keys, cancellation), cancellation);

    /// <inheritdoc cref="DeleteAsync(TableClient, Expression{Func{TableEntity, bool}}, CancellationToken)"/>
    public static Task<int> DeleteAsync(this TableClient table, string filter, CancellationToken cancellation) =>
        table.DeleteAsync(table.QueryAsync<TableEntity>(filter, LargestTransaction, Keys, cancellation), cancellation);

    /// <summary>Deletes rows of one partition, whatever they have become.</summary>
    public static async Task DeleteAsync(this TableClient table, IReadOnlyList<ITableEntity> rows, CancellationToken cancellation)
    {
        foreach (var some in rows.Chunk(LargestTransaction))
        {
            try
            {
                await table.SubmitTransactionAsync(some.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)), cancellation);
            }
            catch (TableTransactionFailedException gone) when (gone.Status is 404)
            {
                // Somebody else deletes the same rows at the same time: what is left is deleted one by one.
                foreach (var row in some)
                {
                    await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellation);
                }
            }
        }
    }

    private static async Task<int> DeleteAsync(this TableClient table, AsyncPageable<TableEntity> rows, CancellationToken cancellation)
    {
        var deleted = 0;
        await foreach (var page in rows.AsPages().WithCancellation(cancellation))
        {
            await table.DeleteAsync(page.Values, cancellation);
            deleted += page.Values.Count;
        }

        return deleted;
    }
}
