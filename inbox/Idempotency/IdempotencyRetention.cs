using ZuperConnect.Storage;
namespace ZuperConnect.Idempotency;

/// <summary>Deletes idempotency records after 30 days (docs/design.md#storage): no provider repeats an event after that.</summary>
public sealed class IdempotencyRetention(StorageTables storage, TimeProvider time)
{
    /// <summary>How long repetitions are found.</summary>
    public static TimeSpan Retention { get; } = TimeSpan.FromDays(30);

    /// <summary>Deletes the old records of a partition.</summary>
    /// <returns>The number of deleted records.</returns>
    public Task<int> ForgetAsync(string partition, CancellationToken cancellation)
    {
        var taken = RowQuery.WithPrefix(partition, IdempotencyRecord.KeyPrefix)
            .Where(TableRow.TimestampColumn, Comparison.LessThan, time.GetUtcNow() - Retention);
        return storage.Inbox.DeleteAsync(taken, cancellation);
    }
}
