using System.Text;
using ZuperConnect.Storage;

namespace ZuperConnect.Tests.Storage;

/// <summary>Searches a whole storage.</summary>
internal static class StoredTraces
{
    private const string Phones = "LocalPhoneTexts";

    /// <summary>The tables and containers that contain a text.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(IStorage storage, string trace)
    {
        var (found, inbox, cancellation) = (new List<string>(), new StorageTables(storage), TestContext.Current.CancellationToken);
        foreach (var table in (ITable[])[.. inbox.Tables, storage.GetTable(Phones)])
        {
            await foreach (var row in table.QueryAsync(RowQuery.All, cancellation))
            {
                found.AddRange(row.Columns.Append(new("PartitionKey", row.PartitionKey)).Append(new("RowKey", row.RowKey))
                    .Where(column => $"{column.Value}".Contains(trace, StringComparison.Ordinal))
                    .Select(column => $"{table.Name} {row.PartitionKey} {row.RowKey} {column.Key}"));
            }
        }

        foreach (var container in inbox.Containers)
        {
            await foreach (var blob in container.ListAsync(null, cancellation))
            {
                var content = Encoding.UTF8.GetString((await container.DownloadAsync(blob.Name, cancellation))!.Content.Span);
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
