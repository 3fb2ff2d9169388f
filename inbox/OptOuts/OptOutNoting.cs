using ZuperConnect.Outbox;

namespace ZuperConnect.OptOuts;

/// <summary>Notes what customers said about our texts in another way than by a text, and has their conversations show it.</summary>
public sealed class OptOutNoting(OptOutStore optOuts, WorkItemStore rows, TimeProvider time)
{
    private const int AtATime = 16;

    /// <summary>How many may be noted at once: the work that tells their conversations is one row.</summary>
    public const int Most = 100;

    /// <summary>
    /// Notes words, each unless a later one is known. The work is written first: where the process dies in between, the conversations still
    /// learn what was noted, and the same may be noted again.
    /// </summary>
    /// <returns>Which of them count, and the work to start.</returns>
    public async Task<(IReadOnlyList<bool> Counts, WorkId Work)> NoteAsync(IReadOnlyList<NotedOptOut> words, CancellationToken cancellation)
    {
        var work = WorkItem.New(WorkId.OfCustomers($"optout-{Guid.NewGuid()}"), WorkKind.SpreadOptOut, time.GetUtcNow()) with
        {
            Numbers = string.Join(' ', words.Select(word => word.Number!.Key).Distinct()),
        };
        await rows.AddAsync([work], cancellation);
        var counts = new bool[words.Count];
        await Parallel.ForAsync(
            0, words.Count, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellation },
            async (place, token) => counts[place] = await optOuts.NoteAsync(words[place], token));
        return (counts, work.Id);
    }
}
