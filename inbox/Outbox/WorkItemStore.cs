using ZuperConnect.Conversations;
using ZuperConnect.Idempotency;
using ZuperConnect.Storage;

namespace ZuperConnect.Outbox;

/// <summary>The rows of work still to be done: what a worker finds, claims, puts off and removes.</summary>
public sealed class WorkItemStore(StorageTables storage)
{
    internal const int MaxCounted = 1_000;

    /// <summary>The work; null where it is done.</summary>
    public async Task<WorkItem?> FindAsync(WorkId id, CancellationToken cancellation) =>
        await TableOf(id.Partition).FindAsync(id.Partition, WorkItem.Key(id), cancellation) is { } row ? WorkItem.Read(row) : null;

    /// <summary>Keeps a command until its owner has taken it; does nothing where work of that id is there already.</summary>
    public Task AddAsync(WorkId id, Command command, CancellationToken cancellation) => AddAsync([WorkItem.Of(id, command)], cancellation);

    /// <summary>Adds work of one partition, all or nothing; does nothing where any of it is there already.</summary>
    public async Task AddAsync(IReadOnlyList<WorkItem> items, CancellationToken cancellation)
    {
        try
        {
            await TableOf(items[0].PartitionKey).SubmitAsync([.. items.Select(item => new RowChange.Insert(item.ToRow()))], cancellation);
        }
        catch (ConflictException exists) when (exists.Kind is Conflict.Exists)
        {
            // The same came before.
        }
    }

    /// <summary>
    /// Adds work of a recording, unless the same was added in the last 30 days: also where it was done since, as a taken row stays
    /// behind.
    /// </summary>
    /// <returns>Whether it was added.</returns>
    public async Task<bool> AddOnceAsync(WorkItem item, CancellationToken cancellation)
    {
        var taken = new IdempotencyRecord(null, null, null, 0, HasWork: true)
            .ToRow(item.PartitionKey, IdempotencyRecord.KeyOfRecording(item.Id.SourceId));
        try
        {
            await storage.Inbox.SubmitAsync(
                [new RowChange.Insert(taken), new RowChange.Insert(item.ToRow())], cancellation);
            return true;
        }
        catch (ConflictException exists) when (exists.Kind is Conflict.Exists)
        {
            return false;
        }
    }

    /// <summary>Changes a row that nobody has changed since it was read; null where somebody has.</summary>
    public async Task<WorkItem?> ChangeAsync(WorkItem item, CancellationToken cancellation)
    {
        try
        {
            return item with { ETag = await TableOf(item.PartitionKey).ReplaceAsync(item.ToRow(), item.ETag, cancellation) };
        }
        catch (ConflictException changed) when (changed.Kind is Conflict.Missing or Conflict.Changed)
        {
            // Where the answer to a claim is lost, the client repeats it and finds the row changed: by this same claim.
            return item.Claim is not null && await FindAsync(item.Id, cancellation) is { } now && now.Claim == item.Claim ? now : null;
        }
    }

    /// <summary>Removes a row that nobody has changed since it was read.</summary>
    public async Task RemoveAsync(WorkItem item, CancellationToken cancellation)
    {
        try
        {
            await TableOf(item.PartitionKey).DeleteAsync(item.PartitionKey, item.RowKey, item.ETag, cancellation);
        }
        catch (ConflictException changed) when (changed.Kind is Conflict.Missing or Conflict.Changed)
        {
            // It is done, or has become other work.
        }
    }

    /// <summary>A partition's work that follows from what happened before a time; work that was given up is among it.</summary>
    public IAsyncEnumerable<WorkItem> OlderThanAsync(string partition, DateTimeOffset before, CancellationToken cancellation) =>
        QueryAsync(RowQuery.WithPrefix(partition, WorkItem.KeyPrefix).Where(nameof(WorkItem.At), Comparison.LessThan, before), cancellation);

    /// <summary>A page of the work that was given up, by its ids.</summary>
    /// <param name="partitions">Where to look, see <see cref="WorkId.Partition"/>.</param>
    /// <param name="after">The id after which the page begins; null for the first page.</param>
    /// <param name="limit">The longest page.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<IReadOnlyList<WorkItem>> FailedAsync(
        IEnumerable<string> partitions, WorkId? after, int limit, CancellationToken cancellation)
    {
        var found = new List<WorkItem>();

        // An id begins with its partition's name: partitions in order give ids in order.
        foreach (var partition in partitions.Order(StringComparer.Ordinal))
        {
            var failed = RowQuery.WithPrefix(partition, WorkItem.KeyPrefix).After(after is null ? null : WorkItem.Key(after))
                .Where(nameof(WorkItem.FailedAt), Comparison.GreaterThan, DateTimeOffset.UnixEpoch).InPagesOf(limit);
            await foreach (var item in QueryAsync(failed, cancellation))
            {
                found.Add(item);
                if (found.Count == limit)
                {
                    return found;
                }
            }
        }

        return found;
    }

    /// <summary>All work at a glance, of the first 1,000 rows of each partition.</summary>
    public async Task<BackgroundWorkSummary> SummarizeAsync(IEnumerable<string> partitions, CancellationToken cancellation)
    {
        var parts = await Task.WhenAll(partitions.Select(async partition =>
            await QueryAsync(RowQuery.WithPrefix(partition, WorkItem.KeyPrefix), cancellation).Take(MaxCounted)
                .AggregateAsync(BackgroundWorkSummary.None, (found, item) => found.With(item), cancellation)));
        return new(Math.Min(parts.Sum(part => part.Failed), MaxCounted), parts.Min(part => part.OldestAt));
    }

    private IAsyncEnumerable<WorkItem> QueryAsync(RowQuery query, CancellationToken cancellation) =>
        TableOf(query.Partition!).QueryAsync(query, cancellation).Select(WorkItem.Read);

    private ITable TableOf(string partition) => partition is WorkId.Customers ? storage.Customers : storage.Inbox;
}
