using Azure.Data.Tables;

namespace ZuperConnect.Storage;

/// <summary>Reads single rows.</summary>
internal static class TableReading
{
    /// <summary>A row by its key; null where there is none.</summary>
    public static async Task<T?> FindAsync<T>(this TableClient table, string partitionKey, string rowKey, CancellationToken cancellation)
        where T : class, ITableEntity
    {
        var found = await table.GetEntityIfExistsAsync<T>(partitionKey, rowKey, cancellationToken: cancellation);
        return found.HasValue ? found.Value : null;
    }
}
