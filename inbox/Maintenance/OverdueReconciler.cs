using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Ledger;
using ZuperConnect.Numbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Maintenance;

/// <summary>
/// Marks conversations as overdue whose customer has waited for longer than the number allows, counted in business hours. Runs every
/// minute. It reads only those that wait for too long, and one more, because the list starts with the one that waits longest.
/// </summary>
public sealed class OverdueReconciler(NumberStore numbers, ConversationPages pages, TimeProvider time)
{
    /// <summary>The most conversations of a number that one run marks. The next run continues.</summary>
    private const int MaxMarked = 100;

    /// <summary>Marks what became overdue. A failure is repeated by the next run, and a repetition changes nothing.</summary>
    public async Task RunAsync(IConversationOwner owner, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        foreach (var number in (await numbers.AllAsync(cancellation)).Values)
        {
            if (number.EscalateAfter is { } limit)
            {
                var overdue = await pages.ReadWaitingAsync(number.Number, cancellation)
                    .TakeWhile(waiting => waiting.UnrespondedSince is { } since && number.OpenTime(since, now) >= limit)
                    .Where(waiting => !waiting.Overdue)
                    .Take(MaxMarked).ToListAsync(cancellation);
                await Task.WhenAll(overdue.Select(waiting => owner.HandleAsync(waiting.Id, Mark(waiting, now), cancellation)));
            }
        }
    }

    /// <summary>A customer whose response failed waits since the same time again, so the id also contains the version.</summary>
    private static MarkOverdue Mark(Conversation waiting, DateTimeOffset now)
    {
        var since = waiting.UnrespondedSince ?? now;
        return new(SourceIds.Of("overdue", $"{since.UtcTicks}", $"{waiting.Version}"), now, since);
    }
}
