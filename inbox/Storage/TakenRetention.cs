using Azure;
using Azure.Data.Tables;

namespace ZuperConnect.Storage;

/// <summary>Forgets which events and commands were taken, 30 days later (design, section 5): no provider repeats one after that.</summary>
public sealed class TakenRetention(InboxStorage storage, TimeProvider time)
{
    private const int LargestTransaction = 100;

    /// <summary>How long a repetition is still found.</summary>
    public static TimeSpan Kept { get; } = TimeSpan.FromDays(30);

    /// <summary>Removes a partition's rows that are older.</summary>
    /// <returns>How many.</returns>
    public async Task<int> ForgetAsync(string partition, CancellationToken cancellation)
    {
        var (from, after, before) = (RowKeys.AllTaken, RowKeys.After(RowKeys.AllTaken), time.GetUtcNow() - Kept);
        var rows = storage.Inbox.QueryAsync<TableEntity>(
            row => row.PartitionKey == partition && row.RowKey.CompareTo(from) >= 0 && row.RowKey.CompareTo(after) < 0 && row.Timestamp < before,
            LargestTransaction,
            [nameof(TableEntity.PartitionKey), nameof(TableEntity.RowKey)],
            cancellation);

        var forgotten = 0;
        await foreach (var page in rows.AsPages().WithCancellation(cancellation))
        {
            foreach (var some in page.Values.Chunk(LargestTransaction))
            {
                try
                {
                    await storage.Inbox.SubmitTransactionAsync(
                        some.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)), cancellation);
                    forgotten += some.Length;
                }
                catch (TableTransactionFailedException gone) when (gone.Status is 404)
                {
                    // Another sweep removes the same rows; what both leave is found the next day.
                }
            }
        }

        return forgotten;
    }
}
