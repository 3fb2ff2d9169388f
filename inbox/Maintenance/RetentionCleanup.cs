using ZuperConnect.Idempotency;
using ZuperConnect.Numbers;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;

namespace ZuperConnect.Maintenance;

/// <summary>Forgets, once a day, what has been kept long enough (docs/design.md#background-work).</summary>
public sealed class RetentionCleanup(IdempotencyRetention taken, NumberStore numbers, IEnumerable<IRetention> retentions)
{
    /// <summary>
    /// Forgets the events and commands that were taken more than 30 days ago, and what each <see cref="IRetention"/> has kept long enough.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        foreach (var partition in await numbers.WorkPartitionsAsync(cancellation))
        {
            await taken.ForgetAsync(partition, cancellation);
        }

        foreach (var retention in retentions)
        {
            await retention.ForgetAsync(cancellation);
        }
    }
}
