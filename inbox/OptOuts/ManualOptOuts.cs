using ZuperConnect.Outbox;

namespace ZuperConnect.OptOuts;

/// <summary>Records opt-outs and opt-ins that customers made in another way than by text, and updates their conversations.</summary>
public sealed class ManualOptOuts(OptOutStore optOuts, WorkItemStore workItems, TimeProvider time)
{
    private const int MaxConcurrency = 16;

    /// <summary>The maximum number of entries in one call: the work that updates their conversations is one row.</summary>
    public const int MaxEntries = 100;

    /// <summary>
    /// Records entries, except those that are older than a known one. The work item is written first, so that the conversations are updated
    /// even if the process ends in between. Can be repeated.
    /// </summary>
    /// <returns>Whether each entry counts, and the work to start.</returns>
    public async Task<(IReadOnlyList<bool> Counts, WorkId Work)> RecordAsync(
        IReadOnlyList<OptOutEntry> entries, CancellationToken cancellation)
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
