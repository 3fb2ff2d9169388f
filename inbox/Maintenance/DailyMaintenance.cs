using ZuperConnect.Idempotency;
using ZuperConnect.Numbers;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;

namespace ZuperConnect.Maintenance;

/// <summary>
/// Does each <see cref="IDailyWork"/>, and deletes idempotency records older than 30 days (docs/design.md#background-work).
/// </summary>
public sealed class DailyMaintenance(IdempotencyRetention idempotencyRecords, NumberStore numbers, IEnumerable<IDailyWork> work)
{
    /// <summary>Runs once a day.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        foreach (var partition in await numbers.WorkPartitionsAsync(cancellation))
        {
            await idempotencyRecords.ForgetAsync(partition, cancellation);
        }

        foreach (var one in work)
        {
            await one.RunDailyAsync(cancellation);
        }
    }
}
