using ZuperConnect.Storage;

namespace ZuperConnect.Jobs;

/// <summary>
/// The jobs, in the table <c>Jobs</c>. Each job has three rows that change together: its own, one in the list of all jobs, and one in the
/// list of its customer's jobs, newest first. Each row contains the whole job.
/// </summary>
public sealed class JobStore(StorageTables storage)
{
    private const string Partition = "jobs";
    private const string AllPlaces = "a|";

    // Three rows each, and at most a hundred changes in a transaction.
    private const int EraseBatchSize = 30;

    /// <summary>A job; null if it does not exist.</summary>
    public async Task<Job?> FindAsync(string id, CancellationToken cancellation) => (await FindRowAsync(id, cancellation))?.Job;

    /// <summary>Adds a job, unless the id exists already.</summary>
    /// <returns>The stored job with this id.</returns>
    public async Task<Job> AddAsync(Job job, CancellationToken cancellation)
    {
        try
        {
            await storage.Jobs.SubmitAsync(
                [.. Keys(job).Select(key => new RowChange.Insert(JsonRows.Of(Partition, key, job)))], cancellation);
            return job;
        }
        catch (ConflictException exists) when (exists.Kind is Conflict.Exists)
        {
            return await FindAsync(job.Id, cancellation) ?? job;
        }
    }

    /// <summary>Changes a job.</summary>
    /// <param name="id">The id.</param>
    /// <param name="change">Returns the changed job, or the same job to change nothing. Called again if the stored job changed
    /// meanwhile.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <returns>The stored job; null if it does not exist.</returns>
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
                        .Select((key, index) => new RowChange.Replace(JsonRows.Of(Partition, key, after), index is 0 ? tag : ETag.Any))],
                    cancellation);
                return after;
            }
            catch (ConflictException changed) when (changed.Kind is Conflict.Missing or Conflict.Changed)
            {
                // Changed meanwhile: read it again.
            }
        }

        return null;
    }

    /// <summary>Reads a page of a list, newest first.</summary>
    /// <param name="customerId">The customer; null for all jobs.</param>
    /// <param name="limit">The maximum number of jobs.</param>
    /// <param name="after">The end of the previous page, from <see cref="ParseCursor"/>; null for the first page.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public Task<Page<Job>> ReadAsync(string? customerId, int limit, string? after, CancellationToken cancellation) =>
        storage.Jobs.ReadPageAsync(
            RowQuery.WithPrefix(Partition, PlacesOf(customerId)).After(after), limit, JsonRows.Read<Job>, cancellation);

    /// <summary>Deletes all jobs of an erased customer. Can be interrupted and repeated.</summary>
    /// <param name="customerId">The customer.</param>
    /// <param name="before">Called before each job is deleted.</param>
    /// <param name="cancellation">Cancels the operation.</param>
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

    /// <summary>Moves all jobs of a customer to another one. Can be interrupted and repeated.</summary>
    public async Task MoveAsync(string fromCustomerId, string toCustomerId, CancellationToken cancellation)
    {
        while (await ReadAsync(fromCustomerId, EraseBatchSize, null, cancellation) is { Items: { Count: > 0 } jobs })
        {
            foreach (var job in jobs)
            {
                await MoveAsync(job.Id, job.CustomerId, toCustomerId, cancellation);
            }
        }
    }

    private async Task MoveAsync(string id, string fromCustomerId, string toCustomerId, CancellationToken cancellation)
    {
        while (await FindRowAsync(id, cancellation) is var (before, tag) && before.CustomerId == fromCustomerId)
        {
            var after = before with { CustomerId = toCustomerId, Version = before.Version + 1 };
            try
            {
                await storage.Jobs.SubmitAsync(
                    [
                        .. Keys(after).Select((key, index) => index is 0
                            ? (RowChange)new RowChange.Replace(JsonRows.Of(Partition, key, after), tag)
                            : new RowChange.Upsert(JsonRows.Of(Partition, key, after))),
                        .. Keys(before).Except(Keys(after)).Select(key => new RowChange.Delete(Partition, key, ETag.Any)),
                    ],
                    cancellation);
                return;
            }
            catch (ConflictException changed) when (changed.Kind is Conflict.Missing or Conflict.Changed)
            {
                // Changed meanwhile: read it again.
            }
        }
    }

    /// <summary>Parses a cursor of a list; null if it is not valid for this list.</summary>
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
            ? (JsonRows.Read<Job>(row), row.ETag) : null;
}
