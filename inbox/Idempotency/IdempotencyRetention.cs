using ZuperConnect.Storage;
namespace ZuperConnect.Idempotency;

/// <summary>Forgets which events and commands were taken, 30 days later (docs/design.md#storage): no provider repeats one after
/// that.</summary>
public sealed class IdempotencyRetention(StorageTables storage, TimeProvider time)
{
    /// <summary>How long a repetition is still found.</summary>
    public static TimeSpan Retention { get; } = TimeSpan.FromDays(30);

    /// <summary>Removes a partition's rows that are older.</summary>
    /// <returns>How many.</returns>
    public Task<int> ForgetAsync(string partition, CancellationToken cancellation)
    {
        var taken = RowQuery.WithPrefix(partition, IdempotencyRecord.KeyPrefix)
            .Where(TableRow.TimestampColumn, Comparison.LessThan, time.GetUtcNow() - Retention);
        return storage.Inbox.DeleteAsync(taken, cancellation);
    }
}
