using ZuperConnect.Outbox;

namespace ZuperConnect.OptOuts;

/// <summary>Notes what customers said about our texts in another way than by a text, and has their conversations show it.</summary>
public sealed class ManualOptOuts(OptOutStore optOuts, WorkItemStore workItems, TimeProvider time)
{
    private const int MaxConcurrency = 16;

    /// <summary>How many may be noted at once: the work that tells their conversations is one row.</summary>
    public const int MaxEntries = 100;

    /// <summary>
    /// Notes words, each unless a later one is known. The work is written first: where the process dies in between, the conversations still
    /// learn what was noted, and the same may be noted again.
    /// </summary>
    /// <returns>Which of them count, and the work to start.</returns>
    public async Task<(IReadOnlyList<bool> Counts, WorkId Work)> RecordAsync(IReadOnlyList<OptOutEntry> entries, CancellationToken cancellation)
    {
        var work = WorkItem.New(WorkId.OfCustomers($"optout-{Guid.NewGuid()}"), WorkKind.SpreadOptOut, time.GetUtcNow()) with
        {
            Numbers = string.Join(' ', entries.Select(entry => entry.Number!.Key).Distinct()),
        };
        await workItems.AddAsync([work], cancellation);
        var counts = new bool[entries.Count];
        await Parallel.ForAsync(
            0, entries.Count, new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrency, CancellationToken = cancellation },
            async (place, token) => counts[place] = await optOuts.RecordAsync(entries[place], token));
        return (counts, work.Id);
    }
}
