using ZuperConnect.Storage;

namespace ZuperConnect.Jobs;

/// <summary>
/// The jobs. Each has three rows that change together: its own, and its places in the list of all jobs and in that of its customer's,
/// newest first, with all that a list shows. Table <c>Jobs</c>.
/// </summary>
public sealed class JobStore(StorageTables storage)
{
    private const string Partition = "jobs";
    private const string AllPlaces = "a|";

    // Three rows each, of the hundred that a transaction may change.
    private const int EraseBatchSize = 30;

    /// <summary>A job; null where there is no such.</summary>
    public async Task<Job?> FindAsync(string id, CancellationToken cancellation) => (await FindRowAsync(id, cancellation))?.Job;

    /// <summary>Adds a job, unless there is one of that id.</summary>
    /// <returns>The job of that id.</returns>
    public async Task<Job> AddAsync(Job job, CancellationToken cancellation)
    {
        try
        {
            await storage.Jobs.SubmitAsync(
                [.. Keys(job).Select(key => new RowChange.Insert(Rows.Of(Partition, key, job)))], cancellation);
            return job;
        }
        catch (ConflictException exists) when (exists.Kind is Conflict.Exists)
        {
            return await FindAsync(job.Id, cancellation) ?? job;
        }
    }

    /// <summary>Changes a job.</summary>
    /// <param name="id">Which.</param>
    /// <param name="change">What it becomes; the same where nothing is to change. It may be asked again, of a newer state.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The job as it is now; null where there is no such.</returns>
    public async Task<Job?> ChangeAsync(string id, Func<Job, Job> change, CancellationToken cancellation)
    {
        while (await FindRowAsync(id, cancellation) is var (before, tag))
        {
            var after = change(before);
            if (after == before)
            {
                return before;
            }

            after = after with { Version = before.Version + 1 };
            try
            {
                await storage.Jobs.SubmitAsync(
                    [.. Keys(after)
                        .Select((key, index) => new RowChange.Replace(Rows.Of(Partition, key, after), index is 0 ? tag : ETag.Any))],
                    cancellation);
                return after;
            }
            catch (ConflictException changed) when (changed.Kind is Conflict.Missing or Conflict.Changed)
            {
                // Somebody was faster: it is read again.
            }
        }

        return null;
    }

    /// <summary>Reads a page of a list, newest first.</summary>
    /// <param name="customerId">Whose; null for all.</param>
    /// <param name="limit">The longest page.</param>
    /// <param name="after">Where the last page ended, as <see cref="ParseCursor"/> gives it; null for the first.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task<Page<Job>> ReadAsync(string? customerId, int limit, string? after, CancellationToken cancellation) =>
        storage.Jobs.ReadPageAsync(RowQuery.WithPrefix(Partition, PlacesOf(customerId)).After(after), limit, Rows.Read<Job>, cancellation);

    /// <summary>Removes all jobs of a customer who is erased. It may be stopped anywhere, and done again.</summary>
    /// <param name="customerId">Whose.</param>
    /// <param name="before">What is to be done before a job is removed.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task EraseAsync(string customerId, Func<Job, CancellationToken, Task> before, CancellationToken cancellation)
    {
        while (await ReadAsync(customerId, EraseBatchSize, null, cancellation) is { Items: { Count: > 0 } jobs })
        {
            foreach (var job in jobs)
            {
                await before(job, cancellation);
            }

            await storage.Jobs.DeleteAsync([.. jobs.SelectMany(Keys).Select(key => new TableRow(Partition, key))], cancellation);
        }
    }

    /// <summary>Reads a cursor of a list; null where it is none of that list's.</summary>
    public static string? ParseCursor(string? customerId, string text) =>
        Cursors.Decode(text) is { } place && place.StartsWith(PlacesOf(customerId), StringComparison.Ordinal)
            && place[PlacesOf(customerId).Length..].Split('|') is [{ Length: 19 } at, var id]
                && at.All(char.IsAsciiDigit) && SourceIds.CanBeKey(id)
                ? place
                : null;

    private static IEnumerable<string> Keys(Job job)
    {
        var place = $"{SortableTime.NewestFirst(job.CreatedAt)}|{job.Id}";
        return [Own(job.Id), PlacesOf(null) + place, PlacesOf(job.CustomerId) + place];
    }

    private static string Own(string id) => $"j|{id}";

    private static string PlacesOf(string? customerId) => customerId is null ? AllPlaces : $"c|{customerId}|";

    private async Task<(Job Job, ETag ETag)?> FindRowAsync(string id, CancellationToken cancellation) =>
        SourceIds.CanBeKey(id) && await storage.Jobs.FindAsync(Partition, Own(id), cancellation) is { } row
            ? (Rows.Read<Job>(row), row.ETag) : null;
}
