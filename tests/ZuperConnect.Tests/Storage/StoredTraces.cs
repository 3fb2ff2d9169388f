using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace ZuperConnect.Tests.Storage;

/// <summary>Looks through all that an account has.</summary>
internal static class StoredTraces
{
    /// <summary>Where something stands in any table or container of the account.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(string account, string trace)
    {
        var found = new List<string>();
        var tables = new TableServiceClient(account);
        await foreach (var table in tables.QueryAsync(cancellationToken: TestContext.Current.CancellationToken))
        {
            await foreach (var row in tables.GetTableClient(table.Name).QueryAsync<TableEntity>(cancellationToken: TestContext.Current.CancellationToken))
            {
                found.AddRange(row.Where(column => $"{column.Value}".Contains(trace, StringComparison.Ordinal)).Select(column => $"{table.Name} {row.PartitionKey} {row.RowKey} {column.Key}"));
            }
        }

        var blobs = new BlobServiceClient(account);
        await foreach (var container in blobs.GetBlobContainersAsync(cancellationToken: TestContext.Current.CancellationToken))
        {
            var client = blobs.GetBlobContainerClient(container.Name);
            await foreach (var blob in client.GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, null, TestContext.Current.CancellationToken))
            {
                var content = (await client.GetBlobClient(blob.Name).DownloadContentAsync(TestContext.Current.CancellationToken)).Value.Content.ToString();
                if (blob.Name.Contains(trace, StringComparison.Ordinal) || content.Contains(trace, StringComparison.Ordinal)
                    || blob.Metadata.Any(pair => pair.Value.Contains(trace, StringComparison.Ordinal)))
                {
                    found.Add($"{container.Name}/{blob.Name}: {content}");
                }
            }
        }

        return found;
    }
}
