using Azure;
using Azure.Data.Tables;
using ZuperConnect.Storage;
using ETag = ZuperConnect.Storage.ETag;

namespace ZuperConnect.AzureStorage;

/// <summary>A table in Azure Table Storage. One change is a single request, several are an entity group transaction.</summary>
/// <param name="table">The table.</param>
public sealed class AzureTable(TableClient table) : ITable
{
    /// <inheritdoc />
    public string Name => table.Name;

    /// <inheritdoc />
    public Task CreateIfNotExistsAsync(CancellationToken cancellation) =>
        AzureFailure.TranslateAsync(() => table.CreateIfNotExistsAsync(cancellation), cancellation);

    /// <inheritdoc />
    public async Task<TableRow?> FindAsync(string partitionKey, string rowKey, CancellationToken cancellation)
    {
        var found = await AzureFailure.TranslateAsync(
            () => table.GetEntityIfExistsAsync<TableEntity>(partitionKey, rowKey, cancellationToken: cancellation),
            cancellation).ConfigureAwait(false);
        return found.HasValue ? Entities.Read(found.Value!) : null;
    }

    /// <inheritdoc />
    public IAsyncEnumerable<TableRow> QueryAsync(RowQuery query, CancellationToken cancellation)
    {
        string[]? columns = query.Columns is { } some
            ? [nameof(TableRow.PartitionKey), nameof(TableRow.RowKey), TableRow.TimestampColumn, .. some]
            : null;
        var found = table.QueryAsync<TableEntity>(QueryFilter.Of(query), query.PageSize, columns, cancellation);
        return AzureFailure.TranslateAsync(found, cancellation).Select(Entities.Read);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ETag>> SubmitAsync(IReadOnlyList<RowChange> changes, CancellationToken cancellation)
    {
        TableLimits.Check(changes);
        if (changes is [var change])
        {
            return [TagOf(await AzureFailure.TranslateAsync(() => SubmitAsync(change, cancellation), cancellation).ConfigureAwait(false))];
        }

        var done = await AzureFailure.TranslateAsync(
            () => table.SubmitTransactionAsync(changes.Select(ActionOf), cancellation), cancellation).ConfigureAwait(false);
        return [.. done.Value.Select(TagOf)];
    }

    private async Task<Response> SubmitAsync(RowChange change, CancellationToken cancellation)
    {
        var response = await (change switch
        {
            RowChange.Insert insert => table.AddEntityAsync(Entities.Of(insert.Row), cancellation),
            RowChange.Replace replace => table.UpdateEntityAsync(
                Entities.Of(replace.Row), Tags.Of(replace.IfMatch), TableUpdateMode.Replace, cancellation),
            RowChange.Upsert upsert => table.UpsertEntityAsync(Entities.Of(upsert.Row), TableUpdateMode.Replace, cancellation),
            RowChange.Delete delete => table.DeleteEntityAsync(
                delete.PartitionKey, delete.RowKey, Tags.Of(delete.IfMatch), cancellation),
            _ => throw Unknown(change),
        }).ConfigureAwait(false);

        // The client does not throw if a row to delete does not exist.
        return response.IsError ? throw new RequestFailedException(response) : response;
    }

    private static TableTransactionAction ActionOf(RowChange change) => change switch
    {
        RowChange.Insert insert => new(TableTransactionActionType.Add, Entities.Of(insert.Row)),
        RowChange.Replace replace => new(TableTransactionActionType.UpdateReplace, Entities.Of(replace.Row), Tags.Of(replace.IfMatch)),
        RowChange.Upsert upsert => new(TableTransactionActionType.UpsertReplace, Entities.Of(upsert.Row)),
        RowChange.Delete delete => new(
            TableTransactionActionType.Delete, new TableEntity(delete.PartitionKey, delete.RowKey), Tags.Of(delete.IfMatch)),
        _ => throw Unknown(change),
    };

    private static ETag TagOf(Response response) => response.Headers.ETag is { } tag ? Tags.Read(tag) : default;

    private static ArgumentException Unknown(RowChange change) =>
        new($"No table makes a change of type {change.GetType().Name}.", nameof(change));
}
