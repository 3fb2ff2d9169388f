using ZuperConnect.Idempotency;
using ZuperConnect.Numbers;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;

namespace ZuperConnect.Maintenance;

/// <summary>Deletes expired data once a day (docs/design.md#background-work).</summary>
public sealed class RetentionCleanup(IdempotencyRetention idempotencyRecords, NumberStore numbers, IEnumerable<IRetention> retentions)
{
    /// <summary>Deletes idempotency records older than 30 days, and the expired data of each <see cref="IRetention"/>.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        foreach (var partition in await numbers.WorkPartitionsAsync(cancellation))
        {
            await idempotencyRecords.ForgetAsync(partition, cancellation);
        }

        foreach (var retention in retentions)
        {
            await retention.ForgetAsync(cancellation);
        }
    }
}
